"""The links page: counts that agree with the run's own, reasons, and what could be."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import numpy as np
import pytest

from dashboards.background import Lane
from dashboards.pages.links.chart import active_step, link_rows, turnover_frame, turnover_step
from dashboards.pages.links.could import missing_table, opportunity_table, optimum_table
from dashboards.pages.links.data import RENEWED, links_of, names_of, years_of
from dashboards.pages.links.looking import look
from dashboards.runs import Runs, SessionRuns
from dashboards.stops import Stop
from dashboards.viewstate import ViewState
from experiments.results import Results


def test_links_by_class_add_up_to_those_that_delivered(results: Results) -> None:
    years = years_of(results)
    rows = list(results.links.rows())
    delivered = [
        len({(r["giver"], r["taker"], r["exchange"]) for r in rows if r[str(year)] > 0.0})
        for year in years.years
    ]
    assert list(years.total) == delivered and max(delivered) > 5
    contracts = [sum(row[str(year)] > 0.0 for row in rows) for year in years.years]
    assert max(np.subtract(contracts, delivered)) > 0, "no link was renewed in the run"


def test_what_formed_and_ended_agrees_with_the_events(results: Results) -> None:
    years = years_of(results)
    kinds = results.events["event"].tolist()
    assert sum(map(sum, years.formed.values())) == kinds.count("link_signed")
    assert sum(map(sum, years.ended.values())) == kinds.count("link_ended") > 0
    shown = {one["id"] for one in turnover_frame(years, "en")["series"]}
    assert {*years.formed, *years.ended} <= shown, "a reason has no bar"
    values = [p["value"] for one in turnover_step(years)["series"] for p in one["data"]]
    assert min(values) < 0 < max(values)


def test_a_contract_says_when_and_why_it_ended(results: Results) -> None:
    links = links_of(results)
    assert len(links) == len(results.links)
    assert all(bool(one.until) == bool(one.reason) for one in links)
    ended = [one for one in links if one.reason not in ("", RENEWED)]
    assert len(ended) > 0
    assert {one.reason for one in ended} <= set(years_of(results).ended)
    renewed = sum(one.reason == RENEWED for one in links)
    assert renewed <= sum(results.links["renewal"].tolist())
    running = [one.until == "" for one in links]
    assert running == sorted(running, reverse=True), "those that run stand first"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_rows_name_everyone_in_the_language(results: Results, lang: str) -> None:
    links, names = links_of(results), names_of(results)
    rows = link_rows(links, names, lang)
    assert {one.giver for one in links} | {one.taker for one in links} <= set(names)
    assert all(row[1][0] and row[1][8] for row in rows)
    years = years_of(results)
    json.dumps(active_step(years, years), allow_nan=False)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    def submit(_: Lane, work: Callable[..., Any], *given: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(work(*given))
        return done

    monkeypatch.setattr(Lane, "submit", submit)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_could_be_is_shown_as_it_was_found(runs: Runs, here: None, lang: str) -> None:
    session = SessionRuns(runs)
    key = ViewState("kalundborg").key
    found = look(session, key, Stop())
    assert found is not None
    assert 0.0 < found.optimum.share("net_benefit_cny") <= 1.0 + 1e-6
    names = session.view(key, names_of)
    optimum = json.loads(optimum_table(found.optimum, lang))
    for row in optimum["rows"]:
        _, best, running, share, _, *blocks = row["cells"]
        assert running[0] <= best[0] * (1 + 1e-9)
        assert share[0] + sum(one[0] for one in blocks) == pytest.approx(100.0, abs=0.5)
    could = json.loads(opportunity_table(found.opportunities, names, lang))
    assert len(could["rows"]) == len(found.opportunities.rows) > 0
    lacking = json.loads(missing_table(found.missing, lang))
    gains = [row["cells"][1][0] for row in lacking["rows"]]
    assert gains == sorted(gains, reverse=True) and gains[-1] > 0.0


def test_work_that_is_stopped_gives_nothing(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Lane, "submit", lambda *_: Future[Any]())
    stop = Stop()
    stop.set()
    assert look(runs, ViewState("kalundborg").key, stop) is None
