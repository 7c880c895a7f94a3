"""What firms hold and deal in: slots of streams, prospects of exchange, contracts."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from benchmarks.mesa_core.draws import unit
from benchmarks.mesa_core.tables import Option, Stream

if TYPE_CHECKING:
    from benchmarks.mesa_core.firm import Firm


@dataclass(slots=True, eq=False)
class Input:
    """A stream a firm takes in, base units."""

    stream: Stream
    coefficient: float
    fuel: bool
    price_factor: float
    price: float = 0.0
    quantity: float = 0.0
    received: float = 0.0
    bought: float = 0.0
    taken_share: float = 0.0
    store: float = 0.0
    """Brought by storable contracts and not used yet."""
    store_share: float = 0.0
    """Share of the use that the store may cover: that of the contracts which filled it."""
    drawn: float = 0.0
    laid_in: float = 0.0
    prepared: float = 0.0
    """Power used to make exchanged streams fit."""
    keeps: bool = False
    """A contract that runs this month may bring more than is used."""


@dataclass(slots=True, eq=False)
class Output:
    """A stream a firm puts out, base units; `value` is negative where it costs a fee."""

    stream: Stream
    coefficient: float
    product: bool
    value: float = 0.0
    quantity: float = 0.0
    given: float = 0.0
    released: float = 0.0
    given_share: float = 0.0


@dataclass(slots=True, eq=False)
class Want:
    """An input that an exchange option could replace."""

    firm: Firm
    slot: Input
    option: Option
    known: bool
    share: float = 0.0


@dataclass(slots=True, eq=False)
class Have:
    """An output that an exchange option could use, and the takers met so far."""

    firm: Firm
    slot: Output
    option: Option
    known: bool
    pairs: dict[Want, Pair] = field(default_factory=dict)


Side = TypeVar("Side", Have, Want)


class Ring(Generic[Side]):
    """One side of an option, in the order of its firms' keys."""

    def __init__(self, prospects: list[Side]) -> None:
        self.prospects: list[Side] = sorted(prospects, key=lambda one: one.firm.key)
        self.places = [unit(one.firm.key) for one in self.prospects]

    def next_to(self, point: float, most: int) -> list[Side]:
        """Return at most `most` of them, on from a point in (0, 1) and round."""
        first, size = bisect_left(self.places, point), len(self.places)
        return [self.prospects[(first + step) % size] for step in range(min(most, size))]


@dataclass(slots=True, eq=False)
class Pair:
    """A giver and a taker of one option that have met, and how they stand."""

    have: Have
    want: Want
    km: float
    key: int
    same_owner: bool
    site_cost: float
    """Factor on pretreatment and capex."""
    held: bool = False
    built: float = 0.0
    """Units a month that the pipe or line between them carries."""


@dataclass(slots=True, eq=False)
class Offer:
    """An appraised pair; money in CNY per unit given."""

    pair: Pair
    ratio: float
    handling: float
    capex: float
    price: float
    worth: float
    """Joint gain a month; where a pipe or line stands it costs nothing again."""

    def rank(self) -> tuple[float, int, int, int]:
        """Return what offers are sorted by: the best first, ties by keys."""
        have = self.pair.have
        return (-self.worth, have.firm.key, self.pair.want.firm.key, have.option.row)


@dataclass(slots=True, eq=False)
class Contract:
    """Who gives what to whom, on what terms, and what moved this month and this year."""

    pair: Pair
    giver_share: float
    taker_share: float
    ratio: float
    price: float
    handling: float
    capex: float
    nominal: float
    start_month: int
    end_month: int
    offered: float = 0.0
    wanted: float = 0.0
    delivered: float = 0.0
    delivered_year: float = 0.0
    spurned_year: float = 0.0
    """Offered and not taken this year."""
    lacking_year: float = 0.0
    """Wanted and not given this year."""
