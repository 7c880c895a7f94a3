"""The card of an enterprise: its numbers are those of the results, its words in both languages."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import pytest

from dashboards.pages.park.card import OPEN, Card, cards_of, firms_of
from dashboards.pages.park.card_tables import _effect, _year_or_number, capital
from experiments.explain import EnterpriseYear
from experiments.explain.event_words import (
    NUMBER_WORDS,
    REASON_WORDS,
    STANDING_WORDS,
    UNIT_WORDS,
    word_of,
)
from experiments.results import Results
from experiments.scenario import Scenario
from sim.columns import ENDINGS
from sim.synth import synth
from sim.terms import SHEET

YEAR = 2025
FIRM = "asnaes"


def card(results: Results, lang: str = "en", enterprise: str = FIRM, year: int = YEAR) -> Card:
    (found,) = cards_of(results, enterprise, year, lang)
    return found


def rows(found: Card, section: str, sheet: str) -> list[list[Any]]:
    (part,) = [one for one in found.sections if one.name == section]
    (told,) = [one for one in part.sheets if one.name == sheet]
    cells = [row["cells"] for row in json.loads(told.table)["rows"]]
    assert len(cells) == told.rows
    return cells


def explained(results: Results, enterprise: str = FIRM, year: int = YEAR) -> EnterpriseYear:
    found = results.explain(enterprise, year)
    assert isinstance(found, EnterpriseYear)
    return found


def test_partners_are_the_contracts_that_moved_something(results: Results) -> None:
    links = results.links
    mine = (links["giver"] == FIRM) | (links["taker"] == FIRM)
    amounts = links[str(YEAR)][mine & (links[str(YEAR)] > 0.0)]
    found = rows(card(results), "partners", "partners")
    assert sorted(row[3][0] for row in found) == sorted(amounts.tolist()) and len(found) > 1
    assert {row[1] for row in found} == {"gives to", "takes from"}
    names = {pair[0] for pair in firms_of(results).values()}
    assert all(row[0] in names for row in found)
    facts = dict(card(results).facts)
    assert facts["Partners"] == str(len({row[0] for row in found}))


def test_prices_of_inputs_are_the_sum_of_their_parts(results: Results) -> None:
    found = rows(card(results), "streams", "streams")
    inputs = [row for row in found if row[1] == "in"]
    assert inputs and len(found) == len(explained(results).flows)
    for row in inputs:
        market, by_terms, by_charges, price = (cell[0] for cell in row[3:7])
        assert math.isclose(market + by_terms + by_charges, price, rel_tol=1e-9, abs_tol=1e-9)


def test_terms_tell_each_part_with_its_policy(results: Results) -> None:
    terms = explained(results).terms
    found = rows(card(results), "terms", "terms")
    assert len(found) == sum(len(term["parts"]) for term in terms) > 0
    assert [row[4][0] for row in found] == [t["value"] for t in terms for _ in t["parts"]]
    assert all(row[1] and row[2][1] for row in found)
    assert _effect("add", -0.2, "en") == "−0.200" and _effect("scale", 0.3, "en") == "× 0.300"
    assert not any("default" in row[0] for row in found)


def test_decisions_tell_verdict_and_numbers(results: Results) -> None:
    weighing = [
        (one, year)
        for one in firms_of(results)
        for year in results.years.tolist()
        if cards_of(results, one, year, "en") and explained(results, one, year).weighed
    ]
    assert weighing, "no enterprise weighed a retrofit"
    firm, year = weighing[0]
    told = explained(results, firm, year).weighed
    found = rows(card(results, enterprise=firm, year=year), "decisions", "weighed")
    assert [row[5][0] for row in found] == [one["npv_cny"] / 1e4 for one in told]
    talks = rows(card(results), "decisions", "talks")
    assert [row[4][0] for row in talks] == [t["joint_gain_cny"] for t in explained(results).talks]


def test_money_closes_with_the_net_cash(results: Results) -> None:
    *found, cash = rows(card(results), "accounts", "accounts")
    silent = {"Depreciation (no cash)", "Equipment written off (no cash)"}
    moved = math.fsum(row[2][0] for row in found if row[0] not in silent)
    assert math.isclose(moved, cash[2][0], rel_tol=1e-9)


def test_own_co2_stands_beside_that_of_the_year_before(results: Results) -> None:
    (row,) = [one for one in explained(results).quantities if one["name"] == "co2"]
    assert (
        f"{100 * (row['value'] / row['before'] - 1):.1f}".lstrip("-")
        in dict(card(results).facts)["Own CO₂, scopes 1 and 2"]
    )
    first = dict(card(results, year=2020).facts)["Own CO₂, scopes 1 and 2"]
    assert "%" not in first


def test_whole_numbers_years_and_money_are_written_as_such(results: Results) -> None:
    assessed = {
        row[1]: row[2][1] for row in rows(card(results, enterprise="gyproc"), "terms", "standing")
    }
    assert assessed["class (1 is A)"] in list("1234")
    quantities = rows(card(results), "quantities", "quantities")
    revenue = {row[0]: row for row in quantities}["Revenue"]
    assert revenue[1][1].endswith("mn CNY") and revenue[3] == ""
    assert _year_or_number("since", 2024.0) == "2024"
    first = rows(card(results, year=2020), "quantities", "quantities")
    assert {row[2][0] for row in first} == {None}


def test_who_did_not_stand_has_no_card() -> None:
    run = Scenario(synth(20, 1), until=2023).run()
    entrants = set(firms_of(run)) - set(run.enterprises.where(year=2020)["enterprise"])
    assert entrants
    for enterprise in (*entrants, "nobody", "committee", ""):
        assert cards_of(run, enterprise, 2020, "en") == ()
    assert all(cards_of(run, enterprise, 2023, "en") for enterprise in run.enterprises.where(
        year=2023)["enterprise"])  # fmt: skip


@pytest.mark.parametrize("package", ["baseline", "in_force", "brokered", "adaptive"])
def test_a_chinese_card_holds_chinese_words(package: str) -> None:
    results = Scenario("kalundborg", package, until=2022).run()
    names = {word for pair in firms_of(results).items() for word in (pair[0], *pair[1])}
    for enterprise in firms_of(results):
        for found in cards_of(results, enterprise, 2022, "zh"):
            for section in found.sections:
                for sheet in section.sheets:
                    for row in json.loads(sheet.table)["rows"]:
                        words = [cell for cell in row["cells"] if isinstance(cell, str)]
                        bare = [w for w in words if not any(name in w for name in names)]
                        assert [w for w in bare if re.search(r"[a-z]{4}", w)] == []


def test_sections_open_and_every_word_is_there(results: Results) -> None:
    assert [one.name for one in card(results).sections][:3] == list(OPEN)
    assert set(ENDINGS) <= REASON_WORDS.keys()
    assert {term.unit for term in SHEET.values()} <= UNIT_WORDS.keys()
    for table in (REASON_WORDS, NUMBER_WORDS, STANDING_WORDS, UNIT_WORDS):
        assert all(zh for _, zh in table.values())
    assert word_of(STANDING_WORDS, "not_known", "zh") == "not known"
    assert [capital(word) for word in ("km", "NPV", "t CO2")] == ["Km", "NPV", "t CO₂"]
