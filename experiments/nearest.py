"""The known names nearest to one that is not known, for the errors that say what to write."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the three known names nearest to a word, as `a, b or c`.

    >>> nearest("gird", ["list", "grid"])
    'grid'
    """
    words = sorted(known)
    near = get_close_matches(word, words, 3, 0.5) or get_close_matches(word, words, 3, 0.0)
    return " or ".join(filter(None, (", ".join(near[:-1]), near[-1])))
