"""The example studies are sound, and run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from experiments.study import Study
from experiments.sweep.store import read_store

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def test_an_example_is_sound(path: Path) -> None:
    assert len(Study.read(path).runs()) > 1


def test_the_policy_grid_runs(tmp_path: Path) -> None:
    study = Study.read(EXAMPLES / "policy_grid.toml")
    assert (len(study.points()), len(study.runs())) == (9, 90)
    short = replace(study, until=2021, seeds=(1,), strength={**study.strength, "subsidy": (0.0,)})
    assert short.run(tmp_path).finished == 3
    table = read_store(tmp_path).where(year=2021)
    assert sorted(table["strength_ladder_tariff"].tolist()) == [0.0, 1.0, 2.0]
    assert all(np.isfinite(table[name]).all() for name in study.outputs)
