"""Fact 4: most exchanges planned by technical fit fail, while those the sides found last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from experiments.facts.fact import Figure, fact
from experiments.facts.sample import Place, Sample
from experiments.facts.trace import Flags, Trace, run, trace
from experiments.scenario import Scenario
from experiments.validation import feasible_triples
from sim.park import Park, sheet_of_rows

PLACES = (
    Place("kalundborg", bare=True),
    Place("zhejiang_dyeing_60", bare=True),
    Place("fine_chemical", 60, 1, bare=True),
)

OBSERVED_MONTHS = 96
"""A link counts where it began long enough before the end to be seen for so long."""


def plan(park: Park, seed: int) -> Park:
    """Return a bare park with one planned exchange for two enterprises, whatever it is worth.

    A plan is drawn at random from the pairs whose streams, sectors and distance fit. Its pipes
    stand and its amount is what fits: building has been paid for already.
    """
    world = Scenario(park, "none", seed=seed).start()
    fitting = sorted(feasible_triples(world))
    rng = np.random.default_rng(seed)
    count = min(len(fitting), len(world.columns.enterprises) // 2)
    drawn = rng.choice(len(fitting), count, replace=False).tolist()
    rows = [
        dict(
            zip(("link_id", "giver", "taker", "exchange"), (f"plan_{k}", *fitting[at]), strict=True)
        )
        for k, at in enumerate(drawn)
    ]
    return replace(park, links=sheet_of_rows("links", rows))


def ages(found: Trace, heads: Flags) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the months that links lasted, renewals included, from their first contracts."""
    rows = np.flatnonzero(heads & (found.first == np.arange(len(found.first))))
    lasted: np.ndarray[tuple[int], np.dtype[np.int64]] = found.last_month[rows] - found.start[rows]
    return lasted


@fact(
    "planned",
    "Most planned parks fail to reach exchange while self-organised ones last",
    "Chertow 2007, J. Ind. Ecol. 11(1) (direction)",
)
def planned(sample: Sample) -> Sequence[Figure]:
    """Compare exchanges imposed by fit alone with those signed in the same parks from nothing.

    Both are followed from their first delivery; those signed count where they began by 2022, so
    that each is seen for eight years. A planned park has failed when less than half of its planned
    exchanges still run after eight years.
    """
    imposed, signed, failed, lasting = [], [], [], []
    for place in PLACES:
        for seed in sample.numbers:
            plan_run = run(plan(place.park(), seed), seed)
            free = trace(place, seed)
            ours = ages(plan_run, plan_run.link & plan_run.from_file)
            theirs = ages(free, free.born & (free.start <= free.months - OBSERVED_MONTHS))
            imposed.append(ours)
            signed.append(theirs)
            if len(ours):
                failed.append((ours >= OBSERVED_MONTHS).mean() < 0.5)
            if len(theirs):
                lasting.append((theirs >= OBSERVED_MONTHS).mean() >= 0.5)
    said = sample.says("kalundborg, zhejiang_dyeing_60 and 60 fine-chemical firms")
    figures = []
    for years in (3, 5, 8):
        of_plan, of_own = (
            float((np.concatenate(group) >= 12 * years).mean()) for group in (imposed, signed)
        )
        figures.append(Figure(f"planned exchanges that run {years} years", of_plan, said))
        figures.append(
            Figure(
                f"self-organised exchanges that run {years} years", of_own, said, of_plan, 1.0,
                "direction: above the planned ones",
            )
        )  # fmt: skip
    return [
        *figures,
        Figure(
            "planned parks with less than half of the plan left", float(np.mean(failed)), said,
            0.5, 1.0, "direction: most",
        ),
        Figure(
            "self-organised parks with at least half left", float(np.mean(lasting)), said,
            0.5, 1.0, "direction: most",
        ),
    ]  # fmt: skip
