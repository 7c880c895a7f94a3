"""The state of one run: columns, terms, the month's flows, money and what is recorded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.build import build_parks
from sim.catalogue import FIRST_YEAR, Catalogue
from sim.clearing import Budgets
from sim.columns import Loans
from sim.draws import Draws
from sim.events import Events
from sim.gate import Gates
from sim.ledger import AccountLedger, SlotLedger
from sim.mains import Mains, lay_mains, taken_up
from sim.market import MarketIndex
from sim.money import ACCOUNTS
from sim.moves import MOVES
from sim.pairs import PairSet, PairValues
from sim.park import Park
from sim.park_columns import ParkColumns, find_carriers
from sim.plants import Plants, find_plants
from sim.policy import Policy, Yearbook
from sim.prices import SlotPrices
from sim.record import Record
from sim.reform import Reform
from sim.terms import Terms, compose
from sim.year import YearCosts

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

Phase = Callable[["World"], None]


@dataclass
class Flows:
    """What moved this month. Slot arrays in base units, contract flows are kept on the contract."""

    output: Floats
    """Product units by enterprise."""
    quantity: Floats
    """Used (inputs) or made (outputs) by slot."""
    received: Floats
    """Taken in through contracts, units of the input."""
    given: Floats
    """Given through contracts."""
    mains: Floats
    """Steam put into the park's mains by an output, or taken from them by an input."""
    drawn: Floats
    """Used from a store."""
    stored: Floats
    """Put into a treatment plant's store."""
    laid_in: Floats
    """Received through contracts beyond the month's use, and kept."""
    treated: Floats
    """Sent to a treatment plant inside the park."""
    inflow: Floats
    """Waste water taken in by a plant of the park."""
    own: Floats
    """Power made on site and used there, less what batteries lose, by input slot."""
    prepared: Floats
    """Power used to make exchanged streams fit, by input slot; `quantity` holds it too."""
    bought: Floats
    """Purchased outside, by input slot."""
    released: Floats
    """Sold or discarded outside, by output slot."""
    tco2e: Floats
    """Scope 1 by enterprise."""
    money: Floats
    """CNY by (account of `sim.money.ACCOUNTS`, enterprise)."""
    power: Floats
    """Own power, kWh by (`sim.power.own.OWN`, enterprise)."""
    moved: Floats
    """The slot arrays as rows, in the order of `sim.moves.MOVES`: they are written in place."""

    @classmethod
    def blank(cls, enterprises: int, slots: int) -> Flows:
        """Return a month in which nothing has moved."""
        moved = np.zeros((len(MOVES), slots))
        return cls(
            output=np.zeros(enterprises),
            tco2e=np.zeros(enterprises),
            money=np.zeros((len(ACCOUNTS), enterprises)),
            power=np.zeros((5, enterprises)),
            moved=moved,
            **dict(zip(MOVES, moved, strict=True)),
        )

    def __deepcopy__(self, memo: dict[int, Any]) -> Flows:
        """Return the same flows, the slot arrays rows of `moved` as here."""
        copied = Flows.blank(len(self.output), self.moved.shape[1])
        for name in ("output", "tco2e", "money", "power", "moved"):
            getattr(copied, name)[:] = getattr(self, name)
        return copied


@dataclass
class World:
    """One run in one place; phases read and write it, and nothing else is shared."""

    catalogue: Catalogue
    draws: Draws
    assumption: dict[str, float]
    columns: ParkColumns
    policies: Sequence[Policy]
    levers: Floats
    """Strength by (park, policy)."""
    months: int
    symbiosis: bool = True
    adaptive: bool = False
    """Whether committees adapt their levers; else those of the packages hold."""
    reform: Reform | None = None
    """What takes over in a later January, if anything does."""
    phases: Sequence[tuple[str, Phase]] = ()
    first_year: int = FIRST_YEAR
    month: int = 0
    terms: Terms = field(init=False)
    flows: Flows = field(default_factory=lambda: Flows.blank(0, 0))
    prices: SlotPrices = field(init=False)
    market: MarketIndex = field(init=False)
    plants: Plants = field(init=False)
    gates: Gates = field(init=False)
    """What the park's plants charge for waste this year."""
    mains: Mains = field(init=False)
    piped: Floats = field(init=False)
    """Steam sent this month by pair of `mains`, MJ."""
    described: int = field(init=False)
    """Rows that the park files describe; those behind them are entrants."""
    live: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """Rows of the contracts that run this month."""
    record: Record = field(init=False)
    year_costs: YearCosts = field(init=False)
    opening: Floats = field(init=False)
    """Cash, receivables, fixed assets, debt and equity before the month's postings."""
    opening_store: Floats = field(init=False)
    carrier_slots: Ints = field(init=False)
    """Slot of each carrier by (enterprise, `sim.catalogue.CARRIERS`), or -1."""
    profit_so_far: Floats = field(default_factory=lambda: np.zeros(0))
    income_tax_so_far: Floats = field(default_factory=lambda: np.zeros(0))
    last_book: Yearbook = field(init=False)
    budgets: Budgets = field(default_factory=Budgets)
    standing: dict[str, Floats] = field(default_factory=dict)
    dues: dict[tuple[str, str], Floats] = field(default_factory=dict)
    """Charges of the year so far by (term, payee; none is the policy's collector), CNY."""
    link_years: list[Floats] = field(default_factory=list)
    """Units given by each contract in each year that has ended."""
    discharge_years: list[Floats] = field(default_factory=list)
    """Share of COD and ammonia nitrogen that the limits of each year leave, by enterprise."""
    vintage_years: list[Floats] = field(default_factory=list)
    """Energy use of capacity over that at the start, by year that has ended (enterprise)."""
    buried_years: list[Floats] = field(default_factory=list)
    """Tonnes that landfills took in each year that has ended (`sim.landfill`)."""
    slot_ledger: SlotLedger = field(default_factory=SlotLedger)
    account_ledger: AccountLedger = field(default_factory=AccountLedger)
    term_years: list[Terms] = field(default_factory=list)
    """The terms of each year as last written, with the entries that made them."""
    price_years: list[tuple[Floats, ...]] = field(default_factory=list)
    """Of each year, by slot: base price, tariff and price of an input, value of an output."""
    lever_years: list[Floats] = field(default_factory=list)
    """Strengths that held in each year, by (park, policy)."""
    standing_years: list[dict[str, Floats]] = field(default_factory=list)
    """What policies assessed each January, by policy and name."""
    appraisals: list[Any] = field(default_factory=list)
    """What enterprises weighed each January (`agents.appraisal.Appraisal`)."""
    talks: list[tuple[int, Any]] = field(default_factory=list)
    """Month and pairs that could deal in it, signed or not (`agents.openings.Openings`)."""
    power_years: list[Any] = field(default_factory=list)
    """What the dispatch of power found, by year (`sim.power.year.PowerYear`)."""
    events: Events = field(default_factory=Events)
    overrides: dict[str, Callable[..., None]] = field(default_factory=dict)
    memory: dict[str, Floats] = field(default_factory=dict)
    """Columns that agents keep from month to month, by name."""
    kept: dict[Any, Any] = field(default_factory=dict)
    """What phases keep from month to month beside columns; forgotten when enterprises enter."""
    ties: PairValues = field(default_factory=PairValues)
    """Trust of pairs (giver, taker) that have dealt."""
    built: PairValues = field(default_factory=PairValues)
    """Units a month that a pipe or line carries, by prospect pair (giver's, taker's)."""
    installed: PairSet = field(default_factory=PairSet)
    """Technologies that stand, as (enterprise, technology)."""
    stints: list[tuple[int, int, int]] = field(default_factory=list)
    """Retrofits that wore out: row, January of installation, first month without."""
    closed_capacity: dict[int, float] = field(default_factory=dict)
    """Capacity closed and not replaced yet, product units a month, by `cell`."""
    held: PairSet = field(default_factory=PairSet)
    """Prospect pairs with a contract that has not ended."""
    claims: list[Any] = field(default_factory=list)
    """Support promised to projects and not paid yet (`agents.support.Claim`)."""
    tax_reliefs: list[Any] = field(default_factory=list)
    """Income tax that projects are relieved of (`agents.tax.TaxRelief`)."""
    project_loans: Loans = field(default_factory=lambda: Loans.blank(0))
    experience: dict[int, Any] = field(default_factory=dict)
    """What the committee of each park has seen (`agents.committee.Experience`)."""
    moves: list[dict[str, Any]] = field(default_factory=list)
    """Levers that committees moved, with the numbers that made them."""
    proposals: dict[tuple[int, int], int] = field(default_factory=dict)
    """Month in which the study of a pair a broker proposed is done; `NEVER` where refused."""

    def __post_init__(self) -> None:
        self.described = len(self.columns.enterprises)
        sectors = len(self.catalogue.sectors)
        self.terms = compose({}, len(self.columns.enterprises), self.parks, sectors)
        self.last_book = Yearbook.blank(self.year - 1, 0)
        self.record = Record(self.months, len(self.columns.enterprises))
        self.resize()

    @property
    def parks(self) -> int:
        """The number of parks in the columns."""
        return len(self.columns.park_ids)

    @property
    def cell(self) -> Ints:
        """Each enterprise's row of the terms by park and sector."""
        enterprises = self.columns.enterprises
        cell: Ints = enterprises.park * len(self.catalogue.sectors) + enterprises.sector
        return cell

    @property
    def year(self) -> int:
        """The calendar year of the current month."""
        return self.first_year + self.month // 12

    def resize(self) -> None:
        """Lay out what depends on the number of rows, after a start or an entry.

        What January has posted so far stays posted.
        """
        self.kept.clear()
        posted = self.flows.money
        self.flows = Flows.blank(len(self.columns.enterprises), len(self.columns.slots))
        self.flows.money[:, : posted.shape[1]] = posted
        self.prices = SlotPrices(self.catalogue, self.columns)
        self.market = MarketIndex(self.catalogue, self.columns)
        self.plants = find_plants(self.catalogue, self.columns)
        self.lay_mains()
        self.carrier_slots = find_carriers(self.catalogue, self.columns)
        missing = len(self.columns.enterprises) - len(self.profit_so_far)
        none = np.zeros(missing)
        self.profit_so_far = np.concatenate((self.profit_so_far, none))
        self.income_tax_so_far = np.concatenate((self.income_tax_so_far, none))
        self.last_book.extend(missing)
        self.record.widen(len(self.columns.enterprises))

    def lay_mains(self) -> None:
        """Join heat plants and users of steam as they stand this year."""
        share = self.assumption["mains_take_up"]
        connected = taken_up(self.draws, self.columns.enterprises, self.month, share)
        loss = self.assumption["heat_loss_per_km"]
        self.mains = lay_mains(self.catalogue, self.columns, loss, connected)
        self.piped = np.zeros(len(self.mains.pairs.user))
        self.kept.pop("merit order", None)

    def reindex(self) -> None:
        """Order the market anew after a stream began or ended within the rows there are."""
        self.kept.clear()
        self.market = MarketIndex(self.catalogue, self.columns)

    def override(self, column: str, values: Floats, *context: Any) -> None:
        """Let a subclass's hook rewrite its rows of a decision column, in id order."""
        hook = self.overrides.get(column)
        if hook is not None:
            hook(values, *context)

    def event(self, kind: str, enterprise: int, **numbers: Any) -> None:
        """Record that something happened to an enterprise, with its numbers."""
        names = self.columns.enterprises.name
        self.events.append(
            {"month": self.month, "event": kind, "enterprise": str(names[enterprise]), **numbers}
        )

    def park_event(self, kind: str, park: int, **numbers: Any) -> None:
        """Record that something happened to a park, with its numbers."""
        name = self.columns.park_ids[park]
        head = {"month": self.month, "event": kind, "enterprise": "", "park": name}
        self.events.append({**head, **numbers})


def start_world(
    catalogue: Catalogue,
    parks: Sequence[Park],
    seed: int,
    assumption: dict[str, float],
    policies: Sequence[Policy],
    levers: Floats,
    months: int,
    phases: Sequence[tuple[str, Phase]],
    symbiosis: bool = True,
    first_year: int = FIRST_YEAR,
    adaptive: bool = False,
    reform: Reform | None = None,
) -> World:
    """Build the columns of `parks` and return a world standing in January of the first year."""
    draws = Draws(seed)
    columns = build_parks(catalogue, parks, draws, assumption, first_year)
    return World(
        catalogue=catalogue,
        draws=draws,
        assumption=assumption,
        columns=columns,
        policies=policies,
        levers=levers,
        months=months,
        phases=phases,
        symbiosis=symbiosis,
        first_year=first_year,
        adaptive=adaptive,
        reform=reform,
    )


def run_month(world: World) -> None:
    """Run the listed phases of one month and step the clock; a December keeps the year."""
    for _, phase in world.phases:
        phase(world)
    world.slot_ledger.add(world.flows)
    world.account_ledger.add(world.flows)
    world.month += 1
    if world.month % 12 == 0:
        contracts = world.columns.contracts
        world.link_years.append(contracts.delivered_year.copy())
        world.vintage_years.append(world.columns.enterprises.vintage_energy.copy())
        world.slot_ledger.close()
        world.account_ledger.close()
