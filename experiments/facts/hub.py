"""Fact 3: a hub, most often the power and heat plant, is an end of a large share of links."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from experiments.facts.fact import Figure, fact
from experiments.facts.sample import Place, Sample
from experiments.facts.trace import Trace, trace

CLAIM = "A hub, a power or anchor plant, is an end of many links"
SOURCE = "Kalundborg: Asnaes in 11 of 19 exchanges (Saikkuu 2006); water 12 of 26 (Nordregio 2011)"

ANCHORS = (
    "coal_chp", "wte", "wte_chp", "boiler_coal", "boiler_gas", "steel_bfbof", "refinery",
    "ethylene", "pulp_bagasse", "paper_recovered", "chlor_alkali", "ammonia_urea", "pta_polyester",
)  # fmt: skip
"""Sectors of power and heat plants and of anchor plants."""

CLASSES = ("water", "heat", "bulk", "gas")


def degrees(found: Trace) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the running links that end at each enterprise."""
    rows, n = found.running, len(found.sector)
    both = np.concatenate((found.giver[rows], found.taker[rows]))
    return np.bincount(both, minlength=n)


def by_chance(nodes: int, links: int, seed: int, draws: int = 50) -> float:
    """Return the mean share of the busiest of `nodes` where as many links pair nodes at random."""
    rng = np.random.default_rng(seed)
    tops = []
    for _ in range(draws):
        first = rng.integers(0, nodes, links)
        other = (first + rng.integers(1, nodes, links)) % nodes
        tops.append(np.bincount(np.concatenate((first, other))).max() / links)
    return float(np.mean(tops))


@fact("hub", CLAIM, SOURCE)
def hub(sample: Sample) -> Sequence[Figure]:
    """Measure the busiest enterprise's share of the links, against pairs drawn at random."""
    shares, chances, anchors = [], [], []
    for place, seed in sample.crowd():
        found = trace(place, seed, sample.until, ())
        degree, links = degrees(found), int(found.running.sum())
        if links < 3:
            continue
        shares.append(degree.max() / links)
        chances.append(by_chance(int((degree > 0).sum()), links, seed))
        anchors.append(found.sector[degree.argmax()] in ANCHORS)
    bare = [
        trace(Place("kalundborg", bare=True), seed, sample.until, ()) for seed in sample.numbers
    ]
    runs = [found for found in bare if found.running.any()]
    power = [degrees(f)[f.names == "asnaes"][0] / f.running.sum() for f in runs]
    classes = [[(f.option_class[f.running] == c).sum() for f in runs] for c in CLASSES]
    water, heat, bulk, gas = np.mean(classes, axis=1).tolist()
    said, kalundborg = sample.crowd_says, sample.says("kalundborg") + ", no link at the start"
    return [
        Figure(
            "share of links at the busiest enterprise", float(np.mean(shares)), said,
            float(np.mean(chances)), 1.0, "above pairs drawn at random",
        ),
        Figure("the same, pairs drawn at random", float(np.mean(chances)), said),
        Figure(
            "parks whose busiest is a power, heat or anchor plant", float(np.mean(anchors)), said,
            0.5, 1.0, "direction: most parks",
        ),
        Figure(
            "Asnaes' share of links from nothing", float(np.mean(power)), kalundborg,
            11 / 19 / 2, 1.0, "more than half of the recorded 11 of 19",
        ),
        Figure(
            "water links over heat and gas links", water / max(heat + gas, 1e-9), kalundborg,
            1.0, band_from="direction: recorded 12 water, 6 energy, 8 waste in 2011",
        ),
        Figure("water links over truck links", water / max(bulk, 1e-9), kalundborg,
               1.0, band_from="direction: recorded 12 water, 6 energy, 8 waste in 2011"),
    ]  # fmt: skip
