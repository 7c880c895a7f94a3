"""Reuse of waste in miniature: tonnes, rates and what is left close with the runs themselves."""

from __future__ import annotations

import numpy as np
import pytest

from experiments import Scenario
from experiments.figures.stream_look import stream_look
from experiments.figures.style import drawing
from experiments.outputs.wastes import waste_streams
from experiments.outputs.wastes_left import WHY
from experiments.ready.asking import ask
from experiments.ready.waste_reuse import EXPERIMENT, rate
from experiments.ready.waste_words import LEFT, LEFT_COLOURS
from tests.experiments.ready.direct import Direct


def test_the_experiment_in_miniature() -> None:
    asked = ask(EXPERIMENT, ["kalundborg"], ["none", "baseline"], 2021, seeds=2)
    found = EXPERIMENT.run(asked, Direct())
    runs = [Scenario("kalundborg", "none", seed, 2021).run() for seed in (1, 2)]
    reused = np.mean([run.series("reused")[-1] for run in runs])
    for name in ("by_class", "by_stream"):
        table = found.tables[name]
        mine = table[table["package"] == "none"]
        assert mine["given_t"].sum() == pytest.approx(reused)
        made = np.mean([run.series("solid_generated")[-1] for run in runs])
        assert mine["made_t"].sum() == pytest.approx(made)
    left = found.tables["left"]
    disposed = np.mean([run.series("solid_disposed")[-1] for run in runs])
    assert left[left["package"] == "none"]["left_t"].sum() == pytest.approx(disposed)
    gaps = found.tables["differences"]
    assert set(gaps["against"]) == {"baseline"} and set(gaps["package"]) == {"none"}
    for name in ("reuse_by_stream", "waste_left"):
        with drawing("zh"):
            found.figures[name]("zh").draw_without_rendering()


def test_a_rate_is_told_only_where_waste_is_made() -> None:
    found = rate(np.array([1.0, 0.0]), np.array([4.0, 0.0]))
    assert found[0] == 25.0 and np.isnan(found[1])


def test_every_reason_has_its_words_and_every_stream_its_look() -> None:
    assert set(LEFT) == set(LEFT_COLOURS) == set(WHY)
    assert len(set(LEFT_COLOURS.values())) == len(WHY)
    looks = [stream_look(name) for name in waste_streams()]
    assert len(set(looks)) == len(looks)
    assert all(look.colour.startswith("#") and len(look.colour) == 7 for look in looks)
