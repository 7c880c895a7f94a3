"""The page on ready experiments: it names all of them, and what it writes runs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from experiments.cli.experiment_command import command
from experiments.ready.asking import ask
from experiments.ready.carry import carry_out
from experiments.ready.registry import all_experiments, find
from tests.house.project import ROOT

PAGE = (ROOT / "docs" / "experiments.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^parkloop experiment .*$", PAGE, re.MULTILINE)
CODE = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def test_the_page_asks_the_questions_of_the_code() -> None:
    told = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", PAGE, re.MULTILINE))
    assert told == {name: one.question_en for name, one in all_experiments().items()}
    assert set(re.findall(r"^### (\w+)$", PAGE, re.MULTILINE)) == set(told)


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_of_the_page_asks_what_can_be_asked(line: str) -> None:
    given = command.make_context("experiment", shlex.split(line)[2:]).params
    options = dict(pair.split("=", 1) for pair in given["given"])
    asked = ask(
        find(given["name"]), given["parks"], given["packages"], given["until"], given["seeds"],
        given["draws"], given["lang"], options,
    )  # fmt: skip
    assert asked.parks and asked.pairs


def test_every_experiment_has_its_command() -> None:
    assert {shlex.split(line)[2] for line in COMMANDS} == set(all_experiments())


def test_the_python_of_the_page_prints_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    exec(compile(CODE[0], "docs/experiments.md", "exec"), {})
    said = capsys.readouterr().out
    assert "links reuse" in said and "baseline" in said
    folder = tmp_path / "out" / "waste_reuse"
    assert (folder / "summary.md").is_file() and (folder / "methods.md").is_file()


def test_an_experiment_of_ones_own_is_the_file_of_the_page(tmp_path: Path) -> None:
    names: dict[str, Any] = {"__name__": "own"}
    exec(compile(CODE[1], "docs/experiments.md", "exec"), names)
    own = names["EXPERIMENT"]
    carried = carry_out(own, ask(own, until=2021, seeds=2), tmp_path)
    assert len(carried.found.tables["jobs"]) == 4
    assert "2 seeds, noise only" in carried.found.said[0]
    written = {path.name for path in carried.files}
    assert written == {"jobs.csv", "jobs.png", "jobs.svg", "summary.md", "methods.md"}
