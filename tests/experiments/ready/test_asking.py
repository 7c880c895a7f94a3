"""What an experiment is asked: its own defaults, options read by type, every fault at once."""

from __future__ import annotations

from typing import ClassVar

import pytest

from experiments.ready.asking import ask
from experiments.ready.base import Asked, Found, Option
from experiments.ready.sample import AllFailed, Case, gather, runs_of, sampled
from policies.package import read_package
from sim.faults import InputError
from sim.parkfile import read_park
from tests.experiments.ready.direct import Direct


class Tiny:
    """An experiment that does nothing."""

    name = "tiny"
    title_en, title_zh = "Tiny", "小"
    question_en, question_zh = "What?", "什么？"
    parks = ("kalundborg",)
    packages = ("none", "baseline")
    seeds, draws = 2, 0
    options: ClassVar = {
        "share": Option(0.5, "a share"),
        "names": Option(("a",), "names"),
        "loud": Option(False, "say more"),
        "count": Option(3, "a number"),
    }

    def run(self, asked: Asked, runner: object) -> Found:
        return Found()


TINY = Tiny()


def test_defaults_stand_where_nothing_is_asked() -> None:
    asked = ask(TINY, until=2021)
    assert [park.park_id for park in asked.parks] == ["kalundborg"]
    assert [package.name for package in asked.packages] == ["none", "baseline"]
    assert asked.pairs == [(1, 0), (2, 0)]
    assert asked.options == {"share": 0.5, "names": ("a",), "loud": False, "count": 3}


def test_options_are_read_as_their_defaults_are_typed() -> None:
    given = {"share": "0.25", "names": "b, c", "loud": "yes", "count": "7"}
    asked = ask(TINY, until=2021, options=given)
    assert asked.options == {"share": 0.25, "names": ("b", "c"), "loud": True, "count": 7}


def test_every_fault_comes_at_once_with_the_nearest_name() -> None:
    with pytest.raises(InputError) as caught:
        ask(
            TINY, ["kalundborgh"], ["baselin"], 2050, 0, -1, "fr",
            {"shar": "1", "count": "many", "loud": "perhaps"},
        )  # fmt: skip
    text = str(caught.value)
    for part in (
        "kalundborg", "baseline", "until", "seeds", "draws", "language fr", "write share",
        "option count", "option loud",
    ):  # fmt: skip
        assert part in text, part


def test_a_park_named_twice_is_a_fault() -> None:
    with pytest.raises(InputError, match="named twice"):
        ask(TINY, ["kalundborg", read_park("kalundborg")])


def test_draws_are_crossed_with_seeds_and_every_pair_is_its_own_run() -> None:
    asked = ask(TINY, until=2021, seeds=2, draws=2)
    assert asked.pairs == [(1, 1), (1, 2), (2, 1), (2, 2)]
    runs = runs_of(asked, Case(asked.parks[0], asked.packages[0]))
    assert [(run.seed, run.draw, run.replicate) for run in runs] == [
        (1, 1, 1), (1, 2, 2), (2, 1, 3), (2, 2, 4)
    ]  # fmt: skip


def test_what_was_sampled_is_said() -> None:
    assert sampled(ask(TINY, until=2021)) == "2 seeds, noise only"
    assert sampled(ask(TINY, until=2021, draws=3)) == "2 seeds x 3 table draws"
    assert sampled(ask(TINY, until=2021), left_out=1).endswith("1 pairs left out: failed runs")


def test_a_pair_that_failed_somewhere_is_left_out_everywhere() -> None:
    asked = ask(TINY, until=2020 + 1, seeds=2)
    cases = [Case(asked.parks[0], read_package(name)) for name in ("none", "baseline")]
    bad = runs_of(asked, cases[1])[0].run_id
    sample = gather(asked, Direct([bad]), cases, ["co2", "reused"], "x")
    assert sample.pairs == ((2, 0),) and sample.left_out == 1
    assert sample.values.shape == (2, 1, 2, 2)
    alone = runs_of(asked, cases[0])[1].scenario().run().series("co2")
    assert (sample.of(0, "co2")[0] == alone).all()
    assert (sample.gap(1, 0, "co2") == sample.of(1, "co2") - sample.of(0, "co2")).all()
    every = [run.run_id for case in cases for run in runs_of(asked, case)]
    with pytest.raises(AllFailed, match="poisoned"):
        gather(asked, Direct(every), cases, ["co2"], "x")


def test_chinese_without_a_font_is_refused_before_any_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("experiments.figures.fonts.installed", frozenset)
    with pytest.raises(InputError, match="no font with Chinese glyphs is installed"):
        ask(TINY, language="zh")
