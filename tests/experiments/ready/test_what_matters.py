"""The screening finds the factors that a known model has, and the second round shares out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pytest

from experiments.figures.style import drawing
from experiments.outcomes import Outcomes
from experiments.ready.asking import ask
from experiments.ready.what_matters import EXPERIMENT
from experiments.runs import Run
from sim.faults import InputError
from tests.experiments.ready.direct import Direct

ONLY = "coal_price,gas_price,shock_sd,talks_rate,subsidy"
POISON = 17


class Known:
    """Runs of a model known by formula: CO2 = 100 + 8 coal + 4 talks x subsidy + noise of seeds."""

    def __init__(self, fail: int = -1) -> None:
        self.asked: list[tuple[str, int]] = []
        self.fail = fail

    def carry_out(self, runs: Iterable[Run], outputs: Sequence[str], name: str = "") -> None:
        self.asked.append((name, len(list(runs))))

    def outcomes(self, runs: Sequence[Run], outputs: Sequence[str]) -> Outcomes:
        values = np.zeros((len(runs), 1, len(outputs)))
        for row, run in enumerate(runs):
            point = run.point
            talks = (point.assumption.get("talks_rate", 0.08) - 0.03) / 0.3
            subsidy = point.package.strength.get("subsidy", 0.0)
            noise = 0.01 * np.sin(12.0 * run.seed + 50.0 * talks)
            coal = point.uncertainty.get("coal_price", 0.5)
            values[row, 0, 0] = 100.0 + 8.0 * coal + 4.0 * talks * subsidy + noise
        ids = tuple(f"{k}" for k in range(len(runs)))
        errors = {}
        if self.fail >= 0:
            values[self.fail], errors = np.nan, {ids[self.fail]: "poisoned"}
        return Outcomes(ids, (2021,), tuple(outputs), values, errors)


def found(method: str, language: str = "en", fail: int = -1):
    options = {
        "outcomes": "co2", "only": ONLY, "trajectories": "20", "keep": "3", "size": "64",
        "method": method, "levers": "subsidy",
    }  # fmt: skip
    asked = ask(
        EXPERIMENT,
        ["kalundborg"],
        ["none"],
        until=2021,
        seeds=3,
        options=options,
        language=language,
    )
    known = Known(fail)
    return EXPERIMENT.run(asked, known), known


def test_the_screening_ranks_what_the_model_has_and_sees_the_interaction():
    result, known = found("sobol")
    table = result.tables["screening"].set_index("factor")
    assert list(table.index[:3]) == ["coal_price", *sorted(["talks_rate", "subsidy"], key=lambda
        name: -table.loc[name, "mu_star"])]  # fmt: skip
    assert table.loc["coal_price", "mu_star"] == pytest.approx(8.0, abs=0.05)
    assert table.loc["coal_price", "sigma"] < 0.1 < table.loc["subsidy", "sigma"]
    assert table.loc[["gas_price", "shock_sd"], "mu_star"].tolist() == [0.0, 0.0]
    assert table["shown"].tolist() == [True] * 3 + [False] * 2
    assert (table.loc["talks_rate", "mu_star_noise"] > 0.0) and set(table["unit"]) == {"t CO2/yr"}
    assert known.asked == [
        ("what_matters-kalundborg-screening", 20 * 6 * 3),
        ("what_matters-kalundborg-sobol", 64 * 5 * 3),
    ]
    indices = result.tables["indices"].set_index("factor")
    variance = {"coal_price": 64.0 / 12.0, "both": 16.0 * (1 / 9 - 1 / 16)}
    share = variance["coal_price"] / sum(variance.values())
    assert indices.loc["coal_price", "ST"] == pytest.approx(share, abs=0.1)


@pytest.mark.parametrize("method", ["pawn", "delta", "none"])
def test_other_methods_take_the_same_question(method: str):
    result, _ = found(method)
    assert ("indices" in result.tables) == (method != "none")
    if method != "none":
        first = result.tables["indices"].iloc[0]
        assert first.factor == "coal_price" and first[EXPERIMENT_INDEX[method]] > first.floor


EXPERIMENT_INDEX = {"pawn": "median", "delta": "delta"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_sentences_say_what_was_sampled_and_figures_draw(language: str):
    result, _ = found("sobol", language)
    assert len(result.said) == 2
    counted = (
        "20 Morris trajectories = 120 points" if language == "en" else "20条Morris轨迹共120个点"
    )
    seeds = "3 seeds, noise only" if language == "en" else "3 个随机种子"
    assert counted in result.said[0] and all(seeds in line for line in result.said)
    assert ("Coal" if language == "en" else "煤炭") in result.said[0]
    assert set(result.figures) == {f"{k}_kalundborg_co2" for k in ("ranked", "scatter", "sobol")}
    for draw in result.figures.values():
        with drawing(language):
            draw(language).draw_without_rendering()


def test_a_failed_run_takes_its_trajectory_along_and_is_told():
    result, _ = found("none", fail=POISON)
    assert "6 of 120 points left out" in result.tables["screening"]["notes"].iloc[0]


def test_faults_of_the_options_are_named_at_once():
    options = {"only": "coal_prise,gas_price", "method": "sobol"}
    with pytest.raises(InputError, match="coal_price"):
        EXPERIMENT.run(ask(EXPERIMENT, ["kalundborg"], options=options), Known())
    options = {"method": "sobel", "kinds": "assumptions", "size": "20", "trajectories": "1"}
    with pytest.raises(InputError) as raised:
        EXPERIMENT.run(ask(EXPERIMENT, ["kalundborg"], options=options), Known())
    assert len(raised.value.faults) == 4


def test_it_runs_on_the_model_itself():
    options = {
        "outcomes": "co2", "only": "coal_price,process_co2", "trajectories": "2",
        "method": "none",
    }  # fmt: skip
    asked = ask(EXPERIMENT, ["kalundborg"], ["none"], until=2021, seeds=1, options=options)
    table = EXPERIMENT.run(asked, Direct()).tables["screening"].set_index("factor")
    assert table.loc["process_co2", "mu"] > 0.0
