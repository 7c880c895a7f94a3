"""The park page in this process: picks by the chart and the list, years, and bad links."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import ipyvue
import pytest
import solara

from dashboards import process
from dashboards.page import Page
from dashboards.pages.park.picture import RING
from dashboards.runs import Runs
from dashboards.viewstate import ViewState


class Drawn:
    """The park page as it is drawn, by its widgets."""

    def __init__(self) -> None:
        self.box, self.context = solara.render(Page(), handle_error=False)
        self.one("pages").page = "park"

    def all(self, *properties: str) -> list[Any]:
        """Return the widgets that have all these properties."""
        widgets = self.context.find(ipyvue.VueTemplate).widgets
        return [one for one in widgets if all(hasattr(one, name) for name in properties)]

    def one(self, *properties: str) -> Any:
        (found,) = self.all(*properties)
        return found

    @property
    def query(self) -> str:
        return str(self.one("undone").query)

    @property
    def card(self) -> str:
        return str(self.one("facts").title)

    def choice(self, offered: str) -> Any:
        """Return the choice that offers an option."""
        choices = self.all("options", "chosen")
        (found,) = [one for one in choices if offered in [o["name"] for o in one.options]]
        return found

    def ringed(self) -> list[str]:
        series = json.loads(self.one("frame").step)["series"]
        points = [point for one in series for point in one["data"]]
        return [p["key"] for p in points if p.get("itemStyle", {}).get("borderColor") == RING]


@pytest.fixture
def park(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> Iterator[Drawn]:
    monkeypatch.setattr(process, "_RUNS", [runs])
    monkeypatch.setattr("dashboards.pages.overview.waiting.QUIET_S", 3600.0)
    drawn = Drawn()
    yield drawn
    drawn.context.close()


def test_the_one_with_the_most_partners_is_shown_at_first(park: Drawn) -> None:
    assert park.card == "Asnaes power station in 2027" and park.ringed() == ["asnaes"]
    assert park.query == "page=park"


def test_a_click_picks_and_a_second_lets_go(park: Drawn) -> None:
    park.one("frame").vue_pick("novo")
    assert park.card.startswith("Novo Nordisk") and park.ringed() == ["novo"]
    assert park.query == "page=park&park_firm=novo" and park.choice("novo").chosen == "novo"
    park.choice("network").chosen = "network"
    assert park.card.startswith("Novo Nordisk") and park.ringed() == ["novo"]
    park.one("frame").vue_pick("novo")
    assert park.query == "page=park&park_view=network"


def test_the_list_offers_all_by_name(park: Drawn, runs: Runs) -> None:
    offered = park.choice("novo").options
    titles = [one["title"].casefold() for one in offered[1:]]
    assert offered[0]["name"] == "" and titles == sorted(titles)
    results = runs.results(ViewState("kalundborg").key)
    assert len(titles) == len(results.enterprises.where(year=2027))
    park.choice("novo").chosen = "gyproc"
    assert park.card == "Gyproc plasterboard in 2027"
    park.choice("novo").chosen = ""
    assert park.query == "page=park"


def test_a_year_changes_ties_and_card(park: Drawn) -> None:
    before = park.one("frame").step
    park.one("year").year = 2020
    assert park.card == "Asnaes power station in 2020" and park.one("frame").step != before
    assert park.query == "page=park&park_year=2020"


@pytest.mark.parametrize("firm", ["../etc", "<b>", "committee", "7"])
def test_who_never_stood_is_not_picked(park: Drawn, firm: str) -> None:
    park.one("frame").vue_pick(firm)
    assert park.card == "Asnaes power station in 2027"


def test_who_does_not_stand_in_the_year_is_said_to(
    park: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboards.pages.park.page.cards_of", absent)
    park.one("frame").vue_pick("gyproc")
    assert park.all("facts") == []
    said = [str(one.children) for one in park.context.find(ipyvue.Html).widgets]
    assert any("Gyproc plasterboard did not stand in the park in 2027." in one for one in said)


def absent(*_: object) -> tuple[()]:
    return ()


def test_the_index_of_the_search_is_sent_while_the_box_has_the_focus(park: Drawn) -> None:
    box = park.one("index")
    assert box.index == ""
    box.vue_begin({})
    assert len(json.loads(box.index)["firms"]) > 5
    park.one("year").year = 2020
    box.vue_end({})
    assert box.index == ""


def test_what_the_search_finds_is_picked_and_brought_to_the_middle(park: Drawn) -> None:
    park.one("index").vue_take("gyproc")
    assert park.card == "Gyproc plasterboard in 2027" and park.ringed() == ["gyproc"]
    assert park.query == "page=park&park_firm=gyproc"
    first = park.one("frame").focus
    assert json.loads(first)["key"] == "gyproc"
    park.one("index").vue_take("gyproc")
    assert park.query == "page=park&park_firm=gyproc", "found again, it stays picked"
    assert park.one("frame").focus != first, "found again, it comes back to the middle"


@pytest.mark.parametrize("firm", ["nobody", "<b>", None, 3, ["gyproc"]])
def test_the_search_takes_no_other(park: Drawn, firm: object) -> None:
    park.one("index").vue_take(firm)
    assert park.query == "page=park" and park.one("frame").focus == ""
