"""The park as columns: enterprises, slots, retrofits, prospects and contracts.

One numpy array per attribute. Enterprises come in the order they arrived; slots, retrofits and
prospects are sorted by enterprise. Rows are only ever appended, so an index stays valid for a run.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cache, cached_property
from typing import Any, ClassVar, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Keys = NDArray[np.uint64]

Row = TypeVar("Row", bound=tuple[Any, ...])

NEVER = 10**6
"""A month that does not come."""

PRIVATE, STATE, FOREIGN, PARK_COMPANY = range(4)
OWNERSHIPS = ("private", "state", "foreign", "park")

ENDINGS = ("term", "no gain", "trust lost", "partner left", "stream ended")
TERM, NO_GAIN, TRUST_LOST, PARTNER_LEFT, STREAM_ENDED = range(5)
"""Why a contract ends: its term runs out, nothing is left to share, a side breaks it off, a side
closes, or one side no longer makes or uses the stream."""

BY_PLAN, BY_HEAT, BY_WATER = range(3)
"""What sets an enterprise's output: its demand, the steam asked of it, the water sent to it."""

HEAT, FLUIDS, GOODS = range(3)
"""Stages of delivery: heat before heat plants run, fluids before water plants, then the rest."""


class Columns:
    """Base of a set of equally long arrays; a subclass is a dataclass of arrays."""

    _first: ClassVar[str]

    def __init_subclass__(cls) -> None:
        cls._first = next(iter(cls.__annotations__))

    def __len__(self) -> int:
        return len(self.__dict__[self._first])

    @classmethod
    @cache
    def names(cls) -> tuple[str, ...]:
        """Return the names of the columns, in order."""
        return tuple(cls.__dataclass_fields__)  # type: ignore[attr-defined]

    def append(self, other: Self) -> None:
        """Add the rows of `other` behind the present ones."""
        self.add(len(other), **{name: getattr(other, name) for name in self.names()})

    def add(self, rows: int, **given: Any) -> int:
        """Add `rows` rows of zeros with the `given` columns filled in; return the first row."""
        first, columns = self.grow(rows), vars(self)
        for name, values in given.items():
            columns[name][first:] = values
        return first

    def tail(self, first: int) -> Self:
        """Return the rows from `first` on: what is written in place there is written here."""
        columns = vars(self)
        return type(self)(**{name: columns[name][first:] for name in self.names()})

    def grow(self, rows: int) -> int:
        """Add `rows` rows of zeros and return the first one's number.

        A column is a view of an array with room to spare, so that adding rows copies none.
        """
        columns, room = vars(self), self._room
        first = len(self)
        last = first + rows
        self._tuples.clear()
        if not room or last > len(room[self._first]):
            for name in self.names():
                room[name] = np.zeros(2 * last, dtype=columns[name].dtype)
        for name, roomy in room.items():
            column = columns[name]
            if column.base is not roomy:  # new room, or a column that was replaced since
                roomy[:first] = column
            columns[name] = roomy[:last]
        return first

    def as_tuple(self, kind: type[Row]) -> Row:
        """Return the columns that a kernel's named tuple asks for; kept until rows are added.

        So a column that kernels read is written in place, never replaced.
        """
        if kind not in self._tuples:
            columns = vars(self)
            self._tuples[kind] = kind(*[columns[name] for name in kind._fields])  # type: ignore[attr-defined]
        row: Row = self._tuples[kind]
        return row

    @cached_property
    def _tuples(self) -> dict[type, Any]:
        """What `as_tuple` has made since rows were added last."""
        return {}

    @cached_property
    def _room(self) -> dict[str, NDArray[Any]]:
        """The arrays behind the columns, by name."""
        return {}

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Return the same rows, without the room behind them."""
        columns = vars(self)
        copied = type(self)(**{name: columns[name].copy() for name in self.names()})
        memo[id(self)] = copied
        return copied

    @classmethod
    def blank(cls, rows: int, **given: Any) -> Self:
        """Return `rows` rows of zeros, with the `given` columns filled in."""
        columns = {name: np.zeros(rows, dtype=dtype) for name, dtype in cls._dtypes().items()}
        if not given.keys() <= columns.keys():
            raise TypeError(f"unknown columns {sorted(given.keys() - columns.keys())}")
        for name, values in given.items():
            columns[name][:] = values
        return cls(**columns)

    @classmethod
    @cache
    def _dtypes(cls) -> dict[str, Any]:
        """Return the type of each column's numbers."""
        return {column.name: column.metadata["dtype"] for column in fields(cls)}  # type: ignore[arg-type]


def _floats() -> Any:
    return field(metadata={"dtype": np.float64})


def _ints() -> Any:
    return field(metadata={"dtype": np.int64})


def _flags() -> Any:
    return field(metadata={"dtype": np.bool_})


@dataclass
class Enterprises(Columns):
    """One row an enterprise (firms, utilities and the outside actors of a case)."""

    key: Keys = field(metadata={"dtype": np.uint64})
    name: NDArray[np.object_] = field(metadata={"dtype": object})
    park: Ints = _ints()
    sector: Ints = _ints()
    inside: Flags = _flags()
    """Counted in the park's totals; False for the outside actors of a case."""
    dispatch: Ints = _ints()
    x_km: Floats = _floats()
    y_km: Floats = _floats()
    owner: Ints = _ints()
    ownership: Ints = _ints()
    size: Ints = _ints()
    """0 micro, 1 small, 2 medium, 3 large, by yearly revenue."""
    start_month: Ints = _ints()
    end_month: Ints = _ints()
    active: Flags = _flags()
    public: Flags = _flags()
    """A public body: what its services cost beyond its income, a public budget pays."""
    ordered: Flags = _flags()
    """Built on the order of a policy or brought by promotion: demand of its own comes with it."""
    base_output: Floats = _floats()
    """Output of 2020 (or that an entrant plans), product units a year."""
    capacity: Floats = _floats()
    """Product units a month."""
    efficiency: Floats = _floats()
    """Energy use at the start over that of the archetype."""
    vintage_energy: Floats = _floats()
    """Energy use of the capacity that stands over that at the start: 1 until lines are renewed."""
    vintage_norm: Floats = _floats()
    """Energy use of a line of the reference year over that of the enterprise at the start."""
    upkeep_share: Floats = _floats()
    """Share of depreciation spent on upkeep: the rest is left for renewal; 1 where none is due."""
    land_mu: Floats = _floats()
    jobs: Floats = _floats()
    service_fee_cny_per_unit: Floats = _floats()
    other_purchases_cny_per_unit: Floats = _floats()
    value_added_cny_per_unit: Floats = _floats()
    """At the price level of the tables: the sector's, or what the park file measured."""
    technology_cost_cny_per_unit: Floats = _floats()
    """Opex less other gains of installed technologies."""
    process_tco2e_per_unit: Floats = _floats()
    cash: Floats = _floats()
    receivables: Floats = _floats()
    fixed_assets: Floats = _floats()
    debt: Floats = _floats()
    equity: Floats = _floats()
    committed_cny: Floats = _floats()
    """Investment signed since the last settlement."""
    months_insolvent: Ints = _ints()
    first_slot: Ints = _ints()


@dataclass
class Vintages(Columns):
    """One row a line of capacity: what an enterprise built or renewed in one January."""

    enterprise: Ints = _ints()
    built_month: Ints = _ints()
    """Before the first January where it is negative."""
    capacity: Floats = _floats()
    """Product units a month; 0 where it has been retired."""
    energy: Floats = _floats()
    """Energy use over that of the enterprise at the start."""


@dataclass
class Slots(Columns):
    """One row a stream an enterprise takes in or puts out."""

    enterprise: Ints = _ints()
    stream: Ints = _ints()
    out: Flags = _flags()
    product: Flags = _flags()
    fuel: Flags = _flags()
    coefficient: Floats = _floats()
    """Base units of the stream per product unit, installed technologies included."""
    base_coefficient: Floats = _floats()
    """The same in the base year: what the expected results are measured against."""
    store: Floats = _floats()
    """Taken in and not used yet: waste at a plant, goods of a storable contract; base units."""
    store_share: Floats = _floats()
    """Share of the use that the store may cover: that of the contracts which filled it."""
    given_share: Floats = _floats()
    """Share of an output that contracts hold."""
    taken_share: Floats = _floats()
    """Share of an input that contracts hold."""


@dataclass
class Retrofits(Columns):
    """One row an enterprise and a technology applicable to it."""

    enterprise: Ints = _ints()
    tech_row: Ints = _ints()
    installed_month: Ints = _ints()
    """January since which it stands; -1 where it does not."""
    worn_month: Ints = _ints()
    """January in which it last wore out, or -1."""
    size: Floats = _floats()
    """What stands of photovoltaics (kWp), wind (kW) and batteries (kWh); 0 of all others."""
    share: Floats = _floats()
    """Of the size that the technology's row asks, the part that was built."""


@dataclass
class Prospects(Columns):
    """One row an enterprise's slot and an exchange option it could serve, as giver or taker."""

    slot: Ints = _ints()
    exchange: Ints = _ints()
    giver: Flags = _flags()
    known: Flags = _flags()
    share: Floats = _floats()
    """Share of the taker's input that contracts of this option hold."""


@dataclass
class Contracts(Columns):
    """One row a contract, ended ones included: who gives what to whom, on what terms."""

    giver_slot: Ints = _ints()
    taker_slot: Ints = _ints()
    giver_prospect: Ints = _ints()
    taker_prospect: Ints = _ints()
    exchange: Ints = _ints()
    giver_share: Floats = _floats()
    taker_share: Floats = _floats()
    ratio: Floats = _floats()
    price_cny_per_unit: Floats = _floats()
    """Paid by the taker to the giver (negative: the giver pays), per unit given."""
    handling_cny_per_unit: Floats = _floats()
    """Transport and pretreatment, paid by the taker."""
    capex_cny: Floats = _floats()
    km: Floats = _floats()
    nominal: Floats = _floats()
    """Units a month agreed."""
    signed_month: Ints = _ints()
    start_month: Ints = _ints()
    end_month: Ints = _ints()
    ending: Ints = _ints()
    """Why the contract ends, as index in `ENDINGS`."""
    on_site: Flags = _flags()
    keeps: Flags = _flags()
    """The taker can keep in store what it was given."""
    stage: Ints = _ints()
    offered: Floats = _floats()
    """Units the giver could have given this month."""
    wanted: Floats = _floats()
    """Units the taker could have taken this month."""
    delivered: Floats = _floats()
    """Units given this month."""
    delivered_year: Floats = _floats()
    spurned_year: Floats = _floats()
    """Units offered and not taken this year."""
    lacking_year: Floats = _floats()
    """Units wanted and not given this year."""


@dataclass
class Loans(Columns):
    """One row a loan for a project that saves."""

    enterprise: Ints = _ints()
    year: Ints = _ints()
    """In which it was taken."""
    cny: Floats = _floats()
