"""What can be wrong in a package's levers and parameters, with the nearest right names."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from policies.parameters import Parameter, load_parameters
from policies.registry import all_policies
from sim.catalogue import FIRST_YEAR, LAST_YEAR
from sim.faults import Fault

NEAREST = 3
LISTED = "one that `parkloop policies` lists"


def strength_faults(strength: Mapping[str, Any], place: Callable[[str], str]) -> Iterator[Fault]:
    """Yield the faults of levers: an unknown policy, no number, or outside 0 to the largest."""
    kinds = all_policies()
    for name, value in strength.items():
        if name not in kinds:
            mend = f"write {nearest(name, kinds, LISTED)}"
            yield Fault(place(name), f"there is no policy {name!r}", mend)
            continue
        most = kinds[name].max_strength
        if not _is_number(value):
            yield Fault(place(name), f"is {value!r}, not a number", f"write 0 to {most:g}")
        elif not 0 <= value <= most:
            mend = f"write 0 (absent) to {most:g}; 1 is the instrument as written"
            yield Fault(place(name), f"is {value:g}", mend)


COMMITTEES = ("fixed", "adaptive")
"""How the park's committee handles the levers in its hands."""


def committee_faults(committee: Any, place: str) -> Iterator[Fault]:
    """Yield the fault of a committee that is none of those there are."""
    if committee not in COMMITTEES:
        yield Fault(place, f"is {committee!r}", "write fixed or adaptive")


def since_faults(since: Any, place: str) -> Iterator[Fault]:
    """Yield the fault of a first year that is none of the model's."""
    whole = isinstance(since, int) and not isinstance(since, bool)
    if not whole or not FIRST_YEAR <= since <= LAST_YEAR:
        yield Fault(place, f"is {since!r}", f"write a year, {FIRST_YEAR} to {LAST_YEAR}")


def change_faults(changes: Mapping[str, Any], place: Callable[[str, str], str]) -> Iterator[Fault]:
    """Yield the faults of changed parameters by policy: unknown names and impossible values."""
    kinds, table = all_policies(), load_parameters()
    for policy, values in changes.items():
        if policy not in kinds:
            mend = f"write {nearest(policy, kinds, LISTED)}"
            yield Fault(place(policy, "*"), f"there is no policy {policy!r}", mend)
            continue
        uses = kinds[policy].uses
        for name, value in values.items():
            if name not in uses:
                wrong = f"{policy} has no parameter {name!r}"
                yield Fault(place(policy, name), wrong, f"write {nearest(name, uses)}")
            else:
                yield from _value_faults(table.steps(name)[-1], value, place(policy, name))


def table_mend(name: str) -> str:
    """Say what to write where a key under [parameters] is no table of a policy's parameters."""
    users = [policy for policy, kind in all_policies().items() if name in kind.uses]
    if users:
        return f"write it under [parameters.{users[0]}]"
    return f"write [parameters.{name}] and a line `parameter = number` under it"


def _value_faults(row: Parameter, value: Any, place: str) -> Iterator[Fault]:
    low, high = row.physical
    span = f"{low:g} or more" if math.isinf(high) else f"{low:g} to {high:g}"
    if row.kind in ("text", "date"):
        yield Fault(place, "is a rule in words, which no number replaces", "remove the line")
    elif isinstance(value, Mapping):
        wrong = "is a table, but a package's value has no dates of its own"
        yield Fault(place, wrong, f"write one number, {span} ({row.unit})")
    elif not _is_number(value):
        yield Fault(place, f"is {value!r}, not a number", f"write {span} ({row.unit})")
    elif row.kind == "flag" and value not in (0, 1):
        yield Fault(place, f"is {value:g}", "write 0 for no or 1 for yes")
    elif not low <= value <= high:
        yield Fault(place, f"is {value:g} {row.unit}, which cannot be", f"write {span}")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def nearest(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return the nearest known names as `a, b or c`; where none is near, `otherwise` or all."""
    words = sorted(known)
    near = difflib.get_close_matches(name, words, NEAREST)
    if not near and otherwise:
        return otherwise
    near = near or words
    return near[0] if len(near) == 1 else f"{', '.join(near[:-1])} or {near[-1]}"
