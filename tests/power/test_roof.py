"""Photovoltaics bounded by the roof: what is built, what it costs, and over whole random runs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agents.retrofits import RetrofitWorth
from sim.catalogue import load_catalogue
from sim.power.equipment import HOURLY, is_sun
from sim.power.own_kernels import CURTAILED, EXPORTED, LOST, MADE, USED
from sim.power.roof import roof_kwp
from sim.power.shapes import pv_kwh_per_kwp, year_kwh
from sim.synth import synth
from sim.world import World, run_month
from tests.engine.technologies import choosing
from tests.engine.worlds import world_of

CATALOGUE = load_catalogue()
MIXES = ("dyeing_textile", "automotive", "building_materials", "paper")


def roofs(world: World) -> np.ndarray:
    density = world.assumption["pv_kwp_per_roof_m2"]
    return roof_kwp(CATALOGUE, world.columns.enterprises.land_mu, density)


def stands_kwp(world: World) -> np.ndarray:
    retrofits = world.columns.retrofits
    rows = (retrofits.installed_month >= 0) & is_sun(CATALOGUE)[retrofits.tech_row]
    owner, size = retrofits.enterprise[rows], retrofits.size[rows]
    return np.bincount(owner, size, minlength=len(world.columns.enterprises))


def keen(world: World, land_share: float) -> World:
    """Let everyone consider retrofits, on plots of some share of their land, with credit."""
    enterprises = world.columns.enterprises
    enterprises.land_mu *= land_share
    enterprises.cash *= 100.0
    enterprises.equity = enterprises.cash + enterprises.receivables + enterprises.fixed_assets
    enterprises.equity -= enterprises.debt
    return choosing(world, pv_rooftop=2020, bipv=2021)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    seed=st.integers(0, 10**6),
    mix=st.sampled_from(MIXES),
    land_share=st.sampled_from([0.0, 0.02, 0.3, 1.0]),
)
def test_photovoltaics_never_exceed_the_roof_in_any_month(
    seed: int, mix: str, land_share: float
) -> None:
    world = keen(world_of(synth(12, seed, mix), seed=seed, months=36), land_share)
    best = year_kwh(pv_kwh_per_kwp(CATALOGUE))
    made = 0.0
    for _ in range(36):
        run_month(world)
        roof = roofs(world)
        assert np.all(stands_kwp(world) <= roof * (1 + 1e-12))
        power = world.flows.power
        away = power[EXPORTED] + power[CURTAILED] + power[LOST]
        assert power[MADE] == pytest.approx(power[USED] + away, rel=1e-9, abs=1e-6)
        assert np.all(power[MADE] <= roof * best)
        made += float(power[MADE].sum())
    assert (made > 0.0) or land_share < 1.0


def test_a_small_roof_carries_part_of_the_capex_and_of_the_saving() -> None:
    found = {}
    for share in (1.0, 0.05):
        world = world_of(synth(20, 3, "automotive"), months=12)
        run_month(world)
        world.columns.enterprises.land_mu *= share
        may = world.columns.retrofits.installed_month < 0
        options = RetrofitWorth(world).options(may)
        found[share] = {
            (row, CATALOGUE.technologies[tech]): (options.capex_cny[k], options.saving_cny[k],
                                                 options.size[k], options.share[k])
            for k, (row, tech) in enumerate(
                zip(options.row.tolist(), options.technology.tolist(), strict=True)
            )
        }  # fmt: skip
    bounded = 0
    for (row, name), (capex, saving, size, share) in found[0.05].items():
        whole = found[1.0][row, name]
        if name not in HOURLY[:2]:
            assert (capex, saving) == whole[:2]
            continue
        assert capex == pytest.approx(whole[0] * share / whole[3], rel=1e-9)
        assert size <= whole[2] and saving <= whole[1] * (1 + 1e-9)
        bounded += share < whole[3]
        # what a small roof makes is used on the spot: a kWp is worth as much at least, but for the
        # plain rule by which managed load moves
        assert saving / size >= whole[1] / whole[2] * 0.99
    assert bounded > 5


def test_rows_that_have_no_roof_are_no_option() -> None:
    world = world_of(synth(20, 3, "automotive"), months=12)
    run_month(world)
    world.columns.enterprises.land_mu[:] = 0.0
    may = world.columns.retrofits.installed_month < 0
    options = RetrofitWorth(world).options(may)
    names = {CATALOGUE.technologies[tech] for tech in options.technology.tolist()}
    assert not names & set(HOURLY[:2]) and len(names) > 5
