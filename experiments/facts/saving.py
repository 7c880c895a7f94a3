"""Facts 6 and 8: what symbiosis alone saves of a park's CO2, and a switch of fuel told apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from functools import cache

import numpy as np

from experiments.decompose import Decomposition, decompose
from experiments.facts.deaths import LAST_YEAR, PLANT, leave_coal
from experiments.facts.fact import INF, SOME, Figure, fact
from experiments.facts.sample import Place, Sample
from experiments.facts.trace import Trace, trace
from experiments.results import Results
from experiments.scenario import Scenario
from sim.catalogue import FIRST_YEAR
from sim.world import World, run_month

Change = Callable[[World], None]

PIPED = ("heat", "gas", "water")
"""Classes of energy and water links."""
LEAST, MOST = 0.05, 0.20
"""What symbiosis saves of a park's CO2 in most accounts (estimate of the notes)."""
FIRST_LINKS = 5
"""How many of a park's first links are looked at."""
SOURCE_6 = "Published accounts of parks, 5-20 percent in most (estimate)"
SOURCE_8 = "Kalundborg after 2015: the move from coal to biomass"


@dataclass(frozen=True)
class Saving:
    """What symbiosis changes in one park, t CO2 summed over the years, against the same draws.

    `park`: emissions without it less those with it; `alone`: of that the effect of by-products and
    waste heat of others; `elsewhere`: what links avoid outside less their transport, `piped` the
    part of energy and water links before transport, `avoided` all of it before transport.
    """

    without: float
    park: float
    alone: float
    elsewhere: float
    piped: float
    avoided: float


def results_of(place: Place, seed: int, until: int, symbiosis: bool, change: Change | None = None
               ) -> Results:  # fmt: skip
    """Run a park without any policy; `change` may change the world before each month."""
    scenario = Scenario(place.park(), "none", seed=seed, until=until, symbiosis=symbiosis)
    world = scenario.start()
    for _ in range(world.months):
        if change is not None:
            change(world)
        run_month(world)
    return scenario.results(world)


def total(results: Results, name: str) -> float:
    """Sum an indicator over the run."""
    return float(np.sum(results.series(name)))


@cache
def saving(place: Place, seed: int, until: int) -> Saving:
    """Return what symbiosis saves in a park, with and without it on the same draws."""
    without, having = (results_of(place, seed, until, flag) for flag in (False, True))
    alone = -np.sum(
        [
            decompose(without, year, year, other=having).effects["symbiosis"]
            for year in without.years.tolist()
        ]
    )
    links = having.links.where(giver_inside=True)
    units = np.sum([links[str(year)] for year in having.years.tolist()], axis=0)
    avoided = units * links["avoided_tco2e_per_unit"]
    piped = np.isin(links["class"], ("heat", "fuel gas", "water"))
    co2 = [total(found, "co2") for found in (without, having)]
    return Saving(
        without=co2[0],
        park=co2[0] - co2[1],
        alone=float(alone),
        elsewhere=total(having, "co2_avoided") - total(having, "co2_transport"),
        piped=float(avoided[piped].sum()),
        avoided=float(avoided.sum()),
    )


def first_links(found: Trace) -> tuple[float, float]:
    """Return the share of energy and water links among the first born and among all; nan if few."""
    born = np.flatnonzero(found.born)
    if len(born) <= FIRST_LINKS:
        return float("nan"), float("nan")
    order = born[np.argsort(found.start[born], kind="stable")]
    piped = np.isin(found.option_class[order], PIPED)
    return float(piped[:FIRST_LINKS].mean()), float(piped.mean())


@fact(
    "saving",
    "Symbiosis alone saves 5-20 percent of a park's CO2; energy and water come first and lead it",
    SOURCE_6,
)
def saved(sample: Sample) -> Sequence[Figure]:
    """Take what links avoid by account, and the same draws without any link."""
    found = [saving(place, seed, sample.until) for place, seed in sample.crowd()]
    without, park, alone, elsewhere, piped, avoided = np.array([astuple(one) for one in found]).T
    account = elsewhere / without
    runs = [trace(place, seed, sample.until, ()) for place, seed in sample.crowd(bare=True)]
    early, whole = np.nanmean([first_links(run) for run in runs], axis=0).tolist()
    said, bare = sample.crowd_says, sample.crowd_says + ", no link at the start"
    band, most = (LEAST, MOST, "5-20 percent, estimate"), (0.5, 1.0, "direction: most")
    return [
        Figure("CO2 that links avoid by account, of the park's", float(account.mean()), said,
               *band),
        Figure("parks in which it is 5-20 percent",
               float(((account >= LEAST) & (account <= MOST)).mean()), said, *most),
        Figure("CO2 less inside the fence than without links, same draws",
               float((park / without).mean()), said, *band),
        Figure("of it by by-products and waste heat of others (decomposition)",
               float((alone / without).mean()), said),
        Figure("energy and water links in what is avoided",
               float((piped[avoided > 0] / avoided[avoided > 0]).mean()), said, *most),
        Figure(f"energy and water links among the first {FIRST_LINKS}", early, bare, whole, 1.0,
               "direction: above their share of all"),
        Figure("energy and water links among all born", whole, bare),
    ]  # fmt: skip


def to_biomass(world: World) -> None:
    """Let the power plant burn biomass in the place of its coal after `LAST_YEAR`, heat for heat.

    Ash and gypsum end with the coal.
    """
    if world.month != (LAST_YEAR + 1 - FIRST_YEAR) * 12:
        return
    slots, catalogue = world.columns.slots, world.catalogue
    plant = world.columns.enterprises.name.tolist().index(PLANT)
    coal, pellet = (catalogue.stream[name] for name in ("coal", "biomass_pellet"))
    row = int(np.flatnonzero((slots.enterprise == plant) & (slots.stream == coal))[0])
    tonnes = catalogue.tce_calorific[coal] / catalogue.tce_calorific[pellet]
    slots.stream[row] = pellet
    slots.coefficient[row] *= tonnes
    slots.base_coefficient[row] *= tonnes
    leave_coal(world)
    world.resize()


@fact("fuel", "A switch of fuel can dwarf symbiosis; the account keeps the two apart", SOURCE_8)
def kept_apart(sample: Sample) -> Sequence[Figure]:
    """Move Kalundborg's power plant from coal to biomass, and run it without links, same draws."""
    place, parts = Place("kalundborg"), []
    for seed in sample.numbers:
        coal = results_of(place, seed, sample.until, True)
        wood = results_of(place, seed, sample.until, True, to_biomass)
        alone = results_of(place, seed, sample.until, False)
        years = [year for year in coal.years.tolist() if year > LAST_YEAR]
        switch = [decompose(coal, year, year, other=wood) for year in years]
        links = [decompose(alone, year, year, other=coal) for year in years]
        avoided = coal.series("co2_avoided")[-len(years) :].sum()
        parts.append((*_sums(switch), *_sums(links), float(avoided)))
    start, change, fuel, by_links, _, of_links, links_fuel, links_alone, avoided = (
        np.array(parts).sum(axis=0).tolist()
    )
    said = sample.says("kalundborg") + f", years after {LAST_YEAR}"
    little = (0.0, 0.1, "direction: little")
    return [
        Figure("CO2 that the move to biomass saves, of the park's", -change / start, said),
        Figure("CO2 that links avoid by account, of the park's", avoided / start, said),
        Figure("the move over what links avoid", -change / avoided, said, 1.0,
               band_from="direction: dwarfs"),
        Figure("the move told as mix of fuels", fuel / change, said, 0.5,
               band_from="direction: most"),
        Figure("the move told as symbiosis", abs(by_links / change), said, *little),
        Figure("CO2 that links change inside the fence, of the park's", of_links / start, said),
        Figure("of it told as symbiosis", links_alone / start, said, -INF, -SOME,
               "direction: a saving"),
        Figure("of it told as mix of fuels", abs(links_fuel) / start, said, 0.0, 0.01,
               "direction: none to speak of"),
    ]  # fmt: skip


def _sums(told: Sequence[Decomposition]) -> tuple[float, float, float, float]:
    """Return start, change, and the effects of fuel mix and symbiosis, summed over years."""
    return (
        float(np.sum([one.start for one in told])),
        float(np.sum([one.end - one.start for one in told])),
        float(np.sum([one.effects["fuel_mix"] for one in told])),
        float(np.sum([one.effects["symbiosis"] for one in told])),
    )
