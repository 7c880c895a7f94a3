"""Each evaluation system against values worked out by hand."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments.evaluation import evaluate, rows_of, systems, verdicts
from experiments.evaluation.rows import IMPROVE, INDEX, LEVEL
from experiments.frame import Frame
from experiments.indicators import INDICATORS
from experiments.indicators.panel import Panel
from experiments.indicators.per_mu_ranking import ranking
from experiments.results import Results
from policies.parameters import load_parameters
from sim.faults import InputError
from tests.experiments.results.handmade import blank_world, made_results, measured, put, row

SYSTEMS = list(systems())


def one(frame: Frame, indicator: str, year: int = 2021) -> dict[str, Any]:
    (found,) = frame.where(indicator=indicator, year=year).rows()
    return found


@pytest.mark.parametrize("key", SYSTEMS)
def test_every_row_is_measured_or_says_why_not(key: str) -> None:
    for found in rows_of(key):
        assert bool(found.measured_by) != bool(found.why_not), found.indicator
        for tce in ("calorific", "equal_value"):
            for market in ("", "_market"):
                name = found.measured_by.format(tce=tce, market=market)
                assert not name or name in INDICATORS, name
        assert re.search(r"[一-鿿]", found.label("zh") + systems()[key].label("zh"))


@pytest.mark.parametrize("key", SYSTEMS)
def test_the_level_is_the_threshold_as_written(key: str) -> None:
    for found in rows_of(key):
        written = re.match(r"(>=|<=)([\d.]+)", found.threshold)
        if written and found.rule != INDEX:
            assert (found.sign, found.level) == (written[1], float(written[2])), found.indicator
        if found.rule == LEVEL:
            assert found.sign and not math.isnan(found.level), found.indicator
        if found.rule in (IMPROVE, INDEX):
            assert found.sign and math.isnan(found.level), found.indicator


@pytest.mark.parametrize(
    ("used", "ratio", "indicator", "met"),
    [
        (200_000.0, 0.2, "Z1a", 1.0),  # equal counts as met, the class begins at 0.2 Mtce
        (999_999.0, 0.2 + 1e-6, "Z1a", 0.0),
        (1_000_000.0, 0.3, "Z1b", 1.0),
        (1_000_000.0, 0.3 + 1e-6, "Z1b", 0.0),
    ],
)
def test_annex_3_asks_by_size(used: float, ratio: float, indicator: str, met: float) -> None:
    run = made_results(2, energy_calorific=[used] * 2, co2_per_tce_calorific=[ratio] * 2)
    frame = run.evaluation("ZeroCarbonPark_2025")
    assert one(frame, indicator)["met"] == met
    other = one(frame, "Z1b" if indicator == "Z1a" else "Z1a")
    assert math.isnan(other["met"]) and "another size" in other["reason"]
    (found,) = verdicts(run, "ZeroCarbonPark_2025").where(year=2021).rows()
    assert found["passed"] == met


def test_a_park_below_annex_3_gets_no_verdict() -> None:
    run = made_results(1, energy_calorific=[199_999.0], co2_per_tce_calorific=[0.1])
    (found,) = verdicts(run, "ZeroCarbonPark_2025").rows()
    assert math.isnan(found["passed"])
    assert found["indicators"] == 7


def test_a_park_that_grows_changes_its_class() -> None:
    run = made_results(2, energy_calorific=[500_000.0, 2e6], co2_per_tce_calorific=[0.25, 0.25])
    frame = run.evaluation("ZeroCarbonPark_2025")
    assert (one(frame, "Z1a", 2020)["met"], one(frame, "Z1b", 2021)["met"]) == (0.0, 1.0)
    assert verdicts(run, "ZeroCarbonPark_2025")["passed"].tolist() == [0.0, 1.0]


def test_market_based_co2_and_equal_value_are_switches() -> None:
    run = made_results(
        1, energy_calorific=[3e5], co2_per_tce_calorific=[0.5],
        co2_market_per_tce_equal_value=[0.1],
    )  # fmt: skip
    assert one(evaluate(run, "ZeroCarbonPark_2025"), "Z1a", 2020)["met"] == 0.0
    asked = evaluate(run, "ZeroCarbonPark_2025", tce="equal_value", market=True)
    assert one(asked, "Z1a", 2020)["met"] == 1.0


def test_expected_results_are_better_than_in_the_first_year() -> None:
    run = made_results(3, water_saved=[0.0, -5.0, 7.0], energy_intensity_calorific=[2.0, 2.0, 1.9])
    frame = run.evaluation("NDRC14_expected_results")
    saved = one(frame, "N2", 2022)
    assert (saved["threshold"], saved["distance"], saved["first_year_met"]) == (0.0, 7.0, 2022.0)
    assert one(frame, "N2", 2021)["met"] == 0.0
    assert math.isnan(one(frame, "N7", 2020)["met"])
    assert [one(frame, "N7", y)["met"] for y in (2021, 2022)] == [0.0, 1.0]
    (found,) = verdicts(run, "NDRC14_expected_results").where(year=2022).rows()
    # of nine: N2 and N7 are better, seven stand still
    assert (found["passed"], found["score"], found["met"]) == (0.0, pytest.approx(200 / 9), 2.0)


def test_the_circular_economy_index_is_the_mean_ratio_to_the_first_year() -> None:
    run = made_results(
        2, water_intensity=[10.0, 5.0], solid_utilisation=[50.0, 60.0], co2_intensity=[4.0, 5.0]
    )
    frame = run.evaluation("GBT33567_2017")
    assert one(frame, "G4")["value"] == pytest.approx(2000.0)  # 10^4 / 5, CNY/m3
    assert one(frame, "G4")["threshold"] == pytest.approx(1000.0)
    assert one(frame, "G8")["reason"].startswith("internal recirculation")
    # of fifteen with a value: G4 and G6 double, G7 is 1.2, G16 0.8, eleven stand at 1
    (found,) = verdicts(run, "GBT33567_2017").where(year=2021).rows()
    assert found["score"] == pytest.approx((2 * 2.0 + 1.2 + 0.8 + 11) / 15 * 100)
    assert math.isnan(found["passed"])


def eco_park(**changed: list[float]) -> Results:
    """Return a park of two years that meets HJ 274 wherever a run can say so, in the second."""
    good: dict[str, list[float]] = {
        "value_added_per_job": [15.0, 15.0], "new_chains": [0.0, 6.0],
        "solid_utilisation": [70.0, 70.0], "land_productivity": [9.0, 9.0],
        "energy_elasticity": [np.nan, 0.6], "energy_intensity_calorific": [0.5, 0.5],
        "water_elasticity": [np.nan, 0.55], "water_intensity": [8.0, 8.0],
        "cleaner_production_share": [100.0, 100.0], "pollutant_elasticity": [np.nan, 0.3],
        "co2_intensity_cut": [np.nan, 3.0], "wastewater_intensity": [7.0, 7.0],
    }  # fmt: skip
    return made_results(2, None, **{**good, **changed})


GIVEN = {
    "HJ17": 100.0, "HJ18": 1.0, "HJ19": 0.0, "HJ20": 100.0, "HJ23": 100.0, "HJ24": 100.0,
    "HJ29": 15.0, "HJ30": 100.0, "HJ31": 100.0, "HJ32": 2.0,
}  # fmt: skip
"""What only the park can say of HJ 274, on its thresholds."""


def test_hj_274_needs_what_is_required_and_one_of_each_bundle() -> None:
    def passed(run: Results, given: dict[str, float]) -> float:
        frame = verdicts(run, "HJ274_2015", given=given)
        return float(frame["passed"][1])

    assert passed(eco_park(), GIVEN) == 1.0
    assert math.isnan(passed(eco_park(), {}))  # ten required indicators are not known
    assert passed(eco_park(new_chains=[0.0, 5.0]), {}) == 0.0
    # the second of a bundle may stand in for the first
    poor = {"energy_intensity_calorific": [9.0, 9.0], "renewable_energy_share": [9.0, 9.0]}
    assert passed(eco_park(**poor), GIVEN) == 1.0
    assert passed(eco_park(energy_intensity_calorific=[9.0, 9.0]), GIVEN) == 0.0
    # of 14, 15 and 16 the second is unknown, so that two misses leave the bundle open
    thirsty = eco_park(water_intensity=[9.0, 9.0], reclaimed_water_rate=[0.0, 0.0])
    assert math.isnan(passed(thirsty, GIVEN))
    assert passed(thirsty, {**GIVEN, "HJ15": 74.0}) == 0.0
    assert passed(thirsty, {**GIVEN, "HJ15": 75.0}) == 1.0


def test_there_are_32_indicators_17_of_them_required() -> None:
    rows = rows_of("HJ274_2015")
    assert len(rows) == 32
    assert sum(found.standing == "required" for found in rows) == 17
    assert len({found.bundle for found in rows if found.bundle}) == 6


def test_an_elasticity_turns_round_where_value_added_falls() -> None:
    falls = {"value_added_constant": [10.0, 9.0]}
    run = made_results(2, energy_elasticity=[np.nan, 0.7], **falls)
    found = one(run.evaluation("HJ274_2015"), "HJ10")
    assert (found["met"], found["distance"]) == (1.0, pytest.approx(0.1))
    grows = made_results(2, energy_elasticity=[np.nan, 0.7], value_added_constant=[9.0, 10.0])
    assert one(grows.evaluation("HJ274_2015"), "HJ10")["met"] == 0.0
    assert math.isnan(one(run.evaluation("HJ274_2015"), "HJ10", 2020)["met"])


def test_the_green_index_is_the_mean_fulfilment() -> None:
    run = made_results(
        1, energy_intensity_calorific=[1.0], renewable_energy_share=[7.5],
        clean_final_energy=[80.0], water_intensity=[20.0], land_productivity=[15.0],
        solid_utilisation=[95.0], reclaimed_water_rate=[15.0], waste_heat_utilisation=[60.0],
        recyclables_rate=[40.0], sewage_plants=[1.0], value_added_per_job=[15.0],
        co2_intensity_cut=[3.0], wastewater_intensity=[10.0], pollutant_elasticity=[0.6],
    )  # fmt: skip
    # EG1 1/3, EG2 1/2, RG1 500/1500, RG5, RG8, HG3 and HG4 1/2 each, seven at 1
    (found,) = verdicts(run, "MIIT_GreenPark_2016").rows()
    assert found["score"] == pytest.approx((2 / 3 + 5 * 0.5 + 7) / 14 * 100)


def test_zhejiang_scores_groups_after_its_preconditions() -> None:
    run = made_results(
        2, energy_intensity_calorific=[1.0, 1 / 3], renewable_energy_share=[0.0, 15.0],
        co2_intensity=[2.0, 2.0], co2_intensity_cut=[np.nan, 4.0], water_intensity=[1.0, 1.0],
        tax_per_mu=[30.0, 30.0], solid_utilisation=[95.0, 95.0],
        waste_heat_utilisation=[0.0, 30.0], cleaner_production_share=[100.0, 100.0],
    )  # fmt: skip
    # A: 1, 1, 1/2, 1; B: 1, 1, 1, 1/2 (B4 is unknown)
    (found,) = verdicts(run, "ZJ_GreenLowCarbonPark_2022").where(year=2021).rows()
    assert found["score"] == pytest.approx((3.5 / 4 + 3.5 / 4) / 2 * 100)
    frame = run.evaluation("ZJ_GreenLowCarbonPark_2022")
    assert [one(frame, group)["value"] for group in "AB"] == pytest.approx([87.5, 87.5])
    assert "Annex B" in one(frame, "C")["reason"]
    assert math.isnan(found["passed"])
    yes = dict.fromkeys(("P1", "P2", "P3", "P5", "P7", "P8"), 1.0)
    asked = verdicts(run, "ZJ_GreenLowCarbonPark_2022", given=yes)
    assert asked.where(year=2021)["passed"].tolist() == [1.0]


def test_provincial_and_shandong_values() -> None:
    run = made_results(1, electrification=[50.0], new_chains=[5.0], efficiency_benchmark_share=[49])
    near_zero = run.evaluation("Prov_NearZeroPark_2024")
    assert one(near_zero, "J9", 2020)["met"] == 1.0
    assert one(near_zero, "J3", 2020)["distance"] == -1.0
    assert one(run.evaluation("Shandong_EcoPark"), "SD6", 2020)["met"] == 0.0


def test_energy_tiers_begin_at_their_bounds() -> None:
    world = blank_world(years=1)
    put(world, "energy_tce", mill=5000 / 12, shop=1000 / 12, plant=999.9 / 12, farm=9e9)
    assert [measured(world, f"energy_tier_{k}").tolist() for k in (1, 2, 3)] == [[1.0]] * 3
    share = 5000 / (5000 + 1000 + 999.9) * 100.0
    assert measured(world, "energy_tier_1_share") == pytest.approx([share])


def test_firms_are_ranked_by_what_they_yield() -> None:
    world = blank_world(years=2)
    columns = world.columns.enterprises
    for name in ("mill", "shop"):
        columns.start_month[row(world, name)] = -60
    columns.land_mu[row(world, "shop")] = 3000.0
    columns.jobs[row(world, "shop")] = 1e6
    columns.value_added_cny_per_unit[[row(world, n) for n in ("mill", "shop")]] = 1000.0
    put(world, "output", mill=10.0, shop=10.0, plant=10.0, farm=10.0)
    put(world, "tax_cny", mill=100.0, shop=1.0)
    put(world, "energy_tce", mill=1.0, shop=2.0)
    found = ranking(Panel(world))
    assert np.isnan(found.place[1, [row(world, "plant"), row(world, "farm")]]).all()
    # va per emission of the dyer is its only loss; the other four weights are its gain
    table = load_parameters()
    names = ("tax_per_mu", "va_per_mu", "labour_productivity", "va_per_energy", "va_per_emission")
    weight = {name: table.central(f"hpm_weight_{name}") for name in names}
    won = sum(weight.values()) - weight["va_per_emission"]
    expected = (0.75 * won + 0.25 * weight["va_per_emission"]) / sum(weight.values())
    assert found.score[1, row(world, "mill")] == pytest.approx(expected)
    assert found.score[1, row(world, "shop")] == pytest.approx(1.0 - expected)
    # the middles of two are at 0.25 and 0.75 of the order: class B reaches from 0.2 to 0.75
    assert [measured(world, f"per_mu_class_{c}")[1] for c in "abcd"] == [0.0, 2.0, 0.0, 0.0]


def test_probability_is_the_share_of_runs_that_meet_it() -> None:
    runs = [made_results(1, solid_utilisation=[value]) for value in (79.0, 80.0, 81.0, 90.0)]
    found = one(evaluate(runs, "ZeroCarbonPark_2025"), "Z4", 2020)
    assert (found["probability"], found["met"], found["value"]) == (0.75, 1.0, 80.5)
    assert found["runs"] == 4
    even = one(evaluate(runs[:2], "ZeroCarbonPark_2025"), "Z4", 2020)
    assert (even["probability"], even["met"]) == (0.5, 0.0)


def test_what_the_park_knows_can_be_given() -> None:
    run = made_results(1)
    missing = one(run.evaluation("MIIT_GreenPark_2016"), "HG6", 2020)
    assert math.isnan(missing["value"]) and "the park must give it" in missing["reason"]
    assert missing["threshold"] == 30.0
    given = one(run.evaluation("MIIT_GreenPark_2016", given={"HG6": 30.0}), "HG6", 2020)
    assert (given["met"], given["reason"]) == (1.0, "")


def test_a_value_that_no_run_of_the_park_has_says_why() -> None:
    run = made_results(2, recyclables_rate=[np.nan, np.nan])
    found = one(run.evaluation("HJ274_2015"), "HJ7")
    assert found["reason"].startswith("no enterprise of the park makes recyclables")


def test_errors_say_what_to_write() -> None:
    with pytest.raises(InputError, match="HJ274_2015"):
        evaluate(made_results(1), "HJ274")
    with pytest.raises(InputError, match="given HJ99"):
        evaluate(made_results(1), given={"HJ99": 1.0})
    with pytest.raises(InputError, match="calorific, equal_value"):
        evaluate(made_results(1), tce="coal")
    with pytest.raises(InputError, match="differ"):
        evaluate([made_results(1), made_results(2)])
    with pytest.raises(InputError, match="one run or more"):
        evaluate([])


def test_a_saved_run_says_the_same(tmp_path: Path) -> None:
    run = made_results(2, solid_utilisation=[60.0, 85.0])
    loaded = Results.load(run.save(tmp_path / "saved"))
    assert loaded.evaluation().same_as(run.evaluation())
    assert set(run.evaluation()["system"]) == set(SYSTEMS)
