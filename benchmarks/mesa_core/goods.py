"""What firms hold and deal in: slots of streams, prospects of exchange, contracts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

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
class Partner:
    """A taker in reach of a giver, and how the two stand."""

    want: Want
    km: float
    key: int
    same_owner: bool
    site_cost: float | None = None
    """Factor on pretreatment and capex, drawn when the pair is first appraised."""
    held: bool = False
    built: bool = False


@dataclass(slots=True, eq=False)
class Have:
    """An output that an exchange option could use, with the takers in reach."""

    firm: Firm
    slot: Output
    option: Option
    known: bool
    partners: list[Partner] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Offer:
    """An appraised pair; money in CNY per unit given."""

    have: Have
    partner: Partner
    ratio: float
    handling: float
    capex: float
    giver_least: float
    """What the giver forgoes and asks for its risk."""
    joint: float
    joint_built: float
    worth: float
    """Joint gain a month."""

    def rank(self) -> tuple[float, int, int, int]:
        """Return what offers are sorted by: the best first, ties by keys."""
        return (-self.worth, self.have.firm.key, self.partner.want.firm.key, self.have.option.row)


@dataclass(slots=True, eq=False)
class Contract:
    """Who gives what to whom, on what terms, and what moved this month and this year."""

    have: Have
    partner: Partner
    giver_share: float
    taker_share: float
    ratio: float
    price: float
    handling: float
    nominal: float
    start_month: int
    end_month: int
    delivered: float = 0.0
    delivered_year: float = 0.0
