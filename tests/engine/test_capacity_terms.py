"""Terms on capacity and energy limits: what may run, be built, must be closed, and is audited."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from agents.comply import stake
from agents.consider import audited, considering
from agents.entrants import energy_per_value_added
from agents.renew import closures_cover, count_closed
from sim.synth import synth
from sim.world import World
from tests.engine.worlds import fingerprint, run, world_of
from tests.market.actors import Writes, events_of, park_of

TWO = park_of({"sector": "dyeing"}, {"sector": "dyeing"})


def stay(wish: NDArray[np.float64]) -> None:
    wish[:] = 0.0


def under(terms: dict[str, float], months: int = 36, **changed: float) -> World:
    """Return two dye works under some terms, that neither leave nor consider retrofits."""
    world = world_of(TWO, months=months, policies=[Writes(terms)])
    world.assumption.update({"consider_share": 0.0, "expansion_trigger": 9.0, **changed})
    world.columns.vintages.built_month[:] = 0
    world.overrides["leave"] = stay
    return world


def test_the_defaults_of_the_terms_change_nothing() -> None:
    park = synth(20, 3)
    defaults = {
        "output_cap_share": 1.0, "new_capacity_allowed": 1.0, "closed_per_new_capacity": 0.0,
        "audited": 0.0, "energy_limit_over_base": 99.0, "threatened_output_share": 1.0,
        "entry_energy_limit_tce_per_10k_cny": 99.0,
    }  # fmt: skip
    written = run(world_of(park, months=36, policies=[Writes(defaults)]))
    assert fingerprint(written) == fingerprint(run(world_of(park, months=36)))


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7])
def test_no_more_than_the_allowed_share_of_capacity_runs(share: float) -> None:
    world = under({"output_cap_share": share})
    for _ in range(24):
        run(world, 1)
        assert (world.flows.output <= world.columns.enterprises.capacity * share + 1e-9).all()
    full = run(under({}), 24)
    made = float(world.record.by_year("output")[1].sum())
    assert made <= float(full.record.by_year("output")[1].sum())


def test_new_capacity_needs_permission() -> None:
    for allowed, expands in ((0.0, False), (1.0, True)):
        world = run(under({"new_capacity_allowed": allowed}, expansion_trigger=0.1), 25)
        assert bool(events_of(world, "expanded")) == expands


def test_new_capacity_waits_for_closures() -> None:
    terms = {"closed_per_new_capacity": 1.25}
    world = run(under(terms, expansion_trigger=0.1), 13)
    assert not events_of(world, "expanded")
    cell, capacity = int(world.cell[0]), float(world.columns.enterprises.capacity[0])
    count_closed(world, cell, 0.2 * capacity)
    run(world, 12)
    (grown,) = events_of(world, "expanded")
    added = grown["capacity_added_per_year"] / 12.0
    left = 0.2 * capacity - 1.25 * added
    assert world.closed_capacity[cell] == pytest.approx(left)
    assert not closures_cover(world, cell, added)


def test_a_renewed_line_is_smaller_where_more_must_close_than_is_built() -> None:
    world = under({"closed_per_new_capacity": 1.25})
    world.columns.vintages.built_month[:] = -14 * 12
    before = world.columns.enterprises.capacity.copy()
    run(world, 13)
    assert len(events_of(world, "capacity_renewed")) == len(world.columns.vintages)
    assert world.columns.enterprises.capacity == pytest.approx(before / 1.25)
    run(world)


def test_an_audited_enterprise_considers_and_learns() -> None:
    park = synth(60, 3)
    plain, all_of_them, half = (
        run(world_of(park, months=24, policies=[Writes({"audited": share})]), 13)
        for share in (0.0, 1.0, 0.5)
    )
    here = all_of_them.columns.enterprises
    considers = considering(all_of_them)
    assert considers.tolist() == (here.active & here.inside).tolist()
    assert not audited(plain).any()
    assert 0.2 < audited(half).mean() < 0.8
    known = [int(world.columns.prospects.known.sum()) for world in (plain, half, all_of_them)]
    assert known[0] < known[1] < known[2]


def test_what_partners_and_neighbours_did_raises_considering() -> None:
    park = synth(80, 3)
    shares = []
    for effect in (0.0, 0.5):
        world = world_of(park, months=24, partner_effect=effect)
        world.assumption["consider_share"] = 0.5
        run(world, 13)
        world.columns.retrofits.installed_month[:] = 0
        shares.append(considering(world).sum())
    assert shares[0] < shares[1]


def test_a_plant_over_its_limit_values_what_brings_it_nearer() -> None:
    terms = {"energy_limit_over_base": 0.8, "threatened_output_share": 0.4}
    world, free = (run(under(given), 12) for given in (terms, {}))
    assert (stake(free).excess_tce == 0.0).all()
    run(world, 1)
    at_stake = stake(world)
    book, enterprises = world.last_book, world.columns.enterprises
    assert (at_stake.excess_tce > 0).all()
    before = book.profit_cny + enterprises.fixed_assets / world.assumption["asset_life_years"]
    assert at_stake.cny_per_year == pytest.approx(0.6 * before)
    rows = np.array([0, 0, 0])
    half = at_stake.excess_tce[0] * np.array([-1.0, 0.5, 9.0])
    worth = at_stake.worth(rows, half) / at_stake.cny_per_year[0]
    assert worth.tolist() == pytest.approx([0.0, 0.5, 1.0])


def test_a_plant_over_its_limit_renews_early() -> None:
    world = under({"energy_limit_over_base": 0.5, "threatened_output_share": 0.0})
    world.columns.vintages.built_month[:] = -10 * 12
    world.assumption["vintage_gain"] = 0.03
    run(world, 13)
    early = events_of(world, "capacity_renewed")
    assert early
    assert all(e["age_years"] < 15.0 for e in early)
    assert all(e["energy_after"] < e["energy_before"] for e in early)
    lines = {e["enterprise"] for e in early}
    assert len(lines) == len(early)


def test_entrants_over_the_energy_threshold_are_refused() -> None:
    park = synth(100, 4)
    entered = []
    for limit in (99.0, 0.5):
        terms = Writes({"entry_energy_limit_tce_per_10k_cny": limit})
        world = run(world_of(park, months=60, policies=[terms]))
        entered.append(
            {e["enterprise"]: e["month"] for e in events_of(world, "entered", planned=False)}
        )
        if limit < 1.0:
            new = world.columns.enterprises.start_month > 0
            uses = energy_per_value_added(world)[world.columns.enterprises.sector[new]]
            assert (uses <= limit).all()
    assert len(entered[1]) < len(entered[0])
