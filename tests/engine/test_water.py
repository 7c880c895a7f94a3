"""Water and sludge: what treatment makes, where it goes, and who takes reclaimed water."""

from __future__ import annotations

import numpy as np
import pytest

from sim.catalogue import load_catalogue
from sim.synth import synth
from sim.world import World
from tests.engine.technologies import choosing
from tests.engine.worlds import run, world_of
from tests.market.actors import at_output, only_known, park_of, slot_of

SLUDGE_KG, EFFLUENT_M3 = 900.0, 985.0
"""Per 1000 m3 treated (recipe of the waste-water plant)."""
MILL = {"sector": "dyeing", "output": 12_000.0}
WWTP = {"sector": "wwtp", "output": 3_000.0}


def treated(share: float) -> World:
    """Return a mill at a share of its capacity and the plant that treats its waste water."""
    world = world_of(park_of(MILL, WWTP), symbiosis=False)
    at_output(world, share, 1.0)
    return run(world, 1)


@pytest.mark.parametrize("share", [0.2, 0.5, 1.0])
def test_sludge_and_effluent_follow_the_volume_treated(share: float) -> None:
    world = treated(share)
    volume = world.flows.inflow[slot_of(world, 1, "sewage")] / 1000.0
    assert volume > 0
    quantity = world.flows.quantity
    assert quantity[slot_of(world, 1, "sludge_wwtp")] == pytest.approx(SLUDGE_KG * volume)
    assert quantity[slot_of(world, 1, "treated_effluent")] == pytest.approx(EFFLUENT_M3 * volume)


def test_a_plant_that_stands_still_makes_no_sludge() -> None:
    world = treated(0.0)
    assert world.flows.quantity[slot_of(world, 1, "sludge_wwtp")] == 0.0


def test_sludge_is_given_burnt_in_the_park_or_disposed_of_and_nothing_else() -> None:
    world = run(world_of(synth(40, 5, "dyeing_textile"), months=36))
    sludge = world.catalogue.stream["sludge_wwtp"]
    rows = np.flatnonzero((world.columns.slots.stream == sludge) & world.columns.slots.out)
    flows = world.flows
    assert flows.quantity[rows].sum() > 0
    ways = flows.given[rows] + flows.treated[rows] + flows.released[rows]
    assert ways == pytest.approx(flows.quantity[rows])
    assert (world.prices.value[rows] < 0).all()


def test_reclaimed_water_replaces_fresh_water_up_to_its_share() -> None:
    catalogue = load_catalogue()
    option = catalogue.exchange["X197"]
    most = catalogue.tables["exchanges"]["max_share"][option]
    assert most == 0.6
    world = only_known(world_of(park_of(WWTP, MILL), months=84, knowledge_own=0.0), "X197")
    at_output(world, 1.0, 1.0)
    world.overrides["leave"] = lambda leaves: leaves.fill(False)
    run(choosing(world, reclaimed_plant=2020), 24)
    assert world.flows.quantity[slot_of(world, 0, "reclaimed_water")] > 0
    fresh = slot_of(world, 1, "fresh_water")
    got, used = world.flows.received[fresh], world.flows.quantity[fresh]
    assert 0 < got <= most * used * (1 + 1e-9)
    assert world.flows.bought[fresh] == pytest.approx(used - got)


def test_every_quality_of_water_has_takers() -> None:
    catalogue = load_catalogue()
    options, fresh = catalogue.tables["exchanges"], catalogue.stream["fresh_water"]
    for quality in ("reclaimed_water", "treated_effluent", "cooling_water", "condensate"):
        stream = catalogue.stream[quality]
        rows = (catalogue.from_stream == stream) & (catalogue.to_stream == fresh)
        assert rows.any(), quality
        assert (options["max_share"][rows] < 1.0).all(), "none of them may be the only water"
