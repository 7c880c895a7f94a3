"""The comparison: figures, differences to each one's own baseline, levers apart, and the rest."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import pytest

from dashboards import process
from dashboards.background import Background
from dashboards.pages.compare import explaining
from dashboards.pages.compare.attribution import Attribution, runs_of, work_out
from dashboards.pages.compare.change import (
    change_of,
    meanings_table,
    waterfall,
    waterfall_step,
    waterfall_table,
)
from dashboards.pages.compare.charts import bars_step, lines_step, rows
from dashboards.pages.compare.columns import LOOKS, Column, columns_of, full_name, pins_of
from dashboards.pages.compare.levers import (
    ALONE,
    BASE,
    COMMITTEE,
    WHOLE,
    WITHOUT,
    levers_apart,
    package_of,
    variants,
    with_lever,
)
from dashboards.pages.compare.measured import MAIN, SUMMED, Measured, measured_of
from dashboards.pages.compare.shares import shares_of, shares_rows, shares_step
from dashboards.registry import pages
from dashboards.room import Room
from dashboards.runs import Runs
from dashboards.shelf import Shelf
from dashboards.viewstate import ViewState
from experiments.decompose import EFFECTS
from experiments.results import Results
from experiments.scenario import Scenario
from policies.package import Package, read_package
from sim.faults import InputError
from tests.dashboard.conftest import PARK
from tests.dashboard.test_page import Drawn


class Now(Background):
    """Worker processes that are this one: work is done before it is handed back."""

    def __init__(self, fail: int = -1) -> None:
        super().__init__(2)
        self.asked, self.fail = 0, fail

    def enter(self, task: Any) -> Future[Any]:
        future: Future[Any] = task.future
        if self.asked == self.fail:
            future.set_exception(MemoryError())
        else:
            future.set_result(task.work(*task.given))
        self.asked += 1
        return future


def room_of(runs: Runs, state: ViewState) -> Room:
    picks = pages()["compare"].picks
    return Room(state, lambda _: None, runs, runs.ran(state.key), picks)


@pytest.fixture
def room(runs: Runs) -> Room:
    state = ViewState(PARK).with_strengths({"subsidy": 0.0, "broker": 1.0}, runs.shelf)
    pinned = replace(ViewState(PARK, "none"), seed=2)
    return room_of(runs, replace(state, pins=(pinned.key, pinned.key, state.key)))


@pytest.fixture
def columns(room: Room) -> list[Column]:
    return columns_of(room)


def test_columns_are_the_scenario_each_pin_once_and_the_baseline(
    room: Room, columns: list[Column]
) -> None:
    assert [one.name for one in columns] == ["now", "A", "B", "baseline"]
    assert list(pins_of(room)) == ["A", "B"]
    assert columns[1].title == "A · No policy, seed 2"
    assert columns[2].measured == columns[0].measured
    assert len({look for look in LOOKS.values()}) == len(LOOKS)
    assert full_name(columns[2].key, room.shelf, "zh").count("，") == len(columns[2].key[2]) + 2


def test_a_pin_is_held_against_the_baseline_of_its_own_seed(columns: list[Column]) -> None:
    now, pin, _, baseline = columns
    assert now.before == baseline.measured
    assert pin.before != baseline.measured
    assert pin.before == measured_of(Scenario(PARK, seed=2, until=2027).run())


def test_the_figure_is_the_last_year_or_all_years(results: Results) -> None:
    measured = measured_of(results)
    assert measured.figure("co2") == results.series("co2")[-1]
    assert measured.figure("public_cost") == pytest.approx(results.series("public_cost").sum())
    assert set(SUMMED) < set(MAIN)


@pytest.mark.parametrize("mode", ["values", "difference", "percent"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_table_tells_values_differences_and_percent(
    columns: list[Column], mode: str, lang: str
) -> None:
    by_name = dict(rows(columns, mode, lang))
    assert list(by_name) == list(MAIN)
    _, now, *_, baseline = by_name["public_cost"]
    value, before = (columns[k].measured.figure("public_cost") for k in (0, -1))
    wanted = {
        "values": value, "difference": value - before,
        "percent": 100.0 * (value - before) / before,
    }  # fmt: skip
    assert now[0] == pytest.approx(wanted[mode])
    assert baseline[0] == pytest.approx(before if mode == "values" else 0.0)


def test_lines_and_bars_hold_every_scenario(columns: list[Column]) -> None:
    lines = {one["id"]: one["data"] for one in lines_step(columns, "co2", "en")["series"]}
    assert set(lines) == {"now", "A", "B", "baseline"}
    assert len(lines["A"]) == 8
    bars = {one["id"]: one["data"] for one in bars_step(columns, "en")["series"]}
    assert set(bars) == {"now", "A", "B"}
    assert bars["now"] == bars["B"]
    assert bars["A"][0]["value"] != bars["B"][0]["value"]


def test_nothing_is_compared_with_nothing() -> None:
    years = Measured((2020,), {name: (0.0,) for name in MAIN})
    one = Column("now", ViewState(PARK).key, "", "", "", years, years)
    assert bars_step([one], "en")["series"][0]["data"][0]["value"] is None


def test_levers_apart_are_those_whose_strength_or_numbers_differ() -> None:
    base = Scenario(PARK, "baseline", until=2021)
    assert levers_apart(base, base) == []
    moved = Scenario(PARK, "baseline", until=2021, strength={"subsidy": 0.5, "broker": 0.0})
    assert levers_apart(moved, base) == ["subsidy"]
    numbers = Package("own", strength=base.package.strength, committee="adaptive")
    other = Scenario(PARK, numbers, until=2021)
    assert levers_apart(other, base) == ["ladder_tariff", "land_use", COMMITTEE]


def test_a_lever_travels_with_its_numbers() -> None:
    base, empty = read_package("baseline"), read_package("none")
    alone = with_lever(empty, "land_use", base)
    assert dict(alone.strength) == {"land_use": 1.0}
    assert alone.parameters == {"land_use": base.parameters["land_use"]}
    left = with_lever(base, "land_use", empty)
    assert "land_use" not in left.strength and "land_use" not in left.parameters
    assert with_lever(left, "land_use", base).digest() == base.digest()


def test_a_combination_that_cannot_be_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(package: Package, name: str, other: Package) -> Package:
        if name == "land_use":
            raise InputError([])
        return with_lever(package, name, other)

    monkeypatch.setattr("dashboards.pages.compare.levers.with_lever", refuse)
    pair = Scenario(PARK, "none", until=2021), Scenario(PARK, "baseline", until=2021)
    found = [(one.kind, one.lever) for one in variants(*pair)]
    assert found[:2] == [(BASE, ""), (WHOLE, "")]
    assert (WITHOUT, "subsidy") in found and (ALONE, "subsidy") in found
    assert not [one for one in found if one[1] == "land_use"]


@pytest.fixture(scope="module")
def pair() -> tuple[Scenario, Scenario]:
    moved = {"subsidy": 2.0, "waste_charge": 1.0}
    return Scenario(PARK, until=2022, strength=moved), Scenario(PARK, until=2022)


@pytest.fixture(scope="module")
def found(pair: tuple[Scenario, Scenario]) -> Attribution:
    told: list[int] = []
    known = work_out(*pair, 2, Now(), threading.Event(), told.append)
    assert known is not None
    assert told[-1] == runs_of(2, 2) == 12
    return known


def test_reruns_are_the_runs_of_the_scenarios(
    found: Attribution, pair: tuple[Scenario, Scenario]
) -> None:
    assert found.levers == ("subsidy", "waste_charge") and found.failed == 0
    whole, base = (measured_of(one.run()) for one in pair)
    for name in ("co2", "public_cost", "solid_disposed"):
        effect = found.effects(WHOLE, "", name)[0]
        assert effect == pytest.approx(whole.figure(name) - base.figure(name))
    alone = Scenario(PARK, until=2022, strength={"waste_charge": 1.0})
    assert (
        package_of(alone).digest()
        == with_lever(package_of(pair[1]), "waste_charge", package_of(pair[0])).digest()
    )
    effect = found.effects(ALONE, "waste_charge", "solid_disposed")[0]
    change = measured_of(alone.run()).figure("solid_disposed") - base.figure("solid_disposed")
    assert effect == pytest.approx(change)


@pytest.mark.parametrize("name", ["co2", "public_cost", "solid_disposed"])
def test_levers_and_the_rest_add_up_to_the_whole(found: Attribution, name: str) -> None:
    *levers, rest, whole = shares_of(found, name)
    for kind in ("alone", "without"):
        total = sum(getattr(one, kind)[0] for one in (*levers, rest))
        assert total == pytest.approx(getattr(whole, kind)[0], abs=1e-6)
    assert whole.alone[1] <= whole.alone[0] <= whole.alone[2]


def test_the_chart_and_the_table_hold_the_same_levers(found: Attribution, shelf: Shelf) -> None:
    shares = shares_of(found, "public_cost")
    option = shares_step(shares, "public_cost", shelf, "zh")
    listed = shares_rows(shares, "public_cost", shelf, "zh")
    assert option["yAxis"]["data"] == [cells[0] for _, cells in listed]
    assert option["yAxis"]["data"][-2:] == ["交互余项", "合计"]
    assert [len(one["data"]) for one in option["series"][:2]] == [4, 4]


def test_a_failed_run_leaves_its_seed_out(pair: tuple[Scenario, Scenario]) -> None:
    known = work_out(*pair, 2, Now(fail=0), threading.Event(), lambda _: None)
    assert known is not None and known.failed == 1
    assert len(known.effects(WHOLE, "", "co2")) == 1


def test_work_stops_when_it_is_told(pair: tuple[Scenario, Scenario]) -> None:
    stop, workers = threading.Event(), Now()
    assert work_out(*pair, 10, workers, stop, lambda _: stop.set()) is None
    assert workers.asked < runs_of(2, 10)


@pytest.mark.parametrize("of", ["co2", "energy"])
def test_a_waterfall_ends_where_the_change_does(results: Results, of: str) -> None:
    change = change_of(results, 2025, of)
    assert sum(effect for _, effect in change.effects) == pytest.approx(change.end - change.start)
    *steps, (_, low, high) = waterfall(change)
    assert (low, high) == (0.0, change.end - change.start)
    assert all(one[0] != "all" for one in steps)
    (series,) = waterfall_step(change, of, "zh")["series"]
    assert [one["value"][0] for one in series["data"]] == list(range(len(steps) + 1))
    assert [len(one["text"].split("\n")) for one in series["data"]] == [2] * len(steps) + [1]


@pytest.mark.parametrize(("lang", "words"), [("en", "value added"), ("zh", "增加值")])
def test_every_effect_is_explained(results: Results, lang: str, words: str) -> None:
    listed = json.loads(meanings_table(lang))["rows"]
    assert [row["key"] for row in listed] == list(EFFECTS)
    assert words in listed[0]["cells"][1]
    assert len({tuple(row["cells"]) for row in listed}) == len(EFFECTS)
    change = change_of(results, 2025, "co2")
    saved = waterfall_table(change, "co2", lang)
    assert [[row[0], row[2]] for row in saved["rows"][1:-1]] == [row["cells"] for row in listed]
    assert {len(row) for row in saved["rows"]} == {len(saved["columns"])}


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Now]:
    own = Now()
    monkeypatch.setattr(process, "_BACKGROUND", own)
    monkeypatch.setattr(explaining, "TICK_S", 0.0)
    yield own


@pytest.fixture
def drawn(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> Iterator[Drawn]:
    monkeypatch.setattr(process, "_RUNS", [runs])
    monkeypatch.setattr("dashboards.pages.overview.waiting.QUIET_S", 3600.0)
    page = Drawn()
    page.widget("pages").page = "compare"
    yield page
    page.context.close()


def test_a_pin_is_set_loaded_and_removed(drawn: Drawn) -> None:
    drawn.widget("query", "undone").vue_pin({})
    drawn.widget("levers").values = {**drawn.widget("levers").values, "subsidy": 0.0}
    drawn.widget("pins").vue_pin({})
    assert [one["name"] for one in drawn.widget("pins").pins] == ["now", "A", "B", "baseline"]
    drawn.widget("pins").vue_load("A")
    assert drawn.widget("levers").values["subsidy"] == 1.0
    drawn.widget("pins").vue_remove("A")
    drawn.widget("pins").vue_load("Z")
    assert [one["name"] for one in drawn.widget("pins").pins] == ["now", "A", "baseline"]
    assert drawn.widget("query", "undone").query.endswith("pin=subsidy%3D0")


def test_the_levers_are_told_apart_by_a_button(drawn: Drawn, workers: Now) -> None:
    assert not drawn.widget("runs", "done").ready
    drawn.widget("levers").values = {**drawn.widget("levers").values, "subsidy": 0.0}
    work = drawn.widget("runs", "done")
    assert work.ready and work.runs == 16
    before = len(drawn.charts)
    work.vue_begin({})
    until = time.monotonic() + 240
    while len(drawn.charts) == before and time.monotonic() < until:
        time.sleep(0.05)
    assert len(drawn.charts) == before + 1
    assert workers.asked == 16
    drawn.widget("levers").values = {**drawn.widget("levers").values, "subsidy": 0.5}
    assert len(drawn.charts) == before, "what was worked out belongs to another scenario"
