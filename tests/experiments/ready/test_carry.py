"""What is written, and the command: list, faults, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from experiments.cli.main import main
from experiments.figures.style import new_figure
from experiments.ready.asking import ask
from experiments.ready.base import Found
from experiments.ready.carry import write
from experiments.ready.registry import all_experiments
from experiments.ready.sample import AllFailed, Case, gather
from experiments.ready.summary import command_line
from experiments.store.writer import StoreError
from experiments.sweep.report import Interrupted, Report
from tests.experiments.ready.direct import Direct
from tests.experiments.ready.test_asking import TINY


def found() -> Found:
    def draw(language: str) -> object:
        figure = new_figure(1.0)
        figure.text(0.1, 0.5, {"en": "words", "zh": "文字"}[language])
        return figure

    table = pd.DataFrame({"year": [2020, 2021], "co2_tco2e": [1.5, float("nan")]})
    return Found({"trajectory": table}, {"fan": draw}, ["It fell by 3 % (2 seeds, noise only)."])


def test_tables_figures_and_summary_are_written_the_same_each_time(tmp_path: Path) -> None:
    asked = ask(TINY, until=2021)
    files = write(TINY, asked, found(), tmp_path / "tiny")
    names = [path.relative_to(tmp_path / "tiny").as_posix() for path in files]
    assert names == ["tables/trajectory.csv", "figures/fan.png", "figures/fan.svg", "summary.md"]
    assert files[0].read_text() == "year,co2_tco2e\n2020,1.5\n2021,\n"
    text = files[3].read_text(encoding="utf-8")
    for part in (
        "# Tiny",
        "What?",
        "2 seeds, noise only",
        "fell by 3 %",
        "fan.png",
        "| 2021 | - |",
    ):
        assert part in text, part
    before = [path.read_bytes() for path in files]
    assert [path.read_bytes() for path in write(TINY, asked, found(), tmp_path / "tiny")] == before


def test_the_summary_names_the_command_that_asks_the_same() -> None:
    asked = ask(TINY, until=2021, draws=3, options={"names": "b,c"})
    assert command_line(TINY, asked) == (
        "parkloop experiment tiny --park kalundborg --package none --package baseline"
        " --until 2021 --seeds 2 --draws 3 --option names=b,c"
    )


def shell(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as caught:
        main([*words])
    said, wrong = capsys.readouterr()
    assert isinstance(caught.value.code, int)
    return caught.value.code, said, wrong


def test_without_a_name_the_command_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _ = shell(capsys, "experiment", "--json")
    assert code == 0
    assert [one["name"] for one in json.loads(said)] == list(all_experiments())
    code, said, _ = shell(capsys, "experiment", "--lang", "zh")
    assert code == 0
    for one in all_experiments().values():
        assert one.name in said


def test_a_wrong_name_and_a_wrong_option_exit_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, wrong = shell(capsys, "experiment", "nothing_like_it")
    assert code == 2 and "there is no such experiment" in wrong
    code, _, wrong = shell(capsys, "experiment", "x", "--option", "novalue")
    assert code == 2


@pytest.mark.parametrize("name", sorted(all_experiments()))
def test_every_experiment_offers_what_the_command_shows(name: str) -> None:
    one = all_experiments()[name]
    assert one.name == name
    for text in (one.title_en, one.title_zh, one.question_en, one.question_zh):
        assert text and "\n" not in text
    asked = ask(one)
    assert asked.seeds >= 1 and asked.parks and asked.packages


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (Interrupted(Report(Path("kept"), runs=8, skipped=3)), 130, "the same command goes on"),
        (AllFailed("every seed has a run that failed: no balance"), 1, "no balance"),
        (StoreError("the disk is full"), 1, "the disk is full"),
    ],
)
def test_what_stops_an_experiment_is_told_with_its_exit_code(
    raised: BaseException,
    code: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr("experiments.ready.carry.carry_out", stop)
    found, _, wrong = shell(capsys, "experiment", "waste_reuse", "--park", "kalundborg")
    assert (found, said in wrong) == (code, True)


def test_a_cancelled_round_is_no_answer() -> None:
    class Cancelled(Direct):
        def carry_out(self, runs: object, outputs: object, name: str = "") -> Report:
            return Report(Path("kept"), runs=2, cancelled=True)

    asked = ask(TINY, until=2021)
    with pytest.raises(Interrupted, match="0 of 2 runs are kept"):
        gather(asked, Cancelled(), [Case(asked.parks[0], asked.packages[0])], ["co2"], "x")
