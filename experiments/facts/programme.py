"""Facts 5 and 9: what a whole programme does, and what a broker costs next to its effect."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from experiments.facts.brokered import BROKER, PROPOSALS_PER_YEAR, SAID
from experiments.facts.fact import INF, SOME, Figure, fact
from experiments.facts.planned import PLACES
from experiments.facts.sample import Sample
from experiments.facts.trace import Floats, Trace, trace
from experiments.facts.uneven import gains
from experiments.scenario import Scenario
from policies.broker import CNY_PER_WAN
from policies.parameters import load_parameters

PARKS = ("zhejiang_dyeing_60", "zhejiang_mixed_120")
PROGRAMME = "green_upgrade"
"""The package of a park that is pushed: grants, ladder, per-mu ranking, platform and broker."""
SYMBIOSIS_ALONE = ("platform", "broker")
"""Its instruments that act on exchanges."""

USES = ("energy_calorific", "water_fresh", "solid_generated")
DISCHARGES = ("water_equivalents", "air_equivalents")
READ = ("value_added_constant", *USES, *DISCHARGES, "co2", "co2_avoided", "co2_transport")

MUCH = 0.5
"""Growth of a use over that of output: at most half is called much slower."""
FAR_MORE = 2.0
"""Least ratio that is called far more."""


@cache
def series(park: str, which: str, seed: int, until: int) -> dict[str, Floats]:
    """Run a park under the `whole` programme, `symbiosis` alone or `none`; yearly values."""
    levers = {}
    if which == "symbiosis":
        programme = Scenario(park, PROGRAMME).package.strength
        levers = {name: programme[name] for name in SYMBIOSIS_ALONE}
    package = PROGRAMME if which == "whole" else "none"
    found = Scenario(park, package, seed=seed, until=until, strength=levers).run()
    return {name: found.series(name).copy() for name in READ}


def growth(values: Floats) -> float:
    """Return the growth from the first year to the last.

    >>> growth(np.array([2.0, 9.0, 3.0]))
    0.5
    """
    return float(values[-1] / values[0]) - 1.0


def net_tco2e(found: dict[str, Floats]) -> float:
    """Return the park's CO2 of all years less what links avoid elsewhere net of transport."""
    return float(np.sum(found["co2"] - found["co2_avoided"] + found["co2_transport"]))


@fact(
    "programme",
    "Under a whole programme output grows much faster than energy, water and waste, COD and SO2"
    " fall, and it does far more than symbiosis alone",
    "Eco-park and circular-transformation programmes (notes on cases, direction)",
)
def programme(sample: Sample) -> Sequence[Figure]:
    """Follow parks under the programme, and set it and its exchanges alone against no policy."""
    runs = [(park, seed) for park in PARKS for seed in sample.numbers]
    whole, alone, none = (
        [series(park, which, seed, sample.until) for park, seed in runs]
        for which in ("whole", "symbiosis", "none")
    )
    grown = {name: float(np.mean([growth(one[name]) for one in whole])) for name in READ[:6]}
    output = grown["value_added_constant"]
    before = float(np.sum([net_tco2e(one) for one in none]))
    saved = 1.0 - float(np.sum([net_tco2e(one) for one in whole])) / before
    by_links = 1.0 - float(np.sum([net_tco2e(one) for one in alone])) / before
    said = sample.says(" and ".join(PARKS)) + f", package {PROGRAMME}"
    words = {"energy_calorific": "energy", "water_fresh": "fresh water",
             "solid_generated": "solid waste made"}  # fmt: skip
    return [
        Figure("growth of output (value added) over the run", output, said, SOME,
               band_from="direction"),
        *(
            Figure(f"growth of {words[name]} over that of output", grown[name] / output, said,
                   -INF, MUCH, "direction: output much faster, at least twice")
            for name in USES
        ),
        Figure("growth of COD and ammonia (equivalents)", grown["water_equivalents"], said, -INF,
               -SOME, "direction: falls outright"),
        Figure("growth of SO2, NOx and dust (equivalents)", grown["air_equivalents"], said, -INF,
               -SOME, "direction: falls outright"),
        Figure("CO2 that the programme saves against none, of the park's", saved, said, SOME,
               band_from="direction"),
        Figure("CO2 that its exchanges alone save", by_links, said),
        Figure("the programme over its exchanges alone", saved / max(by_links, SOME), said,
               FAR_MORE, band_from="direction: far more, at least twice"),
    ]  # fmt: skip


def broker_cost_cny(years: float) -> float:
    """Return what the broker of `brokered.BROKER` costs the public by the tables, CNY."""
    table = load_parameters()
    study = table.central("broker_studied") * table.central("broker_study_cost")
    each = table.central("broker_proposal_cost") + study
    return PROPOSALS_PER_YEAR * years * each * CNY_PER_WAN


def links_tco2e(found: Trace) -> float:
    """Return what the links of a run avoid, t CO2, their transport deducted."""
    given: NDArray[np.float64] = found.monthly.sum(axis=0)
    return float(np.sum((given * found.co2_kg_per_unit)[found.link])) / 1000.0


@fact(
    "cheap",
    "Public cost is small next to the effect where a broker is used",
    "Korea 2005-2014: 6.48 Mt CO2 and 1848 billion KRW (notes on cases, direction)",
)
def cheap(sample: Sample) -> Sequence[Figure]:
    """Set the cost of the broker's programme against what it adds to gains and CO2 avoided."""
    pairs = [
        (trace(place, seed, 2030, ()), trace(place, seed, 2030, BROKER))
        for place in PLACES
        for seed in sample.numbers
    ]
    cost = broker_cost_cny(pairs[0][0].months / 12.0)
    gain = float(np.mean([gains(with_it).sum() - gains(alone).sum() for alone, with_it in pairs]))
    co2_t = float(np.mean([links_tco2e(with_it) - links_tco2e(alone) for alone, with_it in pairs]))
    price = load_parameters().at("cea_year_average", 2024)
    said = sample.says(SAID) + f", {PROPOSALS_PER_YEAR:g} proposals a year"
    return [
        Figure("public cost of the broker, million CNY", cost / 1e6, said),
        Figure("gain of enterprises that it adds, million CNY", gain / 1e6, said, SOME,
               band_from="direction"),
        Figure("public cost over the gain that it adds", cost / gain, said, 0.0, 0.5,
               "direction: small, less than half"),
        Figure("CO2 that it adds to what links avoid, kt", co2_t / 1e3, said, SOME,
               band_from="direction"),
        Figure("public cost per t CO2, CNY", cost / co2_t, said, 0.0, price,
               "below the average carbon price of 2024"),
    ]  # fmt: skip
