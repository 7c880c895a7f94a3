"""Why CO2 and energy changed: totals are the indicators', parts add up, each effect is its own."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from experiments import Results, Scenario
from experiments.decompose import EFFECTS, decompose
from sim.faults import InputError
from sim.synth import synth

TOTALS = [("co2", "calorific", "co2"), ("energy", "calorific", "energy_calorific"),
          ("energy", "equal_value", "energy_equal_value")]  # fmt: skip


@pytest.fixture(scope="module")
def results() -> Results:
    return Scenario(synth(40, 1), "baseline", seed=2, until=2024).run()


@pytest.fixture(scope="module")
def without() -> Results:
    return Scenario(synth(40, 1), "baseline", seed=2, until=2024, symbiosis=False).run()


@pytest.mark.parametrize("park", ["kalundborg", "guitang", 3, 7, 11])
@pytest.mark.parametrize(("of", "tce", "indicator"), TOTALS)
def test_totals_are_the_indicators_and_parts_add_up(
    park: str | int, of: str, tce: str, indicator: str
) -> None:
    given = park if isinstance(park, str) else synth(25, park)
    run = Scenario(given, "baseline", seed=1, until=2022).run()
    found = decompose(run, 2020, 2022, of, tce=tce)
    assert [found.start, found.end] == pytest.approx(run.series(indicator)[[0, 2]], rel=1e-9)
    scale = 1e-9 * max(abs(found.start), abs(found.end))
    assert sum(found.effects.values()) == pytest.approx(found.end - found.start, abs=scale)
    cells = found.cells
    parts = np.sum([cells[name] for name in EFFECTS], axis=0)
    assert parts == pytest.approx(cells["after"] - cells["before"], abs=scale)


def test_the_grid_effect_stands_in_bought_power_alone() -> None:
    results = Scenario("zhejiang_mixed_120", "none", until=2022).run()
    cells = decompose(results, 2020, 2022).cells
    imported = results.series("power_imported")[[0, 2]]
    before, after = results.series("co2_power")[[0, 2]] / imported
    power = cells.where(carrier="electricity")
    both = power.take((power["before"] > 0) & (power["after"] > 0))
    both = both.take(np.abs(both["after"] / both["before"] - 1.0) > 1e-6)
    mean = (both["after"] - both["before"]) / np.log(both["after"] / both["before"])
    assert after < before and len(both) > 10
    assert both["grid"] == pytest.approx(mean * np.log(after / before), rel=1e-6)
    others = cells.take(cells["carrier"] != "electricity")
    assert np.abs(others["grid"]).max() < 1e-9 * cells["before"].sum()
    energy = decompose(results, 2020, 2022, "energy")
    assert abs(energy.effects["grid"]) < 1e-9 * energy.start


def test_without_symbiosis_the_difference_names_it(results: Results, without: Results) -> None:
    found = decompose(without, 2024, 2024, other=results)
    assert found.before == "baseline (no symbiosis), 2024" and found.after == "baseline, 2024"
    assert found.effects["symbiosis"] != 0.0
    assert found.effects["grid"] == pytest.approx(0.0, abs=1e-9 * found.start)
    alone = decompose(without, 2020, 2024)
    assert abs(alone.effects["symbiosis"]) < 1e-9 * alone.start


def test_retrofits_explain_all_that_moved_an_incumbents_intensity(results: Results) -> None:
    found = decompose(results, 2020, 2024)
    assert found.effects["technologies"] < 0.0
    assert abs(found.effects["intensity"]) < 1e-9 * found.start
    told = ("technology_installed", "capacity_renewed", "capacity_retired", "expanded")
    events = [results.events.where(event=event)["enterprise"].tolist() for event in told]
    installed = {name for names in events for name in names}
    cells = found.cells.take(found.cells["technologies"] != 0.0)
    reused = results.flows.take(results.flows["on_site"] > 0)["enterprise"].tolist()
    moved = np.abs(cells["technologies"]) > 1e-9 * found.start
    assert set(cells["enterprise"][moved].tolist()) <= installed | set(reused)


def test_who_enters_or_leaves_has_no_other_effect(results: Results) -> None:
    firms = results.enterprises.where(inside=True)
    ran = firms.take(firms["output"] > 0)  # a boiler that nobody asks has no effect but its exit
    first, last = (set(ran.where(year=year)["enterprise"].tolist()) for year in (2020, 2024))
    found = decompose(results, 2020, 2024).by("enterprise")
    moved = [row for row in found.rows() if row["enterprise"] in first ^ last]
    assert moved
    for row in moved:
        assert row["entry_exit"] == pytest.approx(row["after"] - row["before"])
    stayed = [row for row in found.rows() if row["enterprise"] in first & last]
    assert all(row["entry_exit"] == 0.0 for row in stayed)


def test_groups_and_enterprises_sum_to_the_park(results: Results) -> None:
    found = decompose(results, 2020, 2024)
    for group in ("enterprise", "sector", "carrier"):
        sums = found.by(group)
        for name, value in found.effects.items():
            assert sums[name].sum() == pytest.approx(value, abs=1e-9 * found.start)
    largest = found.by("enterprise")["enterprise"][0]
    one = found.enterprise(largest)
    assert one.start == pytest.approx(found.by("enterprise")["before"][0])
    assert found.without_grid + found.effects["grid"] == pytest.approx(found.end - found.start)


def test_a_saved_folder_tells_the_same(results: Results, tmp_path: Path) -> None:
    loaded = Results.load(results.save(tmp_path / "run"))
    again, found = (decompose(one, 2020, 2024).as_json() for one in (loaded, results))
    assert again == found and json.dumps(found)


def test_every_fault_is_told_at_once(results: Results) -> None:
    with pytest.raises(InputError) as caught:
        decompose(results, 2019, 2031, of="water", region="nowhere")
    text = str(caught.value)
    assert "from 2019: is no year of the run; write 2020 to 2024" in text
    assert "to 2031" in text and "of water: is not known; write co2 or energy" in text
    assert "region nowhere" in text
    with pytest.raises(InputError, match="stood in the park at neither end"):
        decompose(results, 2020, 2024).enterprise("nobody")
