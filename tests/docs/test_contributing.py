"""The policy of CONTRIBUTING is a policy: saved as a file it is found, runs and has its effect."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import policies
from experiments.scenario import Scenario
from policies.registry import all_policies
from sim.synth import synth
from tests.house.project import ROOT


@pytest.fixture
def water_price(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    code = re.findall(r"```python\n(.*?)```", text, re.DOTALL)[0]
    (tmp_path / "water_price.py").write_text(code, encoding="utf-8")
    monkeypatch.setattr(policies, "__path__", [*policies.__path__, str(tmp_path)])
    all_policies.cache_clear()
    yield "water_price"
    monkeypatch.undo()
    all_policies.cache_clear()


def fresh_water_m3(strength: float) -> float:
    park = synth(40, 1)
    worlds = [
        Scenario(park, "none", seed=seed, until=2024, strength={"water_price": strength}).simulate()
        for seed in (1, 2, 3)
    ]
    return sum(world.record.by_year("fresh_water_m3")[1:].sum() for world in worlds)


def test_the_ten_minute_policy_saves_water(water_price: str) -> None:
    assert water_price in all_policies()
    assert fresh_water_m3(0.0) > fresh_water_m3(2.0)
