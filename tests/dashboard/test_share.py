"""The menu that saves and shares, without a browser."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any

import pytest

from dashboards import process
from dashboards.runs import Runs
from dashboards.share import view_of
from dashboards.viewstate import ViewState
from experiments.report import View, write_view
from tests.dashboard.test_page import Drawn


class AtOnce:
    """A background that does the work where it is asked."""

    opened = False

    def __init__(self) -> None:
        self.asked: list[Any] = []

    def submit(self, work: Any, *given: Any) -> Future[Any]:
        self.asked.append((work, *given))
        done: Future[Any] = Future()
        done.set_result(b"content")
        return done


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> AtOnce:
    background = AtOnce()
    monkeypatch.setattr(process, "background", lambda: background)
    return background


@pytest.fixture
def page(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> Iterator[Drawn]:
    monkeypatch.setattr(process, "_RUNS", [runs])
    monkeypatch.setattr("dashboards.pages.overview.waiting.QUIET_S", 3600.0)
    drawn = Drawn()
    yield drawn
    drawn.context.close()


def until(reached: Any) -> None:
    end = time.monotonic() + 60
    while not reached() and time.monotonic() < end:
        time.sleep(0.01)
    assert reached()


def test_a_closed_menu_is_told_nothing_and_an_open_one_follows(page: Drawn) -> None:
    menu = page.widget("command")
    page.widget("levers").values = {**page.widget("levers").values, "subsidy": 0.0}
    assert (menu.query, menu.command) == ("", "")
    menu.opened = True
    assert menu.query == "subsidy=0"
    assert menu.command.startswith(
        "parkloop run kalundborg --package baseline@2026 --set subsidy=0 "
    )
    page.widget("levers").values = {**page.widget("levers").values, "subsidy": 2.0}
    assert "--set subsidy=2 " in menu.command


def test_a_file_is_written_elsewhere_and_let_go_when_saved(page: Drawn, worker: AtOnce) -> None:
    menu = page.widget("command")
    page.widget("park").package = "none"
    menu.vue_ask("json")
    until(lambda: menu.file is not None)
    (work, view, kind) = worker.asked[0]
    assert (work, kind) == (write_view, "json")
    assert isinstance(view, View)
    assert (view.scenario.package.name, view.baseline.package.name) == (
        "none@2026",
        "baseline@2026",
    )
    assert menu.file["content"] == b"content"
    assert menu.file["name"] == f"kalundborg-none_2026-{view.scenario.run_id()[:8]}.json"
    menu.vue_saved({})
    until(lambda: menu.file is None)
    assert menu.busy == ""


@pytest.mark.parametrize("asked", ["exe", None, 3, ["json"]])
def test_only_known_files_can_be_asked_for(page: Drawn, worker: AtOnce, asked: object) -> None:
    page.widget("command").vue_ask(asked)
    assert worker.asked == []


def test_a_file_that_fails_is_said(page: Drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    class Lost:
        def submit(self, *_: object) -> Future[Any]:
            raise RuntimeError("no worker")

    monkeypatch.setattr(process, "background", Lost)
    menu = page.widget("command")
    menu.vue_ask("json")
    until(lambda: menu.fault != "" and menu.busy == "")
    assert menu.fault == "The file could not be written: no worker"


def test_a_view_is_that_of_the_state(runs: Runs) -> None:
    state = ViewState("guitang", "none", (("subsidy", 0.5),), seed=3, lang="zh")
    view = view_of(runs, state)
    assert view.scenario.run_id() == runs.scenario(state.key).run_id()
    assert view.command.split()[2:7] == [
        "guitang",
        "--package",
        "none@2026",
        "--set",
        "subsidy=0.5",
    ]
