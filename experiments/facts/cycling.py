"""Fact 2: little cycling, save where one owner runs the park."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from experiments.facts.fact import SOME, Figure, fact
from experiments.facts.sample import Place, Sample
from experiments.facts.trace import Trace, run, trace
from experiments.network import FlowNetwork
from experiments.network.ecology import throughflow
from experiments.network.foodweb import cyclicity
from sim.park import Park

CLAIM = "Parks cycle little, like food webs without decomposers; parks of one owner cycle more"
SOURCE = "Layton, Bras & Weissburg 2016, J. Ind. Ecol. 20(1): 48 parks, 144 food webs"

CONE_SPRING = 0.092
"""Finn's index of the Cone Spring ecosystem, which has decomposers (Fath's worked example)."""

FOOD_WEBS = 4.24
"""Mean cyclicity of food webs with decomposers (Layton 2016; not re-read, so an estimate)."""


def cycling(found: Trace, year: int | None = None) -> tuple[float, float]:
    """Return cyclicity and Finn's index of a year's flows of mass, water apart; 0 without any.

    The last year of the run, or another from 0 on.
    """
    links = found.links_in(found.months // 12 - 1 if year is None else year)
    if not links:
        return 0.0, 0.0
    network = FlowNetwork.balanced(links)
    return cyclicity(network), throughflow(network)["finn_cycling_index"]


def without_owner(park: Park) -> Park:
    """Return a park in which every enterprise is its own owner."""
    alone = replace(park)
    for name in ("enterprises", "facilities"):
        sheet = dict(getattr(alone, name))
        sheet["owner"] = np.full(len(sheet["owner"]), "", dtype=object)
        alone = replace(alone, **{name: sheet})
    return alone


@fact("cycling", CLAIM, SOURCE)
def little_cycling(sample: Sample) -> Sequence[Figure]:
    """Compare composed parks with Guitang as recorded, and Guitang with and without its owner."""
    many = [cycling(trace(p, seed, sample.until, ())) for p, seed in sample.crowd(bare=True)]
    guitang = Place("guitang")
    alone = without_owner(guitang.park())
    owned = [trace(guitang, seed, sample.until, ()) for seed in sample.numbers]
    apart = [run(alone, seed, sample.until) for seed in sample.numbers]
    park_root, park_finn = np.mean(many, axis=0).tolist()
    first_root, first_finn = np.mean([cycling(found, 0) for found in owned], axis=0).tolist()
    last = np.mean([cycling(found) for found in owned], axis=0)
    gap_root, gap_finn = (last - np.mean([cycling(found) for found in apart], axis=0)).tolist()
    said, case = sample.crowd_says + ", no link at the start", sample.says("guitang")
    above = "direction: above composed parks"
    return [
        Figure(
            "cyclicity of composed parks", park_root, said, 0.0, FOOD_WEBS / 2,
            "nearer to 0 than to food webs with decomposers (4.24, estimate)",
        ),
        Figure(
            "Finn's index of composed parks", park_finn, said, 0.0, CONE_SPRING,
            "below Cone Spring (0.092), which has decomposers",
        ),
        Figure("cyclicity of Guitang in 2020", first_root, case, 1.0, band_from="recorded loops"),
        Figure("Finn's index of Guitang in 2020", first_finn, case, park_finn, band_from=above),
        Figure("cyclicity of Guitang at the end", float(last[0]), case, 1.0, band_from="they last"),
        Figure("Finn's index of Guitang at the end", float(last[1]), case, park_finn,
               band_from=above),
        Figure("cyclicity that one owner adds", gap_root, case, SOME, band_from="direction"),
        Figure("Finn's index that one owner adds", gap_finn, case, SOME, band_from="direction"),
    ]  # fmt: skip
