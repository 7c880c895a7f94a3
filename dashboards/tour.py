"""The tour of a first visit: what a park is, and what the parts of the page are for."""

from __future__ import annotations

from typing import Final

from dashboards.texts import text

PARTS: Final = {
    "park": ".pl-wide",
    "levers": ".pl-levers",
    "figures": ".pl-figures",
    "pages": ".pl-pages",
    "pins": ".pl-steps",
    "share": ".pl-share",
}
"""Step -> the part of the page it points at; a page without it shows the words alone."""


def tour_steps(lang: str) -> list[dict[str, str]]:
    """Return the steps: title, body, which of how many, and the part that is pointed at."""
    return [
        {
            "title": text(f"tour_title_{name}", lang),
            "body": text(f"tour_body_{name}", lang),
            "count": text("tour_count", lang, step=k, steps=len(PARTS)),
            "part": part,
        }
        for k, (name, part) in enumerate(PARTS.items(), start=1)
    ]
