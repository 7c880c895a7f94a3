"""The page in this process, without a browser: what a widget's change does to the rest."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

import ipyvue
import pytest
import solara

from dashboards import process
from dashboards.bands import Band, Bands
from dashboards.lines import LINES
from dashboards.page import Page
from dashboards.registry import pages
from dashboards.runs import Ran, Runs
from dashboards.stops import Stop
from dashboards.viewstate import Key
from policies.registry import all_policies


class Drawn:
    """A drawn page and its widgets by the properties they have."""

    def __init__(self) -> None:
        self.box, self.context = solara.render(Page(), handle_error=False)

    def widget(self, *properties: str) -> Any:
        """Return the one widget that has all these properties."""
        widgets = self.context.find(ipyvue.VueTemplate).widgets
        (found,) = [one for one in widgets if all(hasattr(one, name) for name in properties)]
        return found

    @property
    def charts(self) -> list[Any]:
        """Return the chart widgets, in no order."""
        widgets = self.context.find(ipyvue.VueTemplate).widgets
        return [one for one in widgets if hasattr(one, "frame")]

    def figures(self) -> dict[str, str]:
        """Return each figure's value and unit."""
        return {c["key"]: f"{c['value']} {c['unit']}" for c in self.widget("cards").cards}


@pytest.fixture
def page(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> Iterator[Drawn]:
    monkeypatch.setattr(process, "_RUNS", [runs])
    monkeypatch.setattr("dashboards.pages.overview.waiting.QUIET_S", 3600.0)
    drawn = Drawn()
    yield drawn
    drawn.context.close()


def test_the_page_shows_six_figures_and_six_trajectories(page: Drawn) -> None:
    assert list(page.figures()) == ["co2", "energy", "reused", "links", "cost", "targets"]
    assert all(card["trend"] == "same" for card in page.widget("cards").cards)
    assert len(page.charts) == 6
    assert all(json.loads(chart.step)["series"] for chart in page.charts)
    assert json.loads(page.widget("goals").goals)


def test_a_moved_lever_changes_the_figures_and_the_link(page: Drawn) -> None:
    levers, before = page.widget("levers"), page.figures()
    in_force = {"ladder_tariff": 1.0, "land_use": 1.0, "subsidy": 1.0, "utilisation_relief": 1.0}
    assert levers.values == dict.fromkeys(all_policies(), 0.0) | in_force
    levers.values = {**levers.values, "subsidy": 0.0, "land_use": 0.0}
    assert page.figures() != before
    assert page.widget("query", "undone").query == "land_use=0&subsidy=0"
    page.widget("levers").vue_reset({})
    assert page.figures() == before
    assert page.widget("query", "undone").query == ""


def test_a_band_comes_when_the_levers_rest(page: Drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    def band(self: Bands, runs: Runs, key: Key, kind: str, stop: Stop) -> Band:
        edges = {name: (1.0,) * 6 for name in LINES}
        return Band(key, kind, 20, edges, edges)

    def drawn() -> list[int]:
        return [len(json.loads(c.overlay)["series"][0]["data"]) for c in page.charts if c.overlay]

    assert drawn() == [0] * 6
    monkeypatch.setattr("dashboards.bands.Bands.work_out", band)
    monkeypatch.setattr("dashboards.pages.overview.waiting.QUIET_S", 0.0)
    page.widget("park").seed = 2
    until = time.monotonic() + 60
    while drawn() != [1] * 6 and time.monotonic() < until:
        time.sleep(0.01)
    assert drawn() == [1] * 6


def test_a_band_is_stopped_before_the_run_of_a_moved_lever(
    page: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Stop] = []

    def band(self: Bands, runs: Runs, key: Key, kind: str, stop: Stop) -> None:
        begun.append(stop)

    monkeypatch.setattr(Bands, "work_out", band)
    monkeypatch.setattr("dashboards.pages.overview.waiting.QUIET_S", 0.0)
    page.widget("park").seed = 2
    until = time.monotonic() + 60
    while not begun and time.monotonic() < until:
        time.sleep(0.01)
    monkeypatch.setattr("dashboards.pages.overview.waiting.QUIET_S", 3600.0)
    seen: list[bool] = []
    ran = Runs.ran

    def watched(self: Runs, key: Key) -> Ran:
        seen.append(begun[0].is_set())
        return ran(self, key)

    monkeypatch.setattr(Runs, "ran", watched)
    page.widget("levers").values = {**page.widget("levers").values, "subsidy": 0.0}
    assert seen
    assert all(seen)


def test_the_language_changes_every_part(page: Drawn) -> None:
    page.widget("lang").lang = "zh"
    assert page.widget("cards").cards[0]["label"] == "2027年二氧化碳排放"
    named = [json.loads(chart.frame)["series"][0]["name"] for chart in page.charts]
    assert sorted(named) == ["基准：现行政策"] * 6
    assert page.widget("query", "undone").query == "lang=zh"


def test_another_park_and_package_are_shown(page: Drawn) -> None:
    before = page.figures()
    page.widget("park").park = "guitang"
    assert page.figures() != before
    page.widget("park").package = "none"
    assert page.widget("levers").values == dict.fromkeys(page.widget("levers").values, 0.0)
    assert page.widget("query", "undone").query == "park=guitang&package=none"


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        ("park", "park", "../etc"),
        ("park", "package", "elsewhere"),
        ("park", "seed", -4),
        ("park", "seed", "7"),
        ("park", "lang", "fr"),
        ("levers", "values", {"subsidy": "high", "other": 3}),
        ("levers", "values", None),
    ],
)
def test_what_the_browser_may_not_ask_for_changes_nothing(
    page: Drawn, part: str, name: str, value: object
) -> None:
    before = page.figures()
    setattr(page.widget(part), name, value)
    assert page.figures() == before
    assert page.widget("query", "undone").query == ""


def test_a_run_that_fails_is_said(page: Drawn, runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ArithmeticError("the books do not close")

    monkeypatch.setattr(Runs, "ran", fail)
    page.widget("park").seed = 5
    assert page.widget("notices").notices == [
        "This scenario could not be run: ArithmeticError: the books do not close"
    ]


def test_a_step_is_undone_and_done_again(page: Drawn) -> None:
    before = page.figures()
    page.widget("levers").values = {**page.widget("levers").values, "subsidy": 0.0}
    moved = page.figures()
    page.widget("lang").lang = "zh"
    page.widget("query", "undone").vue_back({})
    assert page.widget("query", "undone").query == "lang=zh", "undoing keeps the language"
    assert page.widget("query", "undone").undone == {"back": False, "forward": True}
    page.widget("lang").lang = "en"
    assert page.figures() == before
    page.widget("query", "undone").vue_forward({})
    assert page.figures() == moved
    assert page.widget("query", "undone").undone == {"back": True, "forward": False}


@pytest.mark.parametrize("name", list(pages()))
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_page_is_drawn_in_both_languages(page: Drawn, name: str, lang: str) -> None:
    page.widget("lang").lang = lang
    page.widget("pages").page = name
    asked = dict(parse_qsl(page.widget("query", "undone").query))
    assert asked.get("page", "overview") == name
    assert page.widget("notices").notices == []
