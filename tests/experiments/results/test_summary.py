"""The summary: the right years, changes, targets and verdicts, printable in both languages."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from experiments.results import Results
from experiments.summary import (
    SHOWN,
    nearest_target,
    shown_years,
    summary,
    summary_table,
    target_text,
)
from tests.experiments.results.handmade import INFO, made_results

FALLING = [10.0, 9.5, 9.0, 8.5, 8.2, 7.9, 7.0, 7.0, 7.0, 7.0, 6.0]


def made() -> Results:
    return made_results(
        co2_intensity=FALLING,
        co2=[2e6] * 10 + [3e6],
        solid_utilisation=[50.0] * 5 + [61.0] * 6,
        co2_peak_year=[2020.0] * 11,
    )


def printed(results: Results, lang: str) -> str:
    console = Console(file=io.StringIO(), width=200)
    console.print(summary_table(results, lang))
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_rows_hold_three_years_and_the_change_between_the_ends() -> None:
    rows = {row.name: row for row in summary(made())}
    assert len(rows) == len(SHOWN)
    co2 = rows["co2"]
    assert (co2.values, co2.unit) == ({2020: 2.0, 2025: 2.0, 2030: 3.0}, "Mt CO₂/yr")
    assert co2.change == pytest.approx(50.0)
    assert rows["solid_utilisation"].change == pytest.approx(11.0)
    assert rows["co2_peak_year"].change is None


def test_a_row_names_its_nearest_target_and_the_verdict() -> None:
    rows = {row.name: row for row in summary(made())}
    assert (rows["co2_intensity"].target, rows["co2_intensity"].met) == ("−20 % by 2025", True)
    assert rows["solid_utilisation"].target == "≥ 60 % by 2025"
    assert rows["co2_peak_year"].target == "CO2 peaks by 2030"
    assert (rows["co2"].target, rows["co2"].met) == ("", None)
    assert rows["water_saved"].target == "better than 2020 by 2025"


def test_the_province_comes_before_the_nation_and_a_number_before_improvement() -> None:
    targets = made().targets()
    nearest = nearest_target(targets, "co2_intensity")
    assert nearest is not None and nearest.place == "CN-ZJ" and nearest.threshold == 20.0
    elsewhere = made_results(
        info={**INFO, "parks": [{**INFO["parks"][0], "province": "CN-GD"}]}, co2_intensity=FALLING
    ).targets()
    nation = nearest_target(elsewhere, "co2_intensity")
    assert nation is not None and nation.place == "CN" and nation.target_year == 2024
    assert target_text(nation, "zh") == "2024年 −3.9 % (2023)"
    assert nearest_target(targets, "jobs") is None


def test_short_runs_show_their_ends() -> None:
    assert shown_years(made_results(years=3)) == [2020, 2022]
    assert shown_years(made_results(years=6)) == [2020, 2025]
    assert shown_years(made_results(years=16)) == [2020, 2025, 2030, 2035]


def test_the_table_prints_in_both_languages() -> None:
    english, chinese = printed(made(), "en"), printed(made(), "zh")
    assert "Small park · By hand · seed 7" in english
    assert "CO2 per value added" in english and "−20 % by 2025" in english
    assert "小园区 · 手工 · 种子 7" in chinese
    assert "单位增加值二氧化碳排放" in chinese and "2025年 −20 %" in chinese and "是" in chinese


def test_the_caption_tells_what_was_changed() -> None:
    changed = {"strength": {"subsidy": 2.0}, "assumption": {"cit_rate": 0.2}, "symbiosis": False}
    assert "× 2, cit_rate = 0.2) · no symbiosis · seed 7" in printed(
        made_results(info=changed), "en"
    )
