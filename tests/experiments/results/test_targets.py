"""Targets met and missed on series made by hand."""

from __future__ import annotations

import pytest

from experiments.indicators import INDICATORS
from experiments.targets import TargetResult, target_rows
from tests.experiments.results.handmade import INFO, made_results


def one(target: str, tce: str = "calorific", **given: object) -> TargetResult:
    """Return one target of results made by hand."""
    results = made_results(**given)  # type: ignore[arg-type]
    return next(found for found in results.targets(tce) if found.target == target)


def test_a_fall_counts_from_its_base_year() -> None:
    found = one("n_co2_gdp_145", co2_intensity=[10, 9.5, 9, 8.5, 8.2, 7.5, 7, 7, 7, 7, 7])
    assert (found.met, found.first_year_met) == (True, 2024)
    assert found.value == pytest.approx(25.0) and found.threshold == 18.0
    assert found.distance == pytest.approx(7.0) and found.unit == "%"


def test_a_fall_that_comes_too_late_is_missed_but_dated() -> None:
    path = [10, 10, 10, 10, 10, 9.0, 8.0, 8.0, 8.0, 8.0, 8.0]
    found = one("n_co2_gdp_145", co2_intensity=path)
    assert (found.met, found.first_year_met) == (False, 2026)
    assert found.distance == pytest.approx(-8.0)


def test_a_fall_between_two_later_years() -> None:
    found = one("n_co2_gdp_155", co2_intensity=[99, 9, 9, 9, 9, 10, 9, 9, 8.5, 8.4, 8.3])
    assert found.value == pytest.approx(17.0) and found.met is True
    assert (found.base_year, found.target_year, found.first_year_met) == (2025, 2030, 2030)


def test_a_target_met_to_the_last_digit_is_met() -> None:
    found = one("n_co2_gdp_155", co2_intensity=[10.0] * 10 + [8.3])
    assert found.met is True and found.distance == pytest.approx(0.0, abs=1e-9)
    assert one("n_co2_gdp_155", co2_intensity=[10.0] * 10 + [8.3001]).met is False


def test_a_level_in_a_fraction_is_compared_in_percent() -> None:
    found = one("s2_waste", solid_utilisation=[50.0] * 10 + [81.0])
    assert (found.threshold, found.value, found.met) == (80.0, 81.0, True)
    assert (found.sign, found.first_year_met, found.target_year) == (">=", 2030, 2030)
    assert one("ce145_bulk_waste", solid_utilisation=[59.9] * 11).met is False


def test_an_expected_result_improves_on_2020() -> None:
    better = one("s1_expected_water_saved", water_saved=[0, 0, 0, 0, 0, 3, 3, 3, 3, 3, 3])
    assert (better.met, better.sign, better.first_year_met) == (True, ">", 2025)
    assert one("s1_expected_water_saved", water_saved=[0.0] * 11).met is False
    worse = one("s1_expected_water_per_GDP", water_intensity=[5, 5, 5, 5, 5, 6, 4, 4, 4, 4, 4])
    assert (worse.met, worse.sign, worse.distance) == (False, "<", -1.0)


def test_a_peak_lies_in_time_and_before_the_end() -> None:
    risen = [2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027, 2028, 2029, 2030]
    assert one("s3_peak_2030", co2_peak_year=risen).met is False
    found = one("s3_peak_2030", co2_peak_year=[2020, 2021, 2022, *[2023] * 8])
    assert (found.met, found.value, found.first_year_met) == (True, 2023.0, 2024)


def test_growth_below_nothing_is_a_fall() -> None:
    falls = one("zj_waste_growth", solid_intensity=[2, 2, 2, 2, 2, 1.9, 1, 1, 1, 1, 1])
    assert (falls.met, falls.sign) == (True, "<") and falls.value == pytest.approx(-5.0)
    assert one("zj_waste_growth", solid_intensity=[2.0] * 11).met is False


def test_the_switch_of_energy_chooses_the_series() -> None:
    series = {
        "energy_intensity_calorific": [10.0] * 5 + [8.0] * 6,
        "energy_intensity_equal_value": [10.0] * 5 + [9.0] * 6,
    }
    assert one("s4_energy_va", **series).met is True
    assert one("s4_energy_va", tce="equal_value", **series).met is False
    with pytest.raises(ValueError, match="write one of calorific, equal_value"):
        one("s4_energy_va", tce="gross", **series)


def test_a_threshold_by_size_applies_to_parks_of_that_size() -> None:
    per_tce = {"co2_per_tce_calorific": [0.25] * 11}
    small, large = [3e5] * 11, [2e6] * 11
    assert one("s2_core_small", energy_calorific=small, **per_tce).met is False
    assert "another size" in one("s2_core_large", energy_calorific=small, **per_tce).reason
    assert one("s2_core_large", energy_calorific=large, **per_tce).met is True
    assert one("s2_core_small", energy_calorific=[9.0] * 11, **per_tce).met is None


def test_why_a_target_is_not_measured() -> None:
    assert one("n_co2_gdp_155", years=6).reason == "due in 2030, the run ends in 2025"
    elsewhere = {**INFO, "parks": [{**INFO["parks"][0], "province": "CN-GD"}]}
    assert one("zj145_water_va", info=elsewhere).reason == "applies in CN-ZJ"
    assert one("n_co2_gdp_145", info=elsewhere).met is not None
    assert "base year 2005" in one("n_co2_gdp_2030").reason
    early = one("s2_waste", years=2)
    assert early.met is None
    assert early.reason == "its base year 2025 lies after the run, which ends in 2021"
    nan = float("nan")
    assert "no value" in one("n_co2_gdp_145", co2_intensity=[nan] * 11).reason


def test_every_target_is_measured_or_says_why_not() -> None:
    for row in target_rows():
        measured = row["measured_by"].format(tce="calorific")
        assert (measured in INDICATORS) != bool(row["why_not"] or row["computable"] not in (
            "model", "model+park_data",
        ))  # fmt: skip
        assert bool(measured) == bool(row["rule"])
    found = made_results().targets()
    assert len(found) == len(target_rows())
    assert all((target.met is None) == bool(target.reason) for target in found)
