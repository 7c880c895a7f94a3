"""The benchmark's two sides agree on every core variable, and its tables print."""

from __future__ import annotations

import gc
import json
import weakref

import numpy as np
import pytest

from benchmarks.__main__ import main
from benchmarks.agreement import Disagreement, check_agreement
from benchmarks.core import CORE, core_columns, core_park, run_core
from benchmarks.mesa_core import draws, ledger
from benchmarks.mesa_core.firm import Firm
from benchmarks.mesa_core.model import run_mesa
from benchmarks.timing import Memory
from sim.draws import Draws, keys_of, pair_keys
from sim.errors import BookError
from sim.landfill import landfill_fill, landfill_rise
from sim.park import Park
from sim.synth import synth

SMALL = ("--enterprises", "5", "8", "--months", "12", "--repeats", "1", "--memory-runs", "2")


@pytest.fixture(scope="module")
def park() -> Park:
    return core_park(40, 2)


def test_engine_and_mesa_agree_on_every_core_variable(park: Park) -> None:
    found = check_agreement(park, seed=1, months=24)
    assert found.contracts > 15
    assert found.numbers > 24 * 40 * 50
    assert found.largest_gap < 1e-9


def test_contracts_run_deliver_and_end_within_the_months_compared(park: Park) -> None:
    model = run_mesa(core_columns(park, 1), 1, 72)
    assert max(model.datacollector.model_vars["links"]) > 5
    assert any(contract.end_month < 72 for contract in model.contracts)
    assert any(contract.pair.have.option.hazardous for contract in model.contracts)
    assert any(contract.pair.same_owner for contract in model.contracts)
    assert any(contract.capex == 0 for contract in model.contracts), "a pipe that stands is free"
    assert any(slot.store > 0 for slot in model.inputs), "storable goods are laid in"
    assert sum(model.datacollector.model_vars["reused_t"]) > 0
    frame = model.datacollector.get_agent_vars_dataframe()
    assert len(frame) == 72 * 40
    assert (frame["output"] > 0).all()


def test_one_account_off_by_a_hundred_millionth_is_named(
    park: Park, monkeypatch: pytest.MonkeyPatch
) -> None:
    post_trade = ledger.post_trade

    def off(firm: Firm) -> None:
        post_trade(firm)
        if firm.model.month == 3:
            firm.money["purchases"] *= 1.0 + 1e-8

    monkeypatch.setattr(ledger, "post_trade", off)
    monkeypatch.setattr("benchmarks.mesa_core.books.TOLERANCE", 1e-6)
    with pytest.raises(Disagreement, match=r"month 3, purchases, row \d+: .* on the engine"):
        check_agreement(park, seed=1, months=5)


def test_one_draw_that_differs_is_caught(park: Park, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.mesa_core.deals.unit", lambda word: 0.0)
    with pytest.raises(Disagreement, match="different contracts"):
        check_agreement(park, seed=1, months=24)


def test_the_mesa_models_own_books_raise(park: Park, monkeypatch: pytest.MonkeyPatch) -> None:
    dispose = Firm.dispose

    def leaky(firm: Firm) -> None:
        dispose(firm)
        if firm.model.month == 2:
            firm.outputs[0].released *= 1.001

    monkeypatch.setattr(Firm, "dispose", leaky)
    with pytest.raises(BookError, match=r"month 2, .*: an output does not close"):
        run_mesa(core_columns(park, 1), 1, 3)


def test_draws_are_those_of_the_engine() -> None:
    engine, keys = Draws(7), keys_of(["mill", "plant", "kiln"])
    for key, one in zip(keys, keys.tolist(), strict=True):
        word = draws.draw(draws.start(7, "talks", 4), one)
        assert draws.unit(word) == engine.uniform("talks", np.array([key]), 4)[0]
        assert draws.normal(word) == pytest.approx(
            engine.normal("talks", np.array([key]), 4)[0], rel=1e-12
        )
    pairs = pair_keys(keys[:2], keys[1:], np.array([5, 9], dtype=np.uint64))
    mine = [
        draws.pair_key(int(a), int(b), k) for a, b, k in zip(keys, keys[1:], (5, 9), strict=False)
    ]
    assert mine == pairs.tolist()


def test_the_core_runs_every_phase_of_the_engine() -> None:
    from agents.routine import MONTH

    assert [name for name, _ in CORE] == [name for name, _ in MONTH]
    assert [ours is theirs for (_, ours), (_, theirs) in zip(CORE, MONTH, strict=False)] == [
        name != "january" for name, _ in MONTH
    ]


def test_a_park_with_what_the_core_leaves_out_is_refused() -> None:
    with pytest.raises(ValueError, match="no shared plants"):
        core_columns(synth(10, 1), 1)


def test_mesa_models_are_let_go(park: Park) -> None:
    model = run_mesa(core_columns(park, 1), 1, 2)
    gone = weakref.ref(model)
    del model
    gc.collect()
    assert gone() is None


def test_the_tables_print(capsys: pytest.CaptureFixture[str]) -> None:
    main(SMALL)
    text = capsys.readouterr().out
    head, rows = text.splitlines()[1:3], text.splitlines()[3:5]
    assert head[0].split()[:3] == ["enterprises", "contracts", "contracts"]
    assert [row.split()[0] for row in rows] == ["5", "8"]
    assert "Full run, 100 enterprises, 132 months, package baseline" in text
    assert "Memory over 2 full runs" in text


def test_json_carries_the_same_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    main([*SMALL, "--json"])
    report = json.loads(capsys.readouterr().out)
    assert [row["enterprises"] for row in report["core"]] == [5, 8]
    for row in report["core"]:
        assert row["ratio_of_mins"] == pytest.approx(
            row["mesa"]["min_ms"] / row["engine"]["min_ms"]
        )
        assert row["largest_gap"] < 1e-9
    assert report["full"]["months"] == 132
    assert {"runs", "first_mib", "last_mib", "growth_kib_per_run"} == report["memory"].keys()


def test_memory_growth_is_counted_over_the_runs_between_the_readings() -> None:
    assert Memory(100, 50.0, 59.0).growth_kib_per_run == pytest.approx(1024 * 9 / 90)


def test_landfills_that_fill_up_cost_the_core_no_more(park: Park) -> None:
    world = run_core(core_columns(park, 1), 1, 132)
    assert landfill_fill(world, 11).max() > world.assumption["landfill_near_full"]
    assert not landfill_rise(world).any()
