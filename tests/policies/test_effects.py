"""Each policy moves outcomes it does not write, on paired draws, in the direction it should."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from policies.package import read_package
from tests.policies.runs import example, installed, run_package, tco2e

PARKS = ("zhejiang_dyeing_60", "zhejiang_mixed_120")
RETROFITTING = ("subsidy", "ladder_tariff")
"""Instruments that act on the firms that are there. Land use also decides who comes and stays, so
counts of retrofits and totals of CO2 mix its effect with the number of firms: its outcomes are
ratios, held in `tests/signs`. So are those of the instruments that bring exchanges about: what is
reused."""

Floats = NDArray[np.float64]


@cache
def outcome(park: str, name: str, strength: float, seeds: int, months: int) -> Floats:
    """Return (tCO2e, retrofits) by seed under one policy at a strength; 0 is without it."""
    package = read_package(name).with_strengths({name: strength})
    worlds = (run_package(example(park), package, seed, months) for seed in range(seeds))
    return np.array([[tco2e(world), installed(world)] for world in worlds]).T


def paired(park: str, name: str, strength: float, seeds: int, months: int) -> Floats:
    """Return the differences a policy makes, seed by seed on the same draws."""
    without = outcome(park, "subsidy", 0.0, seeds, months)
    return outcome(park, name, strength, seeds, months) - without


@pytest.mark.parametrize("name", [*RETROFITTING, "land_use"])
def test_a_strong_policy_lowers_co2(name: str) -> None:
    carbon, retrofits = paired(PARKS[0], name, 2.0, 4, 96)
    assert carbon.mean() < 0
    assert retrofits.mean() > 0 or name not in RETROFITTING


@pytest.mark.long
@pytest.mark.parametrize("park", PARKS)
@pytest.mark.parametrize("strength", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("name", RETROFITTING)
def test_signs_at_three_strengths_on_two_parks(name: str, strength: float, park: str) -> None:
    carbon, retrofits = paired(park, name, strength, 20, 132)
    assert carbon.mean() < 0
    assert (carbon < 0).sum() >= 14, "one-sided sign test at 5.8 percent"
    assert retrofits.mean() > 0


@pytest.mark.long
@pytest.mark.parametrize("park", PARKS)
@pytest.mark.parametrize("name", [*RETROFITTING, "land_use"])
def test_a_stronger_lever_does_more(name: str, park: str) -> None:
    effects = [paired(park, name, strength, 20, 132)[0].mean() for strength in (0.5, 1.0, 2.0)]
    assert effects[0] > effects[1] > effects[2]


PRICE_ALONE = {
    "subsidy": {"cb_call_factor": 1.0},
    "ladder_tariff": {"ladder_notice_factor": 1.0},
    "land_use": {"hpm_notice_factor_C": 1.0, "hpm_notice_factor_D": 1.0},
}
"""Parameters at which a policy works by money alone and draws nobody's attention."""


@pytest.mark.long
@pytest.mark.parametrize("name", PRICE_ALONE)
def test_money_alone_has_the_sign_too(name: str) -> None:
    package = replace(read_package(name), parameters={name: PRICE_ALONE[name]})
    worlds = [
        run_package(example(PARKS[1]), package.with_strengths({name: 2.0}), seed, 132)
        for seed in range(20)
    ]
    carbon, retrofits = outcome(PARKS[1], "ladder_tariff", 0.0, 20, 132)
    assert np.mean([tco2e(world) for world in worlds]) < carbon.mean()
    if name == "subsidy":
        assert np.mean([installed(world) for world in worlds]) > retrofits.mean()
