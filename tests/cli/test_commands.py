"""The command line as a user meets it: what it prints, its exit codes, and nothing overwritten."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from policies.registry import all_policies

COMMAND = Path(sys.executable).with_name("parkloop")


def parkloop(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *arguments], capture_output=True, text=True, check=False, cwd=cwd, timeout=1200
    )


def as_json(*arguments: str | Path) -> dict[str, object]:
    done = parkloop(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("parks") / "small"
    assert parkloop("synth", "--enterprises", "8", "--seed", "3", "--out", folder).returncode == 0
    return folder


def test_run_prints_what_scripts_rely_on(small: Path) -> None:
    run = as_json("run", small, "--package", "none", "--until", "2021")
    assert {"run_id", "result_hash", "indicators", "targets"} <= set(run)
    again = as_json("run", small, "--package", "none", "--until", "2021")
    assert (again["run_id"], again["result_hash"]) == (run["run_id"], run["result_hash"])
    other = as_json("run", small, "--package", "none", "--until", "2021", "--seed", "2")
    assert other["run_id"] != run["run_id"]
    assert other["result_hash"] != run["result_hash"]


def test_run_prints_a_table_a_planner_can_read(small: Path) -> None:
    done = parkloop("run", small, "--package", "none", "--until", "2021")
    assert done.returncode == 0, done.stderr
    assert "CO2" in done.stdout
    assert "2021" in done.stdout


def test_run_writes_a_folder_and_never_overwrites_it(small: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = parkloop("run", small, "--until", "2020", "--out", out)
    assert first.returncode == 0, first.stderr
    assert list(out.glob("*.parquet")) and (out / "run.json").exists()
    assert list(out.glob("figures/*.png")) and list(out.glob("figures/*.svg"))
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    second = parkloop("run", small, "--until", "2020", "--out", out)
    assert second.returncode == 2
    assert "--force" in second.stderr
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before
    third = parkloop("run", small, "--until", "2020", "--out", out, "--force", "--no-figures")
    assert third.returncode == 0, third.stderr


def test_every_fault_of_a_run_is_listed_at_once(tmp_path: Path) -> None:
    done = parkloop("run", "kalundberg", "--package", "basline", "--until", "2090", cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    for part in ("kalundborg", "baseline", "2020 to 2035"):
        assert part in done.stderr
    assert done.stderr.strip().endswith("3 faults; nothing was written")
    assert not list(tmp_path.iterdir())


def test_faults_are_json_too() -> None:
    done = parkloop("run", "kalundborg", "--set", "subsidies=1", "--json")
    assert done.returncode == 2
    faults = json.loads(done.stdout)["faults"]
    assert len(faults) == 1
    assert "subsidy" in faults[0]["mend"]


def test_assumptions_out_of_range_are_refused() -> None:
    done = parkloop("run", "kalundborg", "--assume", "risk_premium=3", "--assume", "risk=1")
    assert done.returncode == 2
    assert "0.05 to 0.2" in done.stderr
    assert "risk_premium" in done.stderr


def test_numbers_that_are_none_are_refused() -> None:
    done = parkloop("run", "kalundborg", "--set", "subsidy=high", "--set", "land_use")
    assert done.returncode == 2
    assert "2 faults" in done.stderr


def test_compare_pairs_seeds_and_says_what_its_bands_are(small: Path) -> None:
    found = as_json(
        "compare", small, "--package", "none", "--package", "subsidy", "--seeds", "3",
        "--until", "2022",
    )  # fmt: skip
    assert found["seeds"] == [1, 2, 3]
    assert "seeds" in str(found["band"])
    done = parkloop(
        "compare", small, "--package", "none", "--package", "subsidy", "--seeds", "2",
        "--until", "2021",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "seeds" in done.stdout


def test_compare_needs_two_packages(small: Path) -> None:
    done = parkloop("compare", small, "--package", "none")
    assert done.returncode == 2
    assert "two" in done.stderr


def test_parks_policies_and_sources_are_listed() -> None:
    parks = as_json("parks")["parks"]
    assert {"kalundborg", "guitang"} <= {park["park"] for park in parks}  # type: ignore
    policies = as_json("policies")
    assert set(policies["policies"]) == set(all_policies())  # type: ignore
    number = as_json("source", "hpm_share_A")["numbers"][0]  # type: ignore
    assert number["source"] and number["value"] == 0.2


def test_source_names_the_nearest() -> None:
    done = parkloop("source", "hpm_shore_A")
    assert done.returncode == 2
    assert "hpm_share_A" in done.stderr


def test_template_and_check_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "park.xlsx"
    assert parkloop("template", path).returncode == 0
    assert parkloop("template", path).returncode == 2
    empty = parkloop("check", path)
    assert empty.returncode == 2
    assert "sheet park" in empty.stderr


def test_a_command_written_wrongly_is_told_the_nearest() -> None:
    done = parkloop("chek", "my_park")
    assert done.returncode == 2
    assert "No such command 'chek'; did you mean check?" in done.stderr


def test_an_unknown_command_exits_with_2() -> None:
    done = parkloop("simulate")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
