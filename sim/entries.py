"""Entries that policies write on terms, and the sheet that they make."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.kernel import kernel

Floats = NDArray[np.float64]

OPERATIONS = ("base", "block", "add", "scale", "floor", "cap")
"""The order in which entries apply: a base replaces the default, blocks and additions are summed,
scales multiplied, then the highest floor and the lowest cap hold."""


PLACE = {operation: place for place, operation in enumerate(OPERATIONS)}
_BASE, _BLOCK, _ADD, _SCALE, _FLOOR, _CAP = range(len(OPERATIONS))


@dataclass(frozen=True)
class Entry:
    """What one policy writes on one term: `value` an array over the term's rows, or one number.

    A value of nan leaves a row alone.
    """

    term: str
    operation: str
    value: Floats | float


@dataclass
class Terms:
    """The composed sheet, and every entry that made it."""

    values: dict[str, Floats]
    entries: list[tuple[str, Entry]] = field(default_factory=list)

    def __getitem__(self, name: str) -> Floats:
        return self.values[name]

    def breakdown(self, name: str, row: int) -> list[tuple[str, str, float]]:
        """Return (policy, operation, value) of every entry on a term's row, in order of effect."""
        found = []
        for operation in OPERATIONS:
            for policy, entry in self.entries:
                if (entry.term, entry.operation) == (name, operation):
                    value = float(np.broadcast_to(entry.value, self.values[name].shape)[row])
                    if not np.isnan(value):
                        found.append((policy, operation, value))
        return found

    @cached_property
    def written(self) -> frozenset[str]:
        """Names of the terms that some policy has written on; the others have their defaults."""
        return frozenset([entry.term for _, entry in self.entries])

    @cached_property
    def _parts(self) -> dict[tuple[str, int], dict[str, Floats]]:
        """What `parts` has found, by term and number of entries."""
        return {}

    @cached_property
    def _stacks(self) -> dict[tuple[str, int], tuple[Floats, Floats]]:
        """What `stack` has found, by term and number of entries."""
        return {}

    def parts(self, name: str) -> dict[str, Floats]:
        """Return what each policy's base, block and add entries put on a term, by row."""
        known = name, len(self.entries)
        if known in self._parts:
            return self._parts[known]
        parts = self._parts[known] = dict[str, Floats]()
        for policy, entry in self.entries:
            if entry.term == name and entry.operation in ("base", "block", "add"):
                value = np.broadcast_to(np.nan_to_num(entry.value), self.values[name].shape)
                parts[policy] = parts.get(policy, 0.0) + value
        return parts

    def stack(self, name: str) -> tuple[Floats, Floats]:
        """Return `parts` as rows, (policy, row), and their sum."""
        known = name, len(self.entries)
        if known not in self._stacks:
            rows = np.array([*self.parts(name).values()]).reshape(-1, len(self.values[name]))
            whole: Floats = sum(rows, np.zeros_like(self.values[name]))
            self._stacks[known] = rows, whole
        return self._stacks[known]


@kernel
def apply_entry(operation: int, column: Floats, value: Floats) -> None:
    """Change a column by an entry's operation, a place in `OPERATIONS`; nan leaves a row alone."""
    for row in range(len(column)):
        number = value[row]
        if np.isnan(number):
            continue
        if operation == _BASE:
            column[row] = number
        elif operation in (_BLOCK, _ADD):
            column[row] += number
        elif operation == _SCALE:
            column[row] *= number
        elif operation == _FLOOR:
            column[row] = max(column[row], number)
        else:
            column[row] = min(column[row], number)
