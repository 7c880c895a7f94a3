"""The planner's commands: optimum, opportunities and missing as a user meets them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.cli.test_commands import as_json, parkloop

COMMANDS = {
    "optimum": ["years", "blocks", "links", "no_symbiosis"],
    "opportunities": ["opportunities"],
    "missing": ["missing", "flows"],
}
SHORT = ("--package", "none", "--year", "2020")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("parks") / "small"
    asked = ("--enterprises", "12", "--seed", "3", "--mix", "paper")
    assert parkloop("synth", *asked, "--out", folder).returncode == 0
    return folder


def test_optimum_says_what_share_is_reached_and_what_blocks_the_rest(small: Path) -> None:
    found = as_json("optimum", small, "--package", "none", "--year", "2021", "--every-year")
    years = found["years"]
    assert isinstance(years, list)
    assert [year["year"] for year in years] == [2020, 2021]
    for year in years:
        best = year["optimum"]["net_benefit_cny"]["net_benefit_cny"]
        assert 0.0 <= year["share"]["net_benefit_cny"] <= 1.0
        assert sum(year["blocks"]["net_benefit_cny"].values()) == pytest.approx(best)
    assert set(found["no_symbiosis"]) >= {"co2", "profit", "reused"}  # type: ignore[call-overload]


def test_opportunities_and_missing_rank_as_asked(small: Path) -> None:
    rows = as_json("opportunities", small, *SHORT, "--by", "reuse", "--top", "5")["rows"]
    assert isinstance(rows, list)
    assert 0 < len(rows) <= 5
    assert {"reason", "detail", "instruments", "km", "giver_gain_cny"} <= set(rows[0])
    rows = as_json("missing", small, *SHORT, "--by", "co2", "--size", "0.5")["rows"]
    assert isinstance(rows, list)
    avoided = [row["adds"]["co2_avoided_tco2e"] for row in rows]
    assert avoided == sorted(avoided, reverse=True)


@pytest.mark.parametrize("name", COMMANDS)
def test_tables_are_printed_and_written_once(name: str, small: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = parkloop(name, small, *SHORT, "--out", out)
    assert done.returncode == 0, done.stderr
    assert "2020" in done.stdout
    assert sorted(path.stem for path in out.iterdir()) == sorted(COMMANDS[name])
    with (out / f"{COMMANDS[name][0]}.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.DictReader(file))
    again = parkloop(name, small, *SHORT, "--out", out)
    assert again.returncode == 2
    assert "--force" in again.stderr


def test_faults_are_listed_and_nothing_is_written(tmp_path: Path) -> None:
    done = parkloop("missing", "kalundberg", "--year", "2090", "--out", "x", cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip().endswith("2 faults; nothing was written")
    assert not list(tmp_path.iterdir())
