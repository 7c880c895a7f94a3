"""Figures of a run as SVG inside a page."""

from __future__ import annotations

import io
import re
import threading
from typing import TYPE_CHECKING, Any

from experiments.caption import caption

if TYPE_CHECKING:
    from experiments.results import Results

_ONE_AT_A_TIME = threading.Lock()
"""The settings of matplotlib belong to the process."""


def drawing(name: str, results: Results, lang: str, **options: Any) -> str:
    """Return a figure of `experiments.figures.FIGURES` as an SVG element, text as text.

    Ids begin with the figure's name, so that several stand in one page. Errors as of
    `experiments.figures.draw`.
    """
    import matplotlib

    drawn = io.StringIO()
    with _ONE_AT_A_TIME:
        figure = results.figure(name, lang=lang, **options)
        for one in [text for text in figure.texts if text.get_text() == caption(results, lang)]:
            one.remove()  # the page says it already
        with matplotlib.rc_context({"svg.hashsalt": f"parkloop {name}", "svg.fonttype": "none"}):
            figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
    element = drawn.getvalue()
    element = element[element.index("<svg") :]
    element = re.sub(r"<metadata>.*?</metadata>", "", element, flags=re.DOTALL)
    element = re.sub(r'(\bid="|xlink:href="#|url\(#)', rf"\g<1>{name}-", element)
    label = f'<svg role="img" aria-label="{name}"'
    return element.replace("<svg", label, 1).rstrip()
