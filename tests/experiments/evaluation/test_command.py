"""`parkloop evaluate` as a user meets it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_commands import as_json, parkloop


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("runs") / "saved"
    done = parkloop("run", "guitang", "--until", "2021", "--out", out, "--no-figures")
    assert done.returncode == 0, done.stderr
    return out


def test_json_holds_every_system_with_its_reasons(saved: Path) -> None:
    found: dict[str, Any] = as_json("evaluate", saved, "--give", "HJ29=15")
    systems = {one["system"]: one for one in found["systems"]}
    assert len(systems) == 10 and len(found["run_ids"]) == 1
    hj = {one["indicator"]: one for one in systems["HJ274_2015"]["indicators"]}
    assert hj["HJ29"]["years"]["2021"]["met"] == 1.0
    for one in systems.values():
        for row in one["indicators"]:
            values = [year["value"] for year in row["years"].values()]
            assert row["reason"] or any(value is not None for value in values), row["indicator"]
    assert {year["year"] for year in systems["HJ274_2015"]["verdicts"]} == {2020, 2021}


def test_seeds_give_a_probability_and_say_what_it_is() -> None:
    done = parkloop("evaluate", "guitang", "--until", "2021", "--seeds", "2", "--lang", "zh",
                    "--system", "NDRC14_expected_results", "--package", "none")  # fmt: skip
    assert done.returncode == 0, done.stderr
    for part in ("仅随机种子（噪声）", "达标概率", "%", "节能量", "2次模拟"):
        assert part in done.stdout


def test_a_wrong_system_is_refused_before_any_run() -> None:
    done = parkloop("evaluate", "guitang", "--system", "HJ27")
    assert done.returncode == 2
    assert "HJ274_2015" in done.stderr
    assert parkloop("evaluate", "guitang", "--seeds", "0").returncode == 2
