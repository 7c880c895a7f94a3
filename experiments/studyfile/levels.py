"""The values a study gives a lever: one number, a list, or a range, stepped or whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from experiments.design.space import Range, Values
from experiments.nearest import nearest
from experiments.studyfile.values import as_list, is_number, is_whole, repeated, shown
from sim.faults import Fault

RANGE_KEYS = ("low", "high", "steps")
"""What a table that gives a range may say."""
WHOLE_RANGE = "range"
"""The word for the default range; `true` and an empty table say the same."""
MOST_STEPS = 100_000

Span = tuple[float, float]


@dataclass(frozen=True)
class Taking:
    """How a design takes ranges: whole where it samples, else in `steps` values."""

    samples: bool = False
    steps: int = 0


def read_levels(
    given: Any, place: str, span: Span, taking: Taking | None = None
) -> tuple[Values, list[Fault]]:
    """Return the values of a lever and what is wrong with them.

    `given` is a number, a list of numbers, or a range: the word "range", `true`, or a table with
    optionally `low` and `high`, by default those of `span`. With `steps` a range is evenly spaced
    values, both ends included; without, it is a `Range` where the design samples.

    >>> read_levels({"low": 0, "high": 0.6, "steps": 3}, "s.toml", (0.0, 1.0))
    ((0.0, 0.3, 0.6), [])
    >>> read_levels("range", "s.toml", (0.0, 2.0), Taking(samples=True))
    (Range(low=0.0, high=2.0), [])
    """
    taking = taking or Taking()
    if given is True or (isinstance(given, str) and given == WHOLE_RANGE):
        given = {}
    if isinstance(given, Mapping):
        faults = list(_range_faults(given, place, span, taking))
        return ((), faults) if faults else (_spaced(given, span, taking), [])
    values = as_list(given)
    numbers = tuple(float(value) for value in values if is_number(value))
    return numbers, list(_list_faults(values, place))


def listed(values: Values) -> tuple[float, ...]:
    """Return the values, or the two ends of a range."""
    return (values.low, values.high) if isinstance(values, Range) else values


def _spaced(given: Mapping[str, Any], span: Span, taking: Taking) -> Values:
    low, high = (float(given.get(end, bound)) for end, bound in zip(RANGE_KEYS, span, strict=False))
    if "steps" not in given and taking.samples:
        return Range(low, high)
    steps = given.get("steps", taking.steps)
    between = [round(low + (high - low) * k / (steps - 1), 12) for k in range(1, steps - 1)]
    return (low, *between, high)


def _range_faults(
    given: Mapping[str, Any], place: str, span: Span, taking: Taking
) -> Iterator[Fault]:
    for name in given:
        if name not in RANGE_KEYS:
            yield Fault(
                place, f"{name!r} is not known in a range", f"write {nearest(name, RANGE_KEYS)}"
            )
    ends = {end: given.get(end, bound) for end, bound in zip(RANGE_KEYS, span, strict=False)}
    for end, value in ends.items():
        if not is_number(value):
            yield Fault(place, f"{end} is {shown(value)}, not a number", f"write {end} = 0.5, say")
    if all(is_number(value) for value in ends.values()) and not ends["low"] < ends["high"]:
        low, high = ends["low"], ends["high"]
        wrong = f"the range runs from {low:g} to {high:g}"
        mend = "give one number" if low == high else f"write low = {high:g}, high = {low:g}"
        yield Fault(place, wrong, mend)
    if "steps" not in given:
        if not taking.samples and taking.steps < 2:
            mend = "write steps = 2 or more, both ends included; or a design that samples ranges"
            yield Fault(place, "steps is missing", mend)
    elif not is_whole(given["steps"]) or not 2 <= given["steps"] <= MOST_STEPS:
        mend = f"write steps = 2 to {MOST_STEPS}, both ends included"
        yield Fault(place, f"steps is {shown(given['steps'])}", mend)


def _list_faults(values: Sequence[Any], place: str) -> Iterator[Fault]:
    if not values:
        yield Fault(place, "the list is empty", "write at least one number, or leave it out")
    for value in values:
        if not is_number(value):
            mend = 'write a number, a list of numbers, "range" or { low = 0, high = 1, steps = 3 }'
            yield Fault(place, f"{shown(value)} is not a number", mend)
    for value in repeated(values):
        yield Fault(place, f"{shown(value)} stands there twice", "write it once")
