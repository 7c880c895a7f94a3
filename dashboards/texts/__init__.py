"""Every text of the pages: key -> (English, Chinese). Braces are filled by name.

Shared texts stand in `shared`, a page's own beside the page; no key stands twice.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Final

from dashboards.navigation import NAMES
from dashboards.texts.shared import TEXTS as SHARED

LANGUAGES: Final = ("en", "zh")

Pairs = dict[str, tuple[str, str]]


@cache
def of_page(page: str) -> Pairs:
    """Return the texts of one page alone."""
    found: Pairs = import_module(f"dashboards.pages.{page}.texts").TEXTS
    return found


@cache
def all_texts() -> Pairs:
    """Return every text.

    Errors: `ValueError` where two tables hold the same key.
    """
    found = dict(SHARED)
    for page in NAMES:
        twice = found.keys() & of_page(page).keys()
        if twice:
            raise ValueError(f"texts of {page} that stand elsewhere too: {sorted(twice)}")
        found |= of_page(page)
    return found


def text(key: str, lang: str, **words: object) -> str:
    """Return a text in a language with its braces filled.

    >>> text("figure_co2", "zh", year=2030)
    '2030年二氧化碳排放'
    """
    return all_texts()[key][LANGUAGES.index(lang)].format(**words)


@cache
def words_of(page: str, lang: str) -> dict[str, str]:
    """Return the texts that Vue files show as they are: the shared ones and those of one page."""
    pairs = {**SHARED, **of_page(page)}
    return {key: pair[LANGUAGES.index(lang)] for key, pair in pairs.items() if "{" not in pair[0]}
