"""Small questions about the values of a study file."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from numbers import Integral, Real
from typing import Any


def shown(value: Any) -> str:
    """Return a value as a study file would write it.

    >>> shown(True), shown("grid"), shown(2.50)
    ('true', "'grid'", '2.5')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if is_whole(value):
        return str(int(value))
    return f"{value:g}" if is_number(value) else repr(value)


def as_list(given: Any) -> list[Any]:
    """Return a list of what is a list (a tuple, range or array too), or one thing.

    >>> as_list(range(2)), as_list("ab")
    ([0, 1], ['ab'])
    """
    if hasattr(given, "tolist"):
        given = given.tolist()
    return list(given) if isinstance(given, list | tuple | range) else [given]


def repeated(values: Sequence[Any]) -> list[Any]:
    """Return what stands in a list more than once, each once.

    >>> repeated([1, 2.5, 1.0])
    [1]
    """
    try:
        count = Counter(values)
    except TypeError:  # tables and lists are compared one by one
        first = [value for k, value in enumerate(values) if value not in values[:k]]
        return [value for value in first if values.count(value) > 1]
    return [value for value, times in count.items() if times > 1]


def is_number(value: Any) -> bool:
    """Say whether a value is a finite number (true and false are none)."""
    return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)


def is_whole(value: Any) -> bool:
    """Say whether a value is a whole number (true and false are none)."""
    return isinstance(value, Integral) and not isinstance(value, bool)
