"""Sweeps: what is asked, the runs, how they end, their points, files and page."""

from __future__ import annotations

import csv
import io
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

from dashboards import process, sessions
from dashboards.background import Background
from dashboards.pages.sweep.chart import Drawn, rows, scatter_frame, scatter_overlay, scatter_step
from dashboards.pages.sweep.data import figures_of, front_of, points_of
from dashboards.pages.sweep.files import study_file
from dashboards.pages.sweep.outcome import measure_of
from dashboards.pages.sweep.running import said_of
from dashboards.registry import pages
from dashboards.room import Room
from dashboards.runs import Runs
from dashboards.shelf import Shelf
from dashboards.sweeps.desk import Desk, Desks
from dashboards.sweeps.files import file_of, given_of
from dashboards.sweeps.measures import MEASURES, measured
from dashboards.sweeps.setup import (
    DESIGNS,
    MOST_RUNS,
    MOST_S,
    SAMPLE,
    Setup,
    Span,
    read_setup,
    study_of,
    usual,
)
from dashboards.sweeps.sweep import CANCELLED, DONE, FAILED, LATE, RUNNING, Sweep, Task
from dashboards.viewstate import Key, ViewState, snap
from experiments.scenario import Scenario
from experiments.store.reader import Stored
from experiments.study import Study
from experiments.sweep.pool import InProcess, StartError
from tests.dashboard.conftest import PARK
from tests.dashboard.test_page import Drawn as DrawnPage

KEY: Key = (PARK, "baseline", (("broker", 0.5),), 4, 2020)
UNTIL = 2021
SETUP = Setup((Span("subsidy", 0.0, 1.0, 0.5), Span("land_use", 0.5, 1.0, 0.5)), seeds=2)
PATIENCE_S = 240.0


@pytest.fixture
def background(monkeypatch: pytest.MonkeyPatch) -> Iterator[Background]:
    """Worker processes that are this one: work is done as soon as its turn has come."""
    monkeypatch.setattr("experiments.sweep.executors.executor", lambda *_: InProcess())
    opened = Background(2)
    yield opened
    opened.close()


def sweep_of(
    shelf: Shelf, background: Background, setup: Setup = SETUP, until: int = UNTIL, **more: Any
) -> Sweep:
    told: list[None] = []
    begun = Sweep(
        Task(setup, KEY, until, "x"), shelf, background, 0.01, lambda: told.append(None), **more
    )
    begun.start()
    return begun


@pytest.fixture
def done(shelf: Shelf, background: Background) -> Sweep:
    sweep = sweep_of(shelf, background)
    assert sweep.wait(PATIENCE_S)
    assert sweep.status == DONE, sweep.error
    return sweep


@pytest.mark.parametrize(
    "form",
    [
        None,
        {"spans": "all", "size": "9", "seeds": 0.5, "draws": 1, "design": "sobol"},
        {"size": True, "seeds": None, "spans": [1]},
    ],
)
def test_a_form_that_is_none_changes_nothing(shelf: Shelf, form: Any) -> None:
    assert read_setup(form, shelf, usual(shelf)) == usual(shelf)


def test_a_form_is_kept_within_what_sliders_can_do(shelf: Shelf) -> None:
    given = {
        "spans": {
            "subsidy": [9, -1, 0], "broker": [0.52, 0.5, 0.3], "other": [0, 1, 1],
            "land_use": [0, "1", 1], "resource_tax": [0, float("nan"), 1], "platform": [0, 1],
        },
        "size": 10**9, "seeds": -3, "design": SAMPLE, "draws": True,
    }  # fmt: skip
    setup = read_setup(given, shelf, usual(shelf))
    spans = {span.lever: span for span in setup.spans}
    assert spans["subsidy"] == Span("subsidy", 0.0, 2.0, 0.05)
    assert spans["broker"].values == (0.5,)
    assert set(spans) == {"subsidy", "broker", "resource_tax"}
    assert (setup.size, setup.seeds, setup.design, setup.draws) == (MOST_RUNS, 1, SAMPLE, True)
    for span in setup.spans:
        assert all(snap(value, 2.0) == value for value in span.values)
    assert read_setup(json.loads(json.dumps(setup.plain())), shelf, usual(shelf)) == setup


def test_too_much_is_refused() -> None:
    fine = Setup((Span("subsidy", 0.0, 2.0, 0.5),), seeds=4)
    assert (fine.points, fine.runs, fine.fault(1.0)) == (5, 20, "")
    assert fine.fault(MOST_S + 1.0) == "sweep_too_long"
    many = Setup((Span("subsidy", 0.0, 2.0, 0.05), Span("broker", 0.0, 2.0, 0.05)))
    assert many.fault(1.0) == "sweep_too_many"
    assert replace(many, design=SAMPLE, size=20).fault(1.0) == ""
    assert Setup((Span("subsidy", 1.0, 1.0, 0.5),)).fault(1.0) == "sweep_no_lever"
    assert Setup(()).fault(1.0) == "sweep_no_lever"


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("draws", [False, True])
def test_the_study_file_reads_as_the_same_runs(
    shelf: Shelf, tmp_path: Path, design: str, draws: bool
) -> None:
    task = Task(replace(SETUP, design=design, size=5, draws=draws), KEY, UNTIL, 'of "x"\n# y')
    path = tmp_path / "sweep.toml"
    path.write_text(study_file(task, shelf, "zh"), encoding="utf-8")
    read, made = Study.read(path), study_of(task.content, shelf)
    assert [run.run_id for run in read.runs()] == [run.run_id for run in made.runs()]
    assert [p.strength for p in read.points()] == [p.strength for p in made.points()]
    assert len(made.points()) in ((6,) if design != SAMPLE else range(2, 6))
    assert all(p.strength["broker"] == 0.5 for p in made.points())
    assert read.description == task.title


def test_a_park_of_ones_own_is_named_as_the_file_beside_the_study(shelf: Shelf) -> None:
    park = shelf.parks[PARK]
    own = replace(park, info={**park.info, "note": "changed"})
    changed = replace(shelf, parks={PARK: own})
    text = study_file(Task(SETUP, KEY, UNTIL), changed, "en")
    assert f'park = "{PARK}.xlsx"' in text
    assert f'park = "{PARK}"' in study_file(Task(SETUP, KEY, UNTIL), shelf, "en")


def test_every_point_is_what_the_sliders_would_give(done: Sweep, shelf: Shelf) -> None:
    at = next(k for k, p in enumerate(done.points) if (p["subsidy"], p["land_use"]) == (0.5, 1.0))
    results = Scenario(
        shelf.parks[PARK], "baseline", seed=5, until=UNTIL,
        strength={"subsidy": 0.5, "land_use": 1.0, "broker": 0.5},
    ).run()  # fmt: skip
    found = dict(measured(results))
    assert {name: float(done.measure(name)[1, at]) for name in MEASURES} == found
    assert done.done == done.runs == 12 and done.failed == 0


def test_a_cancelled_sweep_ends_at_once_and_keeps_what_was_done(
    shelf: Shelf, background: Background
) -> None:
    many = Setup((Span("subsidy", 0.0, 2.0, 0.05), Span("broker", 0.0, 1.0, 0.1)), seeds=2)
    sweep = sweep_of(shelf, background, many, until=2025)
    until = time.monotonic() + PATIENCE_S
    while not sweep.done and time.monotonic() < until:
        time.sleep(0.01)
    sweep.cancel()
    assert sweep.status == CANCELLED
    assert sweep.wait(PATIENCE_S)
    assert 0 < sweep.done < sweep.runs
    assert int(np.isfinite(sweep.measure("co2")).sum()) == sweep.done


def test_a_sweep_ends_at_its_time(shelf: Shelf, background: Background) -> None:
    sweep = sweep_of(shelf, background, most_s=0.0)
    assert sweep.wait(PATIENCE_S)
    assert sweep.status == LATE
    assert 0 < sweep.done <= sweep.runs


def test_a_sweep_without_workers_says_why(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(workers: int) -> None:
        raise StartError("none starts")

    monkeypatch.setattr("experiments.sweep.executors.executor", none)
    background = Background(2)
    sweep = sweep_of(shelf, background)
    assert sweep.wait(PATIENCE_S)
    assert (sweep.status, sweep.done) == (FAILED, 0)
    assert "none starts" in said_of(sweep, "en")
    background.close()


def test_runs_that_all_fail_end_the_sweep(
    shelf: Shelf, background: Background, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ArithmeticError("the books do not close")

    monkeypatch.setattr("experiments.scenario.Scenario.run", fail)
    sweep = sweep_of(shelf, background, replace(SETUP, seeds=40))
    assert sweep.wait(PATIENCE_S)
    assert sweep.status == FAILED and sweep.failed < sweep.runs
    assert "the books do not close" in said_of(sweep, "en")


def test_a_session_has_one_sweep_at_a_time_and_takes_it_along(
    shelf: Shelf, background: Background
) -> None:
    desks = Desks(background)
    desk, other = desks.of("one"), desks.of("other")
    many = Setup((Span("subsidy", 0.0, 2.0, 0.05), Span("broker", 0.0, 1.0, 0.1)))
    task = Task(many, KEY, 2025)
    assert desk.start(task, shelf, 0.01)
    assert not desk.start(task, shelf, 0.01), "a second one beside the first"
    assert other.start(Task(SETUP, KEY, UNTIL), shelf, 0.01)
    first, second = desk.sweep, other.sweep
    assert first is not None and second is not None
    desks.close("one")
    assert first.wait(PATIENCE_S) and first.status == CANCELLED
    assert desk.sweep is None and not desk.start(task, shelf, 0.01)
    assert second.wait(PATIENCE_S) and second.status == DONE
    assert len(desks) == 1


def test_listeners_are_told_seldom_and_at_the_end(shelf: Shelf, background: Background) -> None:
    desk, often, seldom = Desk(background), list[str](), list[str]()
    desk.listen(lambda: often.append("x"), 0.0)
    leave = desk.listen(lambda: seldom.append("x"), 3600.0)
    assert desk.start(Task(replace(SETUP, seeds=10), KEY, UNTIL), shelf, 1.0)
    assert desk.sweep is not None and desk.sweep.wait(PATIENCE_S)
    assert len(often) > 20
    assert len(seldom) == 2
    leave()
    desk.cancel()
    assert len(seldom) == 2


def test_the_end_of_a_session_closes_its_desk_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ends: list[Any] = []

    class Context:
        id = "kernel"

        def on_close(self, end: Any) -> None:
            ends.append(end)

    context, closed = Context(), list[str]()
    monkeypatch.setattr(sessions.kernels, "has_current_context", lambda: True)
    monkeypatch.setattr(sessions.kernels, "get_current_context", lambda: context)
    assert {sessions.this_session(closed.append) for _ in range(3)} == {"kernel"}
    assert len(ends) == 1
    ends[0]()
    assert closed == ["kernel"]


def test_what_a_seed_does_to_all_points_is_no_spread() -> None:
    values = np.array([[1.0, 2.0, 3.0], [11.0, 12.0, 13.5]])
    found = figures_of(values)
    assert found.mean.tolist() == pytest.approx([6.0, 7.0, 8.25])
    assert found.spread[0] == pytest.approx(np.sqrt(2) * 0.5 / 6)
    part = figures_of(np.array([[1.0, 2.0, 3.0], [11.0, np.nan, np.nan]]))
    assert np.isnan(part.spread[1])
    assert part.mean.tolist() == pytest.approx([6.0, 7.0, 8.0]), "a mean of other seeds"
    none = figures_of(np.full((2, 3), np.nan))
    assert np.isnan(none.mean).all()


def test_the_front_takes_each_measure_in_its_better_direction() -> None:
    cost, jobs = np.array([1.0, 2.0, 3.0, np.nan]), np.array([5.0, 9.0, 7.0, 99.0])
    assert front_of(("public_cost", cost), ("jobs", jobs)).tolist() == [True, True, False, False]
    assert front_of(("public_cost", cost), ("co2", jobs)).tolist() == [True, False, False, False]


def drawn_of(sweep: Sweep, lang: str = "en", seeds: bool = False) -> Drawn:
    titles = {"subsidy": "Subsidy", "land_use": "Land"}
    points = points_of(sweep, "public_cost", "co2", "subsidy", "links")
    years = sweep.years or tuple(range(2020, sweep.task.until + 1))
    asked = "public_cost", "co2", "subsidy", "links"
    return Drawn(sweep, points, *asked, seeds, titles, years, lang)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_points_are_drawn_and_ranked(done: Sweep, lang: str) -> None:
    drawn = drawn_of(done, lang)
    step = {one["id"]: one["data"] for one in scatter_step(drawn)["series"]}
    assert [point["key"] for point in step["points"]] == [str(k) for k in range(6)]
    assert len(step["spread"]) == 6 and step["seeds"] == []
    assert 1 <= len(step["front"]) <= 6
    assert {one["id"] for one in scatter_frame(drawn)["series"]} == {*step, "here"}
    head, listed = rows(drawn)
    assert {len(cells) for _, cells in listed} == {len(head)}
    links = [done.measure("links")[:, int(key)].mean() for key, _ in listed]
    assert links == sorted(links, reverse=True)
    assert len(scatter_step(drawn_of(done, lang, True))["series"][1]["data"]) == 12
    here = scatter_overlay(drawn, {"public_cost": 1e6, "co2": 2e6})["series"][0]["data"]
    assert len(here) == 1 and scatter_overlay(drawn, None)["series"][0]["data"] == []


def test_files_hold_the_runs_as_the_command_line_writes_them(
    done: Sweep, shelf: Shelf, tmp_path: Path
) -> None:
    path = tmp_path / "sweep.toml"
    path.write_text(study_file(done.task, shelf, "en"), encoding="utf-8")
    Study.read(path).run(tmp_path / "out")
    Stored(tmp_path / "out").study().to_csv(tmp_path / "rows.csv")
    content = file_of("csv", *given_of(done))
    assert content == (tmp_path / "rows.csv").read_bytes()
    assert len(list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))) == 1 + 12 * 2
    book = openpyxl.load_workbook(io.BytesIO(file_of("xlsx", *given_of(done))))
    assert book["results"].max_row == 1 + 12 * 2


def test_files_of_a_sweep_that_was_stopped_hold_what_was_done(done: Sweep) -> None:
    study, years, values, _ = given_of(done)
    values[1:] = np.nan
    text = file_of("csv", study, years, values, {6: "no balance"}).decode("utf-8-sig")
    found = list(csv.DictReader(io.StringIO(text)))
    assert len([row for row in found if row["status"] == "ok"]) == 6 * 2
    assert {row["error"] for row in found} == {"", "no balance"}


@pytest.fixture
def page(
    runs: Runs, background: Background, monkeypatch: pytest.MonkeyPatch
) -> Iterator[DrawnPage]:
    monkeypatch.setattr(process, "_RUNS", [runs])
    monkeypatch.setattr(process, "_DESKS", Desks(background))
    monkeypatch.setattr("dashboards.pages.overview.waiting.QUIET_S", 3600.0)
    drawn = DrawnPage()
    drawn.widget("pages").page = "sweep"
    yield drawn
    drawn.context.close()


def swept(page: DrawnPage) -> Desk:
    """Carry a small sweep out on the page."""
    form = page.widget("form")
    form.form = {**form.form, "spans": {"subsidy": [0, 1, 0.5]}, "seeds": 2}
    assert page.widget("form").said.startswith("3 points with 2 seeds: 6 runs")
    page.widget("form").vue_start({})
    desk = process.desks().of(sessions.this_session(lambda _: None))
    assert desk.sweep is not None and desk.sweep.wait(PATIENCE_S)
    until = time.monotonic() + PATIENCE_S
    while "All 6" not in page.widget("share", "said").said and time.monotonic() < until:
        threading.Event().wait(0.02)
    assert page.widget("share", "said").said.startswith("All 6 runs are done")
    return desk


def test_a_sweep_on_the_page_ends_in_points_that_set_the_sliders(page: DrawnPage) -> None:
    desk = swept(page)
    (chart,) = page.charts
    points = json.loads(chart.step)["series"][2]["data"]
    assert len(points) == 3
    key = next(str(k) for k, p in enumerate(desk.sweep.points) if p["subsidy"] == 0.5)
    chart.vue_pick(key)
    assert page.widget("query", "pinned").query == "page=sweep&subsidy=0.5"
    assert page.widget("table", "picks").chosen == key
    (chart,) = page.charts
    here = json.loads(chart.overlay)["series"][0]["data"][0]["value"]
    assert here[1] == pytest.approx(points[int(key)]["value"][1], rel=0.2)
    page.widget("query", "pinned").vue_back({})
    assert page.widget("query", "pinned").query == "page=sweep"
    for odd in ("", "99", "-1", "x", None, 3):
        page.widget("table", "picks").vue_pick(odd)
    assert page.widget("query", "pinned").query == "page=sweep"
    assert len(desk.sweep.points) == 3 and desk.sweep.status != RUNNING


def test_the_sweep_stays_while_other_pages_and_languages_are_shown(page: DrawnPage) -> None:
    swept(page)
    page.widget("pages").page = "overview"
    page.widget("lang").lang = "zh"
    page.widget("pages").page = "sweep"
    assert page.widget("share", "said").said.startswith("全部6次模拟完成")
    assert page.widget("form").form["spans"] == {"subsidy": [0.0, 1.0, 0.5]}


def test_a_choice_from_a_link_that_cannot_be_is_the_usual(runs: Runs) -> None:
    state = ViewState(PARK, page="sweep").with_pick("sweep_x", "<img>").with_pick("sweep_y", "jobs")
    ran, picks = runs.ran(state.key), pages()["sweep"].picks
    room = Room(state, lambda _: None, runs, ran, picks)
    assert (measure_of(room, "sweep_x"), measure_of(room, "sweep_y")) == ("public_cost", "jobs")


def test_a_sweep_that_is_too_large_is_not_started(page: DrawnPage) -> None:
    form = page.widget("form")
    form.form = {**form.form, "spans": {n: [0, 2, 0.05] for n in ("subsidy", "land_use")}}
    assert "At most 2000 runs" in page.widget("form").fault
    page.widget("form").vue_start({})
    assert process.desks().of("").sweep is None
