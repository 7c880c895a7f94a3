"""Same inputs, same bits; what is added leaves every other draw as it was."""

from __future__ import annotations

import importlib
import subprocess
import sys

import numpy as np
import pytest

from sim.decoys import decoys
from sim.draws import Draws, as_unit, discs_of, keys_of, mix, mix_keys, mix_pairs, units_of
from sim.park import Park
from sim.parkfile import read_park
from sim.synth import synth
from tests.engine.worlds import fingerprint, run, world_of


@pytest.fixture(scope="module")
def park() -> Park:
    return synth(25, 3)


def test_the_same_run_twice_in_one_process(park: Park) -> None:
    assert fingerprint(run(world_of(park))) == fingerprint(run(world_of(park)))


def test_the_same_run_in_another_process(park: Park) -> None:
    code = (
        "from sim.synth import synth\n"
        "from tests.engine.worlds import fingerprint, run, world_of\n"
        "print(fingerprint(run(world_of(synth(25, 3)))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=600
    )
    assert done.stdout.strip() == fingerprint(run(world_of(park)))


def test_another_seed_is_another_run(park: Park) -> None:
    assert fingerprint(run(world_of(park))) != fingerprint(run(world_of(park, seed=2)))


def test_a_draw_depends_on_its_keys_alone() -> None:
    names = [f"firm {k}" for k in range(40)]
    all_at_once = Draws(5).uniform("exit", keys_of(names), 2024)
    one_by_one = [Draws(5).uniform("exit", keys_of([name]), 2024)[0] for name in names]
    assert all_at_once.tolist() == one_by_one
    normal = Draws(5).normal("shock", keys_of(names))
    assert Draws(5).normal("shock", keys_of(names[::-1]))[::-1].tolist() == normal.tolist()


def test_draws_by_a_loop_are_those_of_whole_arrays() -> None:
    state, keys = Draws(5).state("exit", 2024), keys_of([f"firm {k}" for k in range(40)])
    for plain in (False, True):
        one, many, unit = (
            loop.py_func if plain else loop  # type: ignore[attr-defined]
            for loop in (mix_keys, mix_pairs, units_of)
        )
        words = one(state, keys)
        assert np.array_equal(words, mix(np.array([state]) ^ keys))
        assert np.array_equal(many(words, keys), mix(words ^ keys))
        assert np.array_equal(unit(words), as_unit(words))
    pairs = Draws(5).uniform("mains", keys[:, None], keys[None, :])
    radius, angle = discs_of(words)
    assert np.array_equal(radius, as_unit(words))
    assert np.array_equal(angle, as_unit(mix(words)) * 2.0**53 * (2.0 * np.pi * 2.0**-53))
    assert pairs[3].tolist() == Draws(5).uniform("mains", keys[3:4].repeat(40), keys).tolist()


def test_draws_are_spread_evenly() -> None:
    draws = Draws(11)
    uniform = draws.uniform("spread", np.arange(20000))
    normal = draws.normal("spread", np.arange(20000))
    assert abs(uniform.mean() - 0.5) < 0.01
    assert abs(uniform.std() - 12**-0.5) < 0.01
    assert abs(normal.mean()) < 0.02
    assert abs(normal.std() - 1.0) < 0.02
    assert abs(np.corrcoef(uniform[:-1], uniform[1:])[0, 1]) < 0.02


def test_added_enterprises_leave_the_others_draws_alone() -> None:
    park = read_park("kalundborg")
    alone, crowded = world_of(park), world_of(decoys(park, 1))
    run(alone, 1), run(crowded, 1)
    names = list(crowded.columns.enterprises.name)
    rows = [names.index(name) for name in alone.columns.enterprises.name]
    few, many = alone.memory["shocks"], crowded.memory["shocks"]
    assert np.array_equal(few, many[:, rows])
    assert np.array_equal(
        alone.columns.enterprises.efficiency, crowded.columns.enterprises.efficiency[rows]
    )


def test_parks_in_one_set_of_columns_run_as_they_do_alone() -> None:
    first, second = synth(20, 3), synth(15, 4, "fine_chemical")
    both = run(world_of(first, second))
    for number, park in enumerate((first, second)):
        alone = run(world_of(park))
        mine = both.columns.enterprises.park == number
        assert np.array_equal(both.columns.enterprises.key[mine], alone.columns.enterprises.key)
        assert np.array_equal(both.record.values[:, :, mine], alone.record.values)


def test_without_symbiosis_nothing_is_exchanged_and_demand_is_the_same(park: Park) -> None:
    with_links, without = run(world_of(park)), run(world_of(park, symbiosis=False))
    assert with_links.record.by_year("links").sum() > 0
    assert without.record.by_year("links").sum() == 0
    assert without.record.by_year("reused_t").sum() == 0
    assert np.array_equal(with_links.memory["shocks"], without.memory["shocks"])
    assert np.array_equal(with_links.memory["paths"], without.memory["paths"])


LOOPS = (
    "sim.mains.find_ends", "sim.mains.join", "sim.mains.string", "sim.mains.once",
    "sim.plants.sort_slots", "sim.price_layout.lay_kinds", "sim.market.stand",
    "sim.market.fill_shelves", "agents.knowledge.hear", "agents.knowledge.learn",
    "agents.renew.book_shares",
    "sim.physics.begin_month", "sim.physics_kernels.start_contracts",
    "sim.physics_kernels.use_and_make", "sim.physics.deliver_contracts",
    "sim.physics_kernels.run_slots",
    "sim.physics.follow_heat", "sim.physics.take_water", "sim.physics.take_waste",
    "sim.physics.lay_in", "sim.physics_kernels.send",
    "sim.prices.price_slots", "sim.price_kernels.add_power", "sim.price_kernels.price_inputs",
    "sim.price_kernels.price_outputs", "sim.price_kernels.forgo", "sim.price_kernels.weigh_money",
    "sim.prices.list_weights", "sim.fit.weigh_change",
    "sim.fit_kernels.lay_plant",
    "sim.park_columns.close_plant", "agents.options.best_rows", "agents.consider.share_of_others",
    "agents.amounts.plan_slots", "agents.amounts.free_amounts",
    "agents.search.who_looks", "agents.openings.joint_gain",
    "agents.contract.best_first", "agents.contract.take_shares",
    "agents.contract.draw_up", "agents.contract.sign", "agents.signing.conclude",
    "agents.openings.seek", "agents.kernels.meet", "agents.kernels.value",
    "agents.contract.release",
    "agents.contract.spendable", "agents.bargain.trusts", "agents.demand.carry_over",
    "agents.demand.plan_month",
    "sim.power.alone.run_year", "sim.power.alone.follow_load", "sim.fit.multiply_up",
    "agents.renew.pick_lines", "agents.on_site.pairs_at_home", "policies.land_use.per",
    "sim.power.own.run_seasons", "sim.power.alone.lay_days", "sim.power.sites.lay_sites",
    "sim.power.worth.list_unknown", "sim.power.worth.weigh_years", "sim.power.worth.compare",
    "agents.retrofits.list_open", "agents.retrofits.appraise", "agents.equipment.add_equipment",
    "agents.retrofit_kernels.left_to_pay", "sim.fit.list_held", "sim.fit.refit_plants",
    "sim.power.equipment.fit_sizes", "sim.assess.share_out",
    "sim.physics.leave_over", "sim.settle.post_flows", "sim.settle_kernels.post_relief",
    "sim.settle_kernels.post_trade", "sim.settle_kernels.post_storage",
    "sim.settle_kernels.settle_links", "sim.settle.settle_accounts",
    "sim.trade_kernels.weigh",
    "sim.gate.set_fees", "sim.power.own.use_power", "sim.settle_kernels.post_power",
)  # fmt: skip


def test_the_loops_of_a_month_and_their_plain_twins_agree_to_the_bit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small = synth(8, 3)
    compiled = fingerprint(run(world_of(small)))
    for path in LOOPS:
        module, name = path.rsplit(".", 1)
        plain = getattr(importlib.import_module(module), name).py_func
        monkeypatch.setattr(path, plain)
    assert fingerprint(run(world_of(small))) == compiled
