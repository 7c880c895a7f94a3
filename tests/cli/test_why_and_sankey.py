"""`parkloop why` and `parkloop sankey` as a user meets them: folders, parks, faults."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from experiments import Scenario
from experiments.cli.main import main
from sim.synth import synth


class Shell:
    """Runs commands in this process: exit code, standard output and standard error."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def run(self, *words: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as caught:
            main([str(word) for word in words])
        out, err = self._capsys.readouterr()
        assert isinstance(caught.value.code, int)
        return caught.value.code, out, err

    def json(self, *words: str | Path) -> dict[str, Any]:
        code, out, err = self.run(*words, "--json")
        assert code == 0, err
        found: dict[str, Any] = json.loads(out)
        return found


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(capsys)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results") / "run"
    return Scenario(synth(20, 4), "baseline", seed=1, until=2022).run().save(folder)


def test_why_tells_effects_that_sum_to_the_change(
    shell: Shell, saved: Path, tmp_path: Path
) -> None:
    found = shell.json("why", saved, "--by", "carrier", "--figure", tmp_path / "why.png")
    assert (found["from"], found["to"], found["unit"]) == ("2020", "2022", "t CO2")
    effects, change = found["effects"], found["change"]
    assert sum(effects.values()) == pytest.approx(change, rel=1e-9)
    assert found["change_without_grid"] == pytest.approx(change - effects["grid"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["why.png", "why.svg"]


def test_why_tells_one_enterprise_with_its_events(shell: Shell, saved: Path) -> None:
    rows = shell.json("why", saved, "--by", "enterprise")["by_enterprise"]
    name = rows[0]["enterprise"]
    one = shell.json("why", saved, "--enterprise", name)
    assert one["start"] == rows[0]["before"] and isinstance(one["events"], list)


def test_why_runs_a_park_under_two_packages(shell: Shell) -> None:
    code, out, err = shell.run(
        "why", "guitang", "--package", "none", "--against", "baseline", "--until", "2020"
    )
    assert code == 0, err
    assert "baseline, 2020" in out and "Without the grid factor" in out


def test_sankey_gives_balanced_nodes_and_a_table(shell: Shell, saved: Path, tmp_path: Path) -> None:
    table = tmp_path / "links.csv"
    found = shell.json("sankey", saved, "--kind", "water", "--csv", table)
    assert (found["unit"], found["year"]) == ("m3", 2022)
    for node in found["nodes"]:
        if node["role"] not in ("source", "sink"):
            assert node["inflow"] == pytest.approx(node["outflow"], rel=1e-9)
    with table.open(encoding="utf-8", newline="") as file:
        assert list(next(csv.DictReader(file))) == ["from", "to", "stream", "flow"]
    code, _, err = shell.run("sankey", saved, "--csv", table)
    assert code == 2 and "exists already; name a new file" in err


def test_faults_are_told_with_code_2(shell: Shell, saved: Path) -> None:
    for words, fault in (
        (("why", saved, "--from", "1999"), "from 1999: is no year of the run"),
        (("why", saved, "--against", "none"), "is a folder, not a park"),
        (("why", saved, "--enterprise", "nobody"), "stood in the park at neither end"),
        (("sankey", saved, "--year", "2031"), "year 2031: is no year of the run"),
    ):
        code, _, err = shell.run(*words)
        assert code == 2 and fault in err
