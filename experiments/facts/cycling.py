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
"""Finn's index of the Cone Spring ecosystem, which has decomposers (Ulanowicz 2004)."""

FOOD_WEBS = 4.24
"""Mean cyclicity of food webs with decomposers (Layton 2016, from memory: an estimate here)."""


def cycling(found: Trace) -> tuple[float, float]:
    """Return cyclicity and Finn's index of the year's flows of mass, water apart; 0 without any."""
    links = found.links_of(found.link)
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
    """Compare composed parks with Guitang, and Guitang from nothing with and without its owner."""
    many = [cycling(trace(p, seed, sample.until, ())) for p, seed in sample.crowd(bare=True)]
    recorded = Place("guitang")
    bare = Place("guitang", bare=True)
    seeds = sample.numbers
    as_it_is = [cycling(trace(recorded, seed, sample.until, ())) for seed in seeds]
    owned = [cycling(trace(bare, seed, sample.until, ())) for seed in seeds]
    alone = without_owner(bare.park())
    apart = [cycling(run(alone, seed, sample.until)) for seed in seeds]
    park_root, park_finn = np.mean(many, axis=0).tolist()
    root, finn = np.mean(as_it_is, axis=0).tolist()
    gap_root, gap_finn = (np.mean(owned, axis=0) - np.mean(apart, axis=0)).tolist()
    said, guitang = sample.crowd_says + ", no link at the start", sample.says("guitang")
    direction = "direction: above composed parks"
    paired = guitang + ", no link at the start"
    return [
        Figure(
            "cyclicity of composed parks", park_root, said, 0.0, FOOD_WEBS / 2,
            "nearer to 0 than to food webs with decomposers (4.24, estimate)",
        ),
        Figure(
            "Finn's index of composed parks", park_finn, said, 0.0, CONE_SPRING,
            "below Cone Spring (0.092), which has decomposers",
        ),
        Figure("cyclicity of Guitang", root, guitang, park_root, band_from=direction),
        Figure("Finn's index of Guitang", finn, guitang, park_finn, band_from=direction),
        Figure(
            "cyclicity that one owner adds", gap_root, paired, SOME, band_from="direction",
        ),
        Figure(
            "Finn's index that one owner adds", gap_finn, paired, SOME, band_from="direction",
        ),
    ]  # fmt: skip
