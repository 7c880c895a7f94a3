"""A package that comes into force later: what came before, what follows, and shared pasts."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from experiments.pasts import Pasts
from experiments.scenario import Scenario
from policies.package import Package, read_package
from sim.copying import copy_world
from sim.faults import InputError
from sim.park import Park
from sim.synth import synth
from sim.world import World, run_month

SINCE, UNTIL = 2022, 2024


@pytest.fixture(scope="module")
def park() -> Park:
    return synth(40, 7)


def scenario(park: Park | str, package: Package | str, seed: int = 2) -> Scenario:
    return Scenario(park, package, seed=seed, until=UNTIL)


@pytest.mark.parametrize("since", [2021, 2023])
def test_the_package_in_force_changes_nothing(park: Park, since: int) -> None:
    late = scenario(park, f"baseline@{since}").run()
    assert late.result_hash == scenario(park, "baseline").run().result_hash


def test_until_its_year_the_package_in_force_holds(park: Park) -> None:
    held = scenario(park, "baseline").run()
    late = scenario(park, f"none@{SINCE}").run()
    never = scenario(park, "none").run()
    before = SINCE - 2020
    for name in ("co2", "reused", "public_cost"):
        early, kept = late.series(name)[:before], held.series(name)[:before]
        assert np.array_equal(early, kept)
    cost = late.series("public_cost")
    assert never.series("public_cost").sum() == 0 < cost[:before].sum()
    assert cost[before:].sum() < held.series("public_cost")[before:].sum()


def test_what_was_promised_before_is_still_paid(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = ("interest_subsidy", "income_tax_relief")
    generous = Package("generous", strength=dict.fromkeys(kinds, 1.0))
    monkeypatch.setattr("policies.package._held_before", lambda: generous)
    world = scenario(synth(100, 1), "none@2023").simulate()
    paid = {policy: cny for (year, _, policy, _), cny in world.budgets.spent_cny.items()
            if year >= 2023}  # fmt: skip
    assert paid and paid.keys() <= set(kinds) and min(paid.values()) > 0
    assert all(claim.year < 2023 for claim in world.claims)


def test_a_policy_that_begins_pays_from_its_year_on(park: Park) -> None:
    begun = scenario(park, Package("broker_only", strength={"broker": 1.0}, since=SINCE)).simulate()
    years = [year for year, _, policy, _ in begun.budgets.spent_cny if policy == "broker"]
    assert years and min(years) >= SINCE


def test_levers_of_every_year_are_told_by_one_list_of_policies(park: Park) -> None:
    world = scenario(park, Package("broker_only", strength={"broker": 0.5}, since=SINCE)).simulate()
    at = [policy.name for policy in world.policies].index("broker")
    assert [levers[0, at] for levers in world.lever_years] == [0.0, 0.0, 0.5, 0.5, 0.5]
    subsidy = [policy.name for policy in world.policies].index("subsidy")
    assert [levers[0, subsidy] for levers in world.lever_years] == [1.0, 1.0, 0.0, 0.0, 0.0]


PACKAGES = ("none", "green_upgrade", "in_force", "brokered", "adaptive", "waste_charge")


@pytest.mark.parametrize("where", ["kalundborg", "guitang", "synthetic"])
def test_a_shared_past_gives_the_same_bits(where: str, park: Park) -> None:
    pasts = Pasts()
    place = park if where == "synthetic" else where
    for name in PACKAGES:
        one = scenario(place, f"{name}@{SINCE}")
        assert one.run(simulate=pasts.simulate).result_hash == one.run().result_hash, name


def test_a_past_is_run_once_and_given_up_when_there_is_no_room(park: Park) -> None:
    ticks: list[int] = []

    def tick(done: int) -> bool:
        ticks.append(done)
        return True

    pasts = Pasts(room_bytes=1)
    for name, seed in (("none", 1), ("brokered", 1), ("none", 2), ("none", 1)):
        ticks.append(0)
        pasts.simulate(scenario(park, f"{name}@{SINCE}", seed), tick)
    begun = [after for before, after in pairwise(ticks) if before == 0]
    assert begun == [1, 12 * (SINCE - 2020) + 1, 1, 1]


def test_a_run_may_end_before_its_package_begins(park: Park) -> None:
    one = Scenario(park, "none@2023", seed=1, until=2021)
    alone = Scenario(park, "baseline", seed=1, until=2021).run()
    assert one.run(simulate=Pasts().simulate).result_hash == alone.result_hash


@pytest.mark.parametrize("month", [1, 7, 12, 24, 35])
def test_a_copied_world_runs_on_alone(park: Park, month: int) -> None:
    case = Scenario(park, "in_force", seed=5, until=UNTIL)
    world = case.start()
    for _ in range(month):
        run_month(world)
    copied = copy_world(world)
    assert _end(copied) == _end(world) == _end(case.start())


def _end(world: World) -> tuple[bytes, str]:
    while world.month < world.months:
        run_month(world)
    return world.record.values.tobytes(), repr(world.events)


def test_a_name_tells_the_year() -> None:
    assert read_package("none@2026") == read_package("none").with_since(2026)
    assert read_package("none@2026").with_since(2020) == read_package("none")
    assert read_package("none@2026").digest() != read_package("none").digest()
    assert read_package("none@2020").name == "none"


def test_a_file_tells_the_year(tmp_path: Path) -> None:
    text = 'format_version = 1\nname = "reform"\nsince = 2027\n[strength]\nbroker = 1.0\n'
    (tmp_path / "reform.toml").write_text(text)
    assert read_package(tmp_path / "reform.toml").since == 2027
    (tmp_path / "reform.toml").write_text(text.replace("2027", '"soon"'))
    with pytest.raises(InputError) as error:
        read_package(tmp_path / "reform.toml")
    [fault] = error.value.faults
    assert str(fault).startswith("reform.toml line 3, since: is 'soon'")
    assert "write a year, 2020 to 2035" in str(fault)


@pytest.mark.parametrize("word", ["none@2019", "none@2036", "none@1"])
def test_a_year_outside_the_model_is_refused(word: str) -> None:
    with pytest.raises(InputError, match="write a year, 2020 to 2035"):
        read_package(word)


@pytest.mark.parametrize("word", ["none@", "none@soon", "nine@2026"])
def test_what_names_no_package_is_refused(word: str) -> None:
    with pytest.raises(InputError, match="there is no such package or file"):
        read_package(word)
