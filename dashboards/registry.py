"""The pages in the order of the navigation."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path

from dashboards.navigation import NAMES
from dashboards.room import PageKind

SHARED_STYLE = Path(__file__).parent / "vue" / "page.css"


@cache
def pages() -> dict[str, PageKind]:
    """Return the pages by name."""
    found = [import_module(f"dashboards.pages.{name}.page").PAGE for name in NAMES]
    return {page.name: page for page in found}


@cache
def all_picks() -> frozenset[str]:
    """Return the names of every page's choices: what a link may carry beside the scenario."""
    return frozenset(name for page in pages().values() for name in page.picks)


@cache
def style() -> str:
    """Return the style sheet: what pages share, then each page's own."""
    folder = Path(__file__).parent / "pages"
    own = [folder / name / "style.css" for name in NAMES]
    sheets = [SHARED_STYLE, *(path for path in own if path.is_file())]
    return "\n".join(path.read_text(encoding="utf-8") for path in sheets)
