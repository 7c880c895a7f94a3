"""The policy of CONTRIBUTING is one file: listed, registered, held to a sign, run, and gone."""

from __future__ import annotations

import importlib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import policies
from experiments.cli.policies_command import command
from experiments.measures import faults, register
from experiments.policy_pages.pages import page
from experiments.scenario import Scenario
from policies.registry import all_policies
from sim.synth import synth
from tests.house.project import ROOT
from tests.signs import test_signs as signs

NAME = "water_price"


@pytest.fixture
def water_price(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Add the policy as the one file that CONTRIBUTING names, and take it away again."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert f"Saved as `policies/{NAME}.py` it is there" in text
    code = re.findall(r"```python\n(.*?)```", text, re.DOTALL)[0]
    folder = tmp_path / "policies"
    folder.mkdir()
    (folder / f"{NAME}.py").write_text(code, encoding="utf-8")
    monkeypatch.setattr(policies, "__path__", [*policies.__path__, str(folder)])
    importlib.invalidate_caches()
    all_policies.cache_clear()
    assert [path.name for path in folder.glob("*.py")] == [f"{NAME}.py"], "one file is all"
    yield NAME
    monkeypatch.undo()
    sys.modules.pop(f"policies.{NAME}", None)
    vars(policies).pop(NAME, None)
    all_policies.cache_clear()
    assert NAME not in all_policies()


def listed() -> list[str]:
    done = CliRunner().invoke(command, ["--json"], catch_exceptions=False)
    return list(json.loads(done.output)["policies"])


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


def test_without_the_file_there_is_no_policy() -> None:
    assert NAME not in listed()
    with pytest.raises(Exception, match="there is no policy 'water_price'"):
        Scenario("zhejiang_dyeing_60", "none", strength={NAME: 1.0})


def test_the_command_line_lists_it(water_price: str) -> None:
    assert water_price in listed()
    shown = CliRunner().invoke(command, [water_price, "--json"], catch_exceptions=False)
    one = json.loads(shown.output)["policies"][water_price]
    assert one["title_en"] and one["title_zh"] and one["clauses"] and one["parameters"]


def test_the_register_takes_it_up(water_price: str) -> None:
    (water,) = [one for one in register() if one.measure == "S0_18"]
    carried = replace(
        water,
        measure="NEW",
        state="carried",
        modules=(water_price,),
        parameters=("overplan_tier2",),
        terms=("water_adder_cny_per_m3",),
        target="all enterprises",
        indicators=("water_fresh",),
        tests=("tests/signs/test_signs.py",),
        how="a surcharge on fresh water",
        needs="",
    )
    assert faults([carried]) == []
    wrong = replace(carried, terms=("power_adder_cny_per_kwh",))
    assert faults([wrong]) == ["NEW: water_price does not write 'power_adder_cny_per_kwh'"]
    absent = replace(carried, modules=("no_such_policy",))
    assert faults([absent]) == ["NEW: no module 'no_such_policy'"]


def test_the_signs_ask_for_it_and_hold_it(
    water_price: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(AssertionError, match=water_price):
        signs.test_every_policy_names_its_outcomes()
    monkeypatch.setitem(signs.EXPECTED, water_price, {"fresh_water_m3": -1})
    signs.test_every_policy_names_its_outcomes()
    signs.check(signs.parks_of(water_price)[0], water_price, 2, 2023, (2.0,))


def test_it_has_a_page(water_price: str) -> None:
    text = page(all_policies()[water_price], [])
    assert text.startswith("# Surcharge on fresh water\n\n新鲜水加价\n")
    assert "| `overplan_tier2` |" in text and "| `water_adder_cny_per_m3` |" in text
