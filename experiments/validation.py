"""Does the market find the links that real firms formed? Recorded links against a random matcher.

`python -m experiments.validation` prints the figures that `docs/validation.md` quotes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from agents.bargain import distances
from experiments.scenario import Scenario
from sim.decoys import decoys
from sim.park import Park, empty_sheet
from sim.parkfile import read_park
from sim.world import World, run_month

Triple = tuple[str, str, str]

LEAST_FEASIBLE = 40
"""With fewer feasible triples only counts are reported, no comparison with chance."""


@dataclass(frozen=True)
class Matching:
    """Links found from nothing among real firms and decoys, over some seeds.

    A triple is (giver, taker, option). Precision and recall count the triples found by 2030 in a
    run; the random matcher draws as many triples from the feasible ones.
    """

    park: str
    with_case_options: bool
    seeds: int
    feasible: int
    recorded: int
    found: float
    hits: float

    @property
    def precision(self) -> float:
        """Share of the found triples that were recorded."""
        return self.hits / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the recorded triples that were found."""
        return self.hits / self.recorded if self.recorded else 0.0

    @property
    def random_precision(self) -> float:
        """Precision that chance gives: recorded over feasible."""
        return self.recorded / self.feasible if self.feasible else 0.0

    @property
    def random_recall(self) -> float:
        """Recall that chance gives: found over feasible."""
        return self.found / self.feasible if self.feasible else 0.0


def matching(name: str, seeds: Sequence[int], with_case_options: bool = True) -> Matching:
    """Run a case's firms among decoys, without any link at the start, and compare.

    Without case options, those that were added to the table for the cases are left out, of the
    feasible and of the recorded triples alike.
    """
    park = read_park(name)
    recorded = {
        (str(g), str(t), str(x))
        for g, t, x in zip(
            park.links["giver"], park.links["taker"], park.links["exchange"], strict=True
        )
    }
    crowd = replace(decoys(park, 1), links=empty_sheet("links"))
    feasible: set[Triple] = set()
    found, hits = [], []
    for seed in seeds:
        world = _run(crowd, seed, with_case_options)
        feasible = feasible_triples(world)
        if not with_case_options:
            feasible = {triple for triple in feasible if triple[2] not in case_options(world)}
        signed = {
            (str(e["enterprise"]), str(e["taker"]), str(e["exchange"]))
            for e in world.events
            if e["event"] == "link_signed"
        } & feasible
        found.append(len(signed))
        hits.append(len(signed & recorded))
    return Matching(
        park=name,
        with_case_options=with_case_options,
        seeds=len(seeds),
        feasible=len(feasible),
        recorded=len(recorded & feasible),
        found=float(np.mean(found)),
        hits=float(np.mean(hits)),
    )


def _run(park: Park, seed: int, with_case_options: bool) -> World:
    scenario = Scenario(park, "none", seed=seed)
    world = scenario.start()
    if not with_case_options:
        options = [world.catalogue.exchange[name] for name in case_options(world)]
        closed = np.isin(world.columns.prospects.exchange, options)
        world.columns.prospects.share[closed] = 1.0
    for _ in range(scenario.months):
        run_month(world)
    return world


def case_options(world: World) -> set[str]:
    """Return the exchange options that were added to the table for a real case."""
    options = world.catalogue.tables["exchanges"]
    return {
        str(x) for x, case in zip(options["exchange"], options["added_for"], strict=True) if case
    }


def feasible_triples(world: World) -> set[Triple]:
    """Return the triples of the first enterprises whose streams, sectors and distance fit."""
    columns, market = world.columns, world.market
    original = columns.enterprises.start_month <= 0
    givers = market.givers[original[market.giver_enterprise]]
    giver, taker = market.candidates(givers)
    a, b = market.enterprise[giver], market.enterprise[taker]
    exchange = columns.prospects.exchange[giver]
    near = distances(world, a, b) <= market.facts.reach_km[exchange]
    keep = np.flatnonzero(near & (a != b) & original[b])
    names, options = columns.enterprises.name, world.catalogue.exchanges
    return {
        (str(names[g]), str(names[t]), options[x])
        for g, t, x in zip(a[keep], b[keep], exchange[keep], strict=True)
    }


def report(seeds: int = 20) -> list[Matching]:
    """Return the comparison for both cases, with and without the options added for them."""
    return [
        matching(name, range(1, seeds + 1), with_case_options)
        for name in ("kalundborg", "guitang")
        for with_case_options in (True, False)
    ]


if __name__ == "__main__":
    heads = "park,options,feasible,recorded,found,hits,precision,by chance,recall,by chance"
    print("| " + " | ".join(heads.split(",")) + " |")
    print("| --- " * 10 + "|")
    for m in report():
        compared = m.feasible >= LEAST_FEASIBLE
        shares = (m.precision, m.random_precision, m.recall, m.random_recall)
        cells = [f"{share:.2f}" if compared else "counts only" for share in shares]
        options = "all" if m.with_case_options else "without those added for cases"
        counts = (m.feasible, m.recorded, f"{m.found:.1f}", f"{m.hits:.1f}")
        print("| " + " | ".join(map(str, (m.park, options, *counts, *cells))) + " |")
