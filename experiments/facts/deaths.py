"""Fact 10: exchanges die when a partner closes or changes its process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from experiments.facts.fact import SOME, Figure, fact
from experiments.facts.sample import Place, Sample
from experiments.facts.trace import Trace, run, trace
from sim.catalogue import FIRST_YEAR
from sim.columns import ENDINGS, PARTNER_LEFT, STREAM_ENDED
from sim.park import Park, sheet_of_rows
from sim.park_columns import close_mass
from sim.world import World

PLANT, LAST_YEAR = "asnaes", 2024

COAL_ONLY = ("fly_ash", "bottom_ash", "fgd_gypsum")
"""What a power plant makes from coal alone."""


def closing(park: Park) -> Park:
    """Return Kalundborg with its power plant closed at the end of `LAST_YEAR`."""
    plants = dict(park.facilities)
    row = plants["facility_id"].tolist().index(PLANT)
    moved = {name: values[row] for name, values in plants.items()}
    moved |= {"enterprise_id": PLANT, "output": moved["capacity"], "end_year": LAST_YEAR}
    firms = park.enterprises
    rows = [
        {name: column[k] for name, column in firms.items()} for k in range(len(firms["sector"]))
    ]
    rows.append({name: value for name, value in moved.items() if name in firms})
    left = {name: np.delete(values, row) for name, values in plants.items()}
    return replace(park, enterprises=sheet_of_rows("enterprises", rows), facilities=left)


def leave_coal(world: World) -> None:
    """Let the power plant make no ash and no gypsum from the January after `LAST_YEAR` on."""
    if world.month != (LAST_YEAR + 1 - FIRST_YEAR) * 12:
        return
    slots = world.columns.slots
    plant = world.columns.enterprises.name.tolist().index(PLANT)
    gone = [world.catalogue.stream[name] for name in (*COAL_ONLY, "limestone")]
    rows = (slots.enterprise == plant) & np.isin(slots.stream, gone)
    slots.coefficient[rows] = slots.base_coefficient[rows] = 0.0
    close_mass(slots, world.catalogue, np.array([plant]))


def links_at_plant(found: Trace, month: int) -> Counter[str]:
    """Count the plant's links that run in a month, those of coal's wastes apart from the others."""
    rows = found.link & (found.start <= month) & (found.end > month)
    rows &= (found.names[found.giver] == PLANT) | (found.names[found.taker] == PLANT)
    coal = np.isin(found.stream[rows], COAL_ONLY)
    return Counter({"coal": int(coal.sum()), "other": int((~coal).sum())})


@fact(
    "deaths",
    "Exchanges die when a partner closes or changes its process",
    "Kalundborg: gypsum and coal-based heat ended with the move to biomass",
)
def deaths(sample: Sample) -> Sequence[Figure]:
    """Count the reasons of deaths without renewal; close Kalundborg's power plant, or change it."""
    reasons: Counter[int] = Counter()
    years = 0.0
    for place, seed in sample.crowd():
        found = trace(place, seed, sample.until, ())
        reasons.update(found.ending[found.died].tolist())
        end = np.minimum(found.end, found.months)
        years += float((end - found.start)[found.link].sum()) / 12.0
    total = sum(reasons.values())
    place = Place("kalundborg")
    after = (LAST_YEAR + 1 - FIRST_YEAR) * 12 + 2
    kept: Counter[str] = Counter()
    closed: Counter[str] = Counter()
    changed: Counter[str] = Counter()
    said_closed, said_changed = 0, 0
    for seed in sample.numbers:
        kept += links_at_plant(trace(place, seed, sample.until, ()), after)
        shut = run(closing(place.park()), seed, sample.until)
        new = run(place.park(), seed, sample.until, before=leave_coal)
        closed += links_at_plant(shut, after)
        changed += links_at_plant(new, after)
        said_closed += int((shut.ending[shut.died] == PARTNER_LEFT).sum())
        said_changed += int((new.ending[new.died] == STREAM_ENDED).sum())
    said, plant = sample.crowd_says, sample.says("kalundborg")
    n = sample.seeds
    return [
        *(
            Figure(f"share of deaths: {reason}", reasons[code] / max(total, 1), said)
            for code, reason in enumerate(ENDINGS)
        ),
        Figure(
            "the two by partners and processes together",
            (reasons[PARTNER_LEFT] + reasons[STREAM_ENDED]) / max(total, 1), said,
            0.5, 1.0, "direction: most",
        ),
        Figure(
            "links that die, share a year", total / years, said, 0.0, 0.08, "mature parks 0.01-0.03"
            " (0-0.08), estimate",
        ),
        Figure("plant's links in March 2025, plant as it was", kept.total() / n, plant, SOME),
        Figure(
            "the same, plant closed in December 2024", closed.total() / n, plant, 0.0, 0.0, "none"
        ),
        Figure("deaths said to be by a partner that left", said_closed / n, plant, SOME),
        Figure("ash and gypsum links, plant as it was", kept["coal"] / n, plant, SOME),
        Figure("the same after the move from coal", changed["coal"] / n, plant, 0.0, 0.0, "none"),
        Figure("deaths said to be by a stream that ended", said_changed / n, plant, SOME),
        Figure("its other links after the move from coal", changed["other"] / n, plant, SOME),
    ]  # fmt: skip
