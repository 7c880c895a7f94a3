"""Marginal checks: one thing changes, all else stands, and an outcome moves one way or stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from experiments.indicators.carbon import co2
from experiments.indicators.panel import Panel
from experiments.scenario import Scenario
from sim.park import Park, empty_sheet
from sim.synth import synth
from sim.world import World, run_month
from tests.engine.worlds import world_of
from tests.signs.effects import PARKS

Floats = NDArray[np.float64]
HEATS = ("waste_heat_high", "waste_heat_med", "waste_heat_low")


def held(park: Park, seed: int, known: tuple[str, ...]) -> World:
    """Run three years at fixed output, without retrofit, entry or exit.

    Firms know only the exchanges of some streams.
    """
    world = world_of(
        replace(park, links=empty_sheet("links")), seed=seed, months=48, talks_rate=0.33
    )
    world.overrides |= {
        "choose_technology": _set(-1.0), "leave": _set(0.0), "plan_output": _fixed(world),
    }  # fmt: skip
    streams = [world.catalogue.stream[name] for name in known]

    def learn(world: World) -> None:
        prospects = world.columns.prospects
        wanted = np.isin(world.catalogue.from_stream[prospects.exchange], streams)
        prospects.known[:] = wanted

    at = [name for name, _ in world.phases].index("search and contract")
    world.phases = (*world.phases[:at], ("learn", learn), *world.phases[at:])
    for _ in range(world.months):
        run_month(world)
    return world


def _set(value: float) -> Callable[..., None]:
    def hook(values: Floats, *_: Any) -> None:
        values[:] = value

    return hook


def _fixed(world: World) -> Callable[..., None]:
    """Return a hook that plans a month's share of the first year's output, and none by entrants."""
    planned = world.columns.enterprises.base_output / 12.0

    def hook(values: Floats, *_: Any) -> None:
        values[len(planned) :] = 0.0
        values[: len(planned)] = planned

    return hook


WARM = (("building_materials+dyeing_textile+paper", 1), ("petrochemical+pharmaceuticals", 1),
        ("building_materials+dyeing_textile+paper", 2))  # fmt: skip
"""Composed parks whose kilns, columns and coolers find a user of their heat."""


@pytest.mark.parametrize(("mix", "seed"), WARM)
def test_waste_heat_reused_never_raises_co2_at_fixed_output(mix: str, seed: int) -> None:
    """Steam that waste heat replaces is not made or bought, and its price moves no output.

    It may raise the park's CO2 only where a heat plant loses power with the steam and the grid that
    makes up for it is dirtier than the plant: never with the grids of the tables.
    """
    park = synth(60, seed, mix)
    alone, reusing = (held(park, seed, known) for known in ((), HEATS))
    without, having = (co2(Panel(world))[0].reshape(-1, 12).sum(axis=1)
                       for world in (alone, reusing))  # fmt: skip
    reused = Panel(reusing).park_months("reused_heat_gj").sum()
    assert reused > Panel(alone).park_months("reused_heat_gj").sum(), "an owner's group knows all"
    assert (having <= without * (1.0 + 1e-12)).all()
    assert having.sum() < without.sum()


def installed(park: str, **strength: float) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Return the retrofits of a run by enterprise, technology and month."""
    world = Scenario(park, "none", until=2026, strength=strength).simulate()
    return {
        (event["enterprise"], event["technology"], event["month"]): event
        for event in world.events
        if event["event"] == "technology_installed"
    }


@pytest.mark.parametrize("park", PARKS)
def test_subsidised_retrofits_never_raise_the_price_without_subsidy(park: str) -> None:
    helped, alone = installed(park, subsidy=2.0), installed(park)
    paired = [(helped[key], alone[key]) for key in helped if key in alone]
    assert len(paired) > 50 and len(helped) > len(alone)
    for having, without in paired:
        assert having["capex_cny"] <= without["capex_cny"] * (1.0 + 1e-12)
    assert all(0.0 <= event["grant_cny"] < event["capex_cny"] for event in helped.values())
    assert any(event["grant_cny"] > 0.0 for event in helped.values())
    assert not any(event["grant_cny"] for event in alone.values())
