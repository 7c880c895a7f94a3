"""The values a study gives a lever: one number, a list, or a range with its number of steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from experiments.sweep.values import is_number, is_whole, nearest, repeated, shown
from sim.faults import Fault

_RANGE = ("low", "high", "steps")

Span = tuple[float, float]


def read_levels(given: Any, place: str, span: Span) -> tuple[tuple[float, ...], list[Fault]]:
    """Return the values of a lever and what is wrong with them.

    `given` is a number, a list of numbers, or a table with `steps` and optionally `low` and
    `high`: evenly spaced values with both ends, by default those of `span`.

    >>> read_levels({"low": 0, "high": 0.6, "steps": 3}, "s.toml", (0.0, 1.0))
    ((0.0, 0.3, 0.6), [])
    """
    if isinstance(given, Mapping):
        faults = list(_range_faults(given, place, span))
        return ((), faults) if faults else (_spaced(given, span), [])
    values = given if isinstance(given, Sequence) and not isinstance(given, str) else [given]
    numbers = tuple(float(value) for value in values if is_number(value))
    return numbers, list(_list_faults(values, place))


def _spaced(given: Mapping[str, Any], span: Span) -> tuple[float, ...]:
    low, high = (float(given.get(end, bound)) for end, bound in zip(_RANGE, span, strict=False))
    steps = given["steps"]
    between = [round(low + (high - low) * k / (steps - 1), 12) for k in range(1, steps - 1)]
    return (low, *between, high)


def _range_faults(given: Mapping[str, Any], place: str, span: Span) -> Iterator[Fault]:
    for name in given:
        if name not in _RANGE:
            yield Fault(
                place, f"{name!r} is not known in a range", f"write {nearest(name, _RANGE)}"
            )
    ends = {end: given.get(end, bound) for end, bound in zip(_RANGE, span, strict=False)}
    for end, value in ends.items():
        if not is_number(value):
            yield Fault(place, f"{end} is {shown(value)}, not a number", f"write {end} = 0.5, say")
    if all(is_number(value) for value in ends.values()) and not ends["low"] < ends["high"]:
        low, high = ends["low"], ends["high"]
        wrong = f"the range runs from {low:g} to {high:g}"
        mend = "give one number" if low == high else f"write low = {high:g}, high = {low:g}"
        yield Fault(place, wrong, mend)
    steps = given.get("steps", 0)
    if not is_whole(steps) or steps < 2:
        wrong = f"steps is {shown(steps)}" if "steps" in given else "steps is missing"
        yield Fault(place, wrong, "write steps = 2 or more, both ends included")


def _list_faults(values: Sequence[Any], place: str) -> Iterator[Fault]:
    if not values:
        yield Fault(place, "the list is empty", "write at least one number, or leave it out")
    for value in values:
        if not is_number(value):
            mend = "write a number, a list of numbers, or { low = 0, high = 1, steps = 3 }"
            yield Fault(place, f"{shown(value)} is not a number", mend)
    for value in repeated(values):
        yield Fault(place, f"{shown(value)} stands there twice", "write it once")
