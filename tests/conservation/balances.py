"""Balances worked out anew from what a run recorded: each is the open part over its largest flow.

Nothing here reads the checks of `sim.books`: streams come from the ledger of slots and the links,
money from a second book, totals from the indicators.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from experiments.decompose import decompose
from experiments.frame import Frame
from experiments.results import Results
from experiments.sankey import KINDS, sankey
from experiments.scenario import Scenario
from sim.catalogue import EXCHANGE_WEIGHTS
from sim.ledger import LEDGER
from sim.money import ACCOUNTS, COSTS, INCOME, ON_CREDIT, VALUE_ADDED
from sim.recipes import STEAMS
from sim.world import World, run_month
from tests.conservation.cashbook import Cashbook

Floats = NDArray[np.float64]
Gap = tuple[str, float]

GJ_PER_TCE = 29.3076
NOTHING = 1e-3
"""Added to each scale: a thousandth of a unit (g of CO2 or stream, Wh, litre, 0.001 CNY)."""
INPUTS = LEDGER[1:]
OUTPUTS = ("market", "contracts", "mains", "plants")


@dataclass(frozen=True)
class Run:
    """A finished run with its second book of money."""

    scenario: Scenario
    world: World
    cash: Cashbook

    @cached_property
    def results(self) -> Results:
        """The results of the world as it stands."""
        return self.scenario.results(self.world)

    @cached_property
    def flows(self) -> Frame:
        """What each stream of an enterprise inside did in a year."""
        return self.results.flows

    def year(self, name: str) -> Floats:
        """Return an indicator's years."""
        return self.results.series(name).reshape(len(self.results.years), -1).sum(axis=1)

    def per_unit(self, table: Floats, streams: NDArray[np.object_]) -> Floats:
        """Return a column of the catalogue by stream, for rows of the frame."""
        rows = [self.world.catalogue.stream[name] for name in streams.tolist()]
        return table[np.array(rows, dtype=np.int64)]

    def by_year(self, frame: Frame, values: Floats) -> Floats:
        """Sum a column of rows with a year."""
        place = np.searchsorted(self.results.years, frame["year"])
        return np.bincount(place, values, len(self.results.years)).astype(np.float64)

    def recorded(self, name: str) -> Floats:
        """Return a recorded column of the enterprises inside, summed by year."""
        firms = self.results.enterprises.where(inside=True)
        return self.by_year(firms, firms[name])

    def given(self, links: Frame, weight: str) -> Floats:
        """Return what links gave, weighed by a row of `EXCHANGE_WEIGHTS`, by year."""
        catalogue = self.world.catalogue
        weights = catalogue.exchange_weights[EXCHANGE_WEIGHTS.index(weight)]
        per_unit = weights[[catalogue.exchange[name] for name in links["exchange"].tolist()]]
        amounts = [links[str(year)] * 1000.0 * per_unit for year in self.results.years]
        return np.array([amount.sum() for amount in amounts])


def simulate(scenario: Scenario) -> Run:
    """Run a scenario with a second book of money beside it."""
    world, cash = scenario.start(), Cashbook()
    world.phases = (*world.phases, ("second book", cash.phase))
    for _ in range(world.months):
        run_month(world)
    return Run(scenario, world, cash)


def open_balances(run: Run) -> dict[str, float]:
    """Return every balance by name with the largest part that is open, relative to its flow."""
    found: dict[str, float] = {}
    for part in (
        _streams, _contracts, _mains, _energy, _over_the_fence, _water_and_waste, _carbon, _effects,
        _sheets, _money, _public, _drawn,
    ):  # fmt: skip
        for name, gap in part(run):
            found[name] = float(np.maximum(found.get(name, 0.0), gap))
    return found


def _over(one: Floats | float, other: Floats | float, scale: Floats | float) -> float:
    """Return the largest gap of two columns over their scale; nothing is held against nothing."""
    gap = np.abs(np.asarray(one, dtype=np.float64) - np.asarray(other, dtype=np.float64))
    return float(np.max(gap / (np.abs(scale) + NOTHING), initial=0.0))


def _streams(run: Run) -> Iterator[Gap]:
    """An input used = what came from all its sources; an output made = what went all its ways."""
    for out, names in ((False, INPUTS), (True, OUTPUTS)):
        rows = run.flows.where(out=out)
        parts = np.array([rows[name] for name in names])
        scale = np.abs(parts).sum(axis=0)
        yield f"streams {'out' if out else 'in'}", _over(parts.sum(axis=0), rows["amount"], scale)
    kg = run.world.catalogue.tables["streams"]["mass_kg_per_unit"]
    mass = run.flows["amount"] * run.per_unit(kg, run.flows["stream"])
    owners, place = np.unique(run.flows["enterprise"].astype(str), return_inverse=True)
    place = place * len(run.results.years) + np.searchsorted(run.results.years, run.flows["year"])
    size = len(owners) * len(run.results.years)
    into, out_of = (
        np.bincount(place, np.where(run.flows["out"] == side, mass, 0.0), size)
        for side in (False, True)
    )
    yield "mass of an enterprise", _over(into, out_of, into + out_of)


def _contracts(run: Run) -> Iterator[Gap]:
    """What slots gave and took by contract = what contracts brought; within the park it cancels."""
    world, ledger = run.world, run.world.slot_ledger.years
    contracts, size = world.columns.contracts, len(world.columns.slots)
    for year, given in enumerate(world.link_years):
        row, amount = np.arange(len(given)), np.zeros((2, size))
        np.add.at(amount[0], contracts.giver_slot[row], given)
        np.add.at(amount[0], contracts.taker_slot[row], given * contracts.ratio[row])
        amount[1, : ledger[year].shape[1]] = ledger[year][2]
        yield "contracts", _over(*amount, np.abs(amount).sum(axis=0))


def _mains(run: Run) -> Iterator[Gap]:
    """Users take from the park's steam mains what arrives, and no more than plants put in."""
    out, into = (
        run.by_year(rows, rows["mains"]) for rows in (run.flows.where(out=o) for o in (True, False))
    )
    yield "mains: taken = arrived", _over(into, run.recorded("heat_sold_mj"), out)
    yield "mains: no more than sent", _over(np.maximum(into, out), out, out)


def _energy(run: Run) -> Iterator[Gap]:
    """Energy used and bought as recorded, from the streams."""
    fuels = run.flows.where(fuel=True)
    tce = run.per_unit(run.world.catalogue.tce_calorific, fuels["stream"])
    bought = fuels["market"] + fuels["mains"]
    steam = np.isin(fuels["stream"], STEAMS)
    for name, amount in (
        ("energy_tce", (fuels["amount"] - fuels["own"]) * tce),
        ("fuel_tce", bought * tce),
        ("heat_bought_mj", bought * steam),
        ("power_bought_kwh", bought * (fuels["stream"] == "electricity")),
    ):
        recorded = run.recorded(name)
        yield f"energy: {name}", _over(run.by_year(fuels, amount), recorded, recorded)
    sold = run.flows.where(stream="electricity", out=True)
    recorded = run.recorded("power_sold_kwh")
    kwh = run.by_year(sold, sold["market"]) + run.recorded("power_fed_in_kwh")
    yield "energy: power sold", _over(kwh, recorded, recorded)
    own, made = run.by_year(fuels, fuels["own"]), run.recorded("own_power_kwh")
    yield "energy: own power used, no more than made", _over(np.maximum(own, made), made, made)


def _over_the_fence(run: Run) -> Iterator[Gap]:
    """The park's comprehensive energy by both switches, from cells of enterprise and carrier."""
    first, last = (int(run.results.years[k]) for k in (0, -1))
    used = run.recorded("energy_tce").max()
    for switch in ("calorific", "equal_value"):
        told = decompose(run.results, first, last, of="energy", tce=switch)
        years = run.year(f"energy_{switch}")[[0, -1]]
        scale = np.abs(years).max() + used
        yield f"energy: {switch}", _over(np.array([told.start, told.end]), years, scale)
        effects = np.array(list(told.effects.values()))
        widest = scale + np.abs(effects).max()
        yield f"energy: effects, {switch}", _over(effects.sum(), years[1] - years[0], widest)


def _water_and_waste(run: Run) -> Iterator[Gap]:
    """Fresh water, waste water, wastes and what is reused as recorded: from streams and links."""
    facts = run.world.market.facts
    into, out = (run.flows.where(out=side) for side in (False, True))
    left = out["market"] + out["plants"]
    solid = run.per_unit(facts.solid_t, out["stream"]) * ~out["product"]
    fresh = into["market"] * run.per_unit(facts.fresh_water, into["stream"])
    for name, rows, amount in (
        ("fresh_water_m3", into, fresh),
        ("wastewater_m3", out, left * run.per_unit(facts.sewage, out["stream"])),
        ("solid_generated_t", out, out["amount"] * solid),
        ("solid_disposed_t", out, left * solid * run.per_unit(facts.waste, out["stream"])),
    ):
        recorded = run.recorded(name)
        yield f"water and waste: {name}", _over(run.by_year(rows, amount), recorded, recorded)
    links = run.results.links.where(giver_inside=True)
    for name, weight in (
        ("reused_t", "waste_t"), ("reused_heat_gj", "heat_gj"), ("reused_water_m3", "water_m3"),
        ("avoided_tco2e", "avoided_tco2e"),
    ):  # fmt: skip
        recorded = run.recorded(name)
        yield f"links: {name}", _over(run.given(links, weight), recorded, np.abs(recorded))


def _carbon(run: Run) -> Iterator[Gap]:
    """Scope 1 from fuels, processes and wastes burnt; scope 2 from what crosses the fence."""
    catalogue, fuels = run.world.catalogue, run.flows.where(fuel=True)
    unit = run.per_unit(catalogue.fuel_tco2e, fuels["stream"])
    burnt = run.by_year(fuels, fuels["market"] * unit)
    wastes = run.given(run.results.links.where(taker_inside=True), "own_tco2e")
    made = burnt + wastes + run.year("co2_process")
    scope_1, years = run.year("co2_scope_1"), run.year("co2")
    yield "carbon: scope 1", _over(made, scope_1, burnt + np.abs(scope_1))
    path = np.array(catalogue.grid_tco2e_per_kwh[run.world.columns.provinces[0]])
    grid = path[[catalogue.year_index(int(year)) for year in run.results.years]]
    power = 1000.0 * run.year("power_imported") * grid
    heat = 1000.0 * run.year("heat_imported") * catalogue.heat_tco2e_per_mj
    yield "carbon: park", _over(made + power + heat, years, burnt + np.abs(years))


def _effects(run: Run) -> Iterator[Gap]:
    """Change of CO2 = that of the park + that of the grid = the sum of its effects."""
    years = run.year("co2")
    effects = run.year("co2_park_effect") + run.year("co2_grid_effect")
    scale = np.abs(years).max() + run.recorded("scope_1_tco2e").max()
    yield "carbon: park and grid", _over(effects, years - years[0], scale)
    told = decompose(run.results, int(run.results.years[0]), int(run.results.years[-1]))
    yield "carbon: cells", _over(np.array([told.start, told.end]), years[[0, -1]], scale)
    effect = np.array(list(told.effects.values()))
    widest = scale + np.abs(effect).max()
    yield "carbon: effects", _over(effect.sum(), years[-1] - years[0], widest)


NO_CASH = ("depreciation", "write_offs")


def _sheets(run: Run) -> Iterator[Gap]:
    """Every item of the balance sheets moves by its postings alone, over the whole run."""
    cash = run.cash
    opened, closed, scale = cash.opened, cash.closed, cash.turnover
    rise = closed - opened
    paid = cash.whole(*(name for name in ACCOUNTS if name not in NO_CASH))
    earned = cash.whole(*INCOME, *COSTS, "dividends")
    built = cash.whole(*NO_CASH) - cash.whole("capex", "maintenance")
    yield "money: from month to month", cash.torn
    yield "money: cash", _over(rise[0] + rise[1], paid, scale)
    yield "money: assets", _over(rise[2], built, scale)
    yield "money: debt", _over(rise[3], cash.whole("borrowed", "repaid"), scale)
    yield "money: equity", _over(rise[4], earned, scale)
    yield "money: sheet", _over(closed[:3].sum(axis=0), closed[3] + closed[4], scale)


def _money(run: Run) -> Iterator[Gap]:
    """Indicators of money from the second book; what partners pay each other cancels."""
    inside, cash = run.world.columns.enterprises.inside, run.cash
    sums = {
        "revenue": ACCOUNTS[ON_CREDIT],
        "value_added": tuple(ACCOUNTS[row] for row in VALUE_ADDED),
        "profit": tuple(name for name in (*INCOME, *COSTS) if name != "income_tax"),
        "tax": ("land_tax", "vat", "income_tax"),
        "investment": ("capex",),
    }
    paid = {"tax", "investment"}
    for name, accounts in sums.items():
        for year, total in enumerate(run.year(name).tolist()):
            mine = inside[: cash.years[year].shape[1]]
            booked = cash.of(year, *accounts)[mine].sum() * (-1.0 if name in paid else 1.0)
            scale = np.abs(cash.years[year][:, mine]).sum()
            yield f"money: {name}", _over(np.array(total), booked, scale)
    for name, pair in (
        ("links", ("link_income", "link_payments")), ("damages", ("damages",)),
        ("steam", ("heat_sales", "heat_purchases")),
    ):  # fmt: skip
        both = cash.whole(*pair)
        scale = np.abs([cash.whole(one) for one in pair]).sum()
        yield f"money: {name} between firms", _over(both.sum(), np.array(0.0), scale)


CHARGES = ("carbon_cost", "carbon_allocation", *(n for n in ACCOUNTS if n.endswith("_charges")))


def _public(run: Run) -> Iterator[Gap]:
    """Firms get no more public money than budgets have spent; no budget is negative.

    What charges bring, budgets and markets collect.
    """
    spent, budgets = run.year("public_cost"), run.world.budgets
    collected = np.array(list(budgets.collected_cny.values()))
    paid = run.cash.whole(*CHARGES).sum()
    scale = np.sum([np.abs(run.cash.whole(name)).sum() for name in CHARGES])
    yield "money: charges", _over(-paid, collected.sum(), scale)
    for year, total in enumerate(spent.tolist()):
        received = run.cash.of(year, "grants", "reliefs").sum()
        yield "money: public", float(max(received - total, 0.0) / max(total, 1.0))
    least = min([0.0, *budgets.left_cny.values(), *budgets.spent_cny.values()])
    yield "money: budgets", -least
    parts = sum(budgets.spent_cny.values())
    yield "money: spent", float(abs(parts - spent.sum()) / max(parts, 1.0))


def _drawn(run: Run) -> Iterator[Gap]:
    """Every node of the Sankey diagrams of the last year balances, and draws what is accounted."""
    accounts = {"grid": run.year("power_imported") * 3.6, "water main": run.year("water_fresh")}
    for kind in KINDS:
        nodes = sankey(run.results, int(run.results.years[-1]), kind, "enterprise").nodes
        inner = nodes.take(~np.isin(nodes["role"], ("source", "sink")))
        whole = nodes["inflow"].max(initial=0.0)
        yield f"diagram of {kind}", _over(inner["inflow"], inner["outflow"], whole)
        source = {"energy": "grid", "water": "water main"}.get(kind)
        if source:
            drawn = nodes.where(node=source)["outflow"].sum()
            yield f"diagram: {source}", _over(drawn, accounts[source][-1], whole)
