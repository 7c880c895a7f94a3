"""Small questions about the values of a study file."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the three known names nearest to a word, as `a, b or c`.

    >>> nearest("gird", ["list", "grid"])
    'grid'
    """
    words = sorted(known)
    near = get_close_matches(word, words, 3, 0.5) or get_close_matches(word, words, 3, 0.0)
    return " or ".join(filter(None, (", ".join(near[:-1]), near[-1])))


def shown(value: Any) -> str:
    """Return a value as a study file would write it.

    >>> shown(True), shown("grid"), shown(2.50)
    ('true', "'grid'", '2.5')
    """
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if is_number(value) and not is_whole(value) else repr(value)


def as_list(given: Any) -> list[Any]:
    """Return a list of what is a list, or one thing."""
    return list(given) if isinstance(given, list | tuple) else [given]


def repeated(values: Sequence[Any]) -> list[Any]:
    """Return what stands in a list more than once, each once.

    >>> repeated([1, 2.5, 1.0])
    [1]
    """
    first = [value for k, value in enumerate(values) if value not in values[:k]]
    return [value for value in first if values.count(value) > 1]


def is_number(value: Any) -> bool:
    """Say whether a value is a finite number (true and false are none)."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def is_whole(value: Any) -> bool:
    """Say whether a value is a whole number (true and false are none)."""
    return isinstance(value, int) and not isinstance(value, bool)
