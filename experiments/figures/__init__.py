"""Figures: one file each with `draw(results, lang=...) -> Figure`, drawn without a display."""

from __future__ import annotations

import difflib
import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.run_data import RunData

FIGURES: tuple[str, ...] = (
    "trajectories",
    "co2_by_scope",
    "links_over_time",
    "reuse_by_stream",
    "network_map",
    "why",
)
"""Every figure by name: the name of its file and of its title in `experiments.words`."""


def draw(name: str, results: RunData, lang: str = "en", **options: Any) -> Figure:
    """Draw a figure by name, in English (`en`) or Chinese (`zh`).

    Errors: `InputError` for an unknown figure or language, and for Chinese where no font has it.
    """
    from experiments.figures.style import drawing
    from sim.faults import Fault, InputError

    if name not in FIGURES:
        near = difflib.get_close_matches(name, FIGURES, 1) or FIGURES
        raise InputError(
            [Fault(f"figure {name}", "there is no such figure", f"write {' or '.join(near)}")]
        )
    module = importlib.import_module(f"experiments.figures.{name}")
    with drawing(lang):
        figure = cast("Figure", module.draw(results, lang=lang, **options))
        figure.draw_without_rendering()
        figure.set_layout_engine("none")  # the layout stands; solving it again takes a second
    return figure


def save_figure(figure: Figure, path: Path) -> list[Path]:
    """Write a figure as PNG (300 dpi) and SVG (text as text), the same bytes each time.

    `path` has no suffix; its folder is made. Returns the two files.
    """
    import matplotlib

    path.parent.mkdir(parents=True, exist_ok=True)
    png, svg = path.with_name(f"{path.name}.png"), path.with_name(f"{path.name}.svg")
    with matplotlib.rc_context({"svg.hashsalt": "parkloop", "svg.fonttype": "none"}):
        figure.savefig(png, dpi=300, metadata={"Software": None})
        figure.savefig(svg, metadata={"Date": None, "Creator": None})
    return [png, svg]
