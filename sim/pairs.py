"""Numbers and marks kept by pairs of rows, such as giver and taker, that kernels read and write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping, MutableSet
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.kernel import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Pair = tuple[int, int]

APART = 2**32
"""A pair is kept as first row x this + second row."""
ROOM = 64
"""Entries for which a new table has room."""


class Table(NamedTuple):
    """Entries in the order in which their pairs came, found by a hash with open addressing."""

    place: Ints
    """Entry plus one at the place of its pair, or at the next that was free; 0 where free."""
    code: Ints
    value: Floats
    """By entry; nan where the pair has been taken out."""
    size: Ints
    """How many entries there are, as an array of one."""


@kernel
def seat(table: Table, first: int, second: int) -> int:
    """Return the place that holds a pair's entry, or the free one where it would go."""
    code, last = first * APART + second, len(table.place) - 1
    at = (first * 10007 + second) & last
    while table.place[at] != 0 and table.code[table.place[at] - 1] != code:
        at = (at + 1) & last
    return at


@kernel
def read(table: Table, first: int, second: int, default: float) -> float:
    """Return what is kept of a pair, or `default`."""
    entry = table.place[seat(table, first, second)] - 1
    if entry < 0 or np.isnan(table.value[entry]):
        return default
    return float(table.value[entry])


@kernel
def put(table: Table, first: int, second: int, value: float) -> None:
    """Keep a number of a pair; the table has room for one more entry."""
    at = seat(table, first, second)
    if table.place[at] == 0:
        entry = table.size[0]
        table.place[at], table.code[entry] = entry + 1, first * APART + second
        table.size[0] += 1
    table.value[table.place[at] - 1] = value


@kernel
def read_all(table: Table, first: Ints, second: Ints, default: float) -> Floats:
    """Return what is kept of each pair, or `default`."""
    values = np.empty(len(first))
    for i in range(len(first)):
        values[i] = read(table, first[i], second[i], default)
    return values


@kernel
def put_all(table: Table, first: Ints, second: Ints, values: Floats) -> None:
    """Keep a number of each pair, one after the other."""
    for i in range(len(first)):
        put(table, first[i], second[i], values[i])


@kernel
def take_out(table: Table, first: Ints, second: Ints) -> None:
    """Forget what is kept of each pair, where anything is."""
    for i in range(len(first)):
        entry = table.place[seat(table, first[i], second[i])] - 1
        if entry >= 0:
            table.value[entry] = np.nan


@kernel
def moved(old: Table, new: Table) -> None:
    """Put the pairs of a table, but those taken out, into a new one."""
    for entry in range(old.size[0]):
        if not np.isnan(old.value[entry]):
            code = old.code[entry]
            put(new, code // APART, code % APART, old.value[entry])


def _blank(room: int) -> Table:
    """Return an empty table; `room` is a power of two."""
    ints = np.int64
    return Table(np.zeros(2 * room, ints), np.zeros(room, ints), np.zeros(room), np.zeros(1, ints))


class PairValues(MutableMapping[Pair, float]):
    """A number by pair of rows; behaves as a dictionary does.

    >>> trust = PairValues({(3, 8): 0.5})
    >>> trust[3, 8], trust.get((8, 3), 0.3)
    (0.5, 0.3)
    """

    def __init__(self, given: Mapping[Pair, float] | Iterable[tuple[Pair, float]] = ()) -> None:
        self.table = _blank(ROOM)
        self.update(given)

    def reserve(self, more: int) -> Table:
        """Return the table with room for some more pairs, for a kernel that puts them."""
        wanted = int(self.table.size[0]) + more
        if wanted > len(self.table.code):
            table = _blank(2 ** wanted.bit_length())
            moved(self.table, table)
            self.table = table
        return self.table

    def of(self, first: Ints, second: Ints, default: float) -> Floats:
        """Return the numbers of many pairs, or `default`."""
        return read_all(self.table, first, second, default)

    def put(self, first: Ints, second: Ints, values: Floats) -> None:
        """Keep the numbers of many pairs, the last where one comes twice."""
        put_all(self.reserve(len(first)), first, second, values)

    def __getitem__(self, pair: Pair) -> float:
        value = float(read(self.table, *pair, np.nan))
        if np.isnan(value):
            raise KeyError(pair)
        return value

    def __setitem__(self, pair: Pair, value: float) -> None:
        put(self.reserve(1), *pair, float(value))

    def __delitem__(self, pair: Pair) -> None:
        if pair not in self:
            raise KeyError(pair)
        self[pair] = np.nan

    def __iter__(self) -> Iterator[Pair]:
        count = int(self.table.size[0])
        stands = np.flatnonzero(~np.isnan(self.table.value[:count]))
        first, second = np.divmod(self.table.code[stands], APART)
        return iter(list(zip(first.tolist(), second.tolist(), strict=True)))

    def __len__(self) -> int:
        return int(np.sum(~np.isnan(self.table.value[: self.table.size[0]])))

    def __repr__(self) -> str:
        return repr(dict(self))


class PairSet(MutableSet[Pair]):
    """A set of pairs of rows; behaves as a set does.

    >>> held = PairSet([(3, 8)])
    >>> held.add((4, 1))
    >>> held.discard((3, 8))
    >>> (3, 8) in held, (4, 1) in held
    (False, True)
    """

    def __init__(self, given: Iterable[Pair] = ()) -> None:
        self.marks = PairValues((pair, 1.0) for pair in given)

    @property
    def table(self) -> Table:
        """The table of marks, for a kernel that reads it: 1 where a pair is in the set."""
        return self.marks.table

    def reserve(self, more: int) -> Table:
        """Return the table with room for some more pairs, for a kernel that puts them."""
        return self.marks.reserve(more)

    def among(self, first: Ints, second: Ints) -> Flags:
        """Say which pairs are in the set."""
        return self.marks.of(first, second, 0.0) > 0.0

    def add_all(self, first: Ints, second: Ints) -> None:
        """Put many pairs into the set."""
        self.marks.put(first, second, np.ones(len(first)))

    def discard_all(self, first: Ints, second: Ints) -> None:
        """Take many pairs out, where they are in the set."""
        take_out(self.table, first, second)

    def add(self, value: Pair) -> None:
        """Put a pair into the set."""
        self.marks[value] = 1.0

    def discard(self, value: Pair) -> None:
        """Take a pair out where it is in the set."""
        self.marks.pop(value, None)

    def __contains__(self, value: object) -> bool:
        return value in self.marks

    def __iter__(self) -> Iterator[Pair]:
        return iter(self.marks)

    def __len__(self) -> int:
        return len(self.marks)

    def __repr__(self) -> str:
        return repr(set(self))
