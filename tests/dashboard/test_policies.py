"""The policies page: what it says of each instrument is what the project carries, and no more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from dashboards import process
from dashboards.pages.policies.catalogue import catalogue, changed_of, section_of
from dashboards.pages.policies.families import FAMILIES
from dashboards.runs import Runs
from experiments.measures import register
from policies.package import read_package
from policies.parameters import load_parameters
from policies.registry import all_policies
from tests.dashboard.test_page import Drawn

HAN = re.compile(r"[\u4e00-\u9fff]")


def listed(lang: str) -> dict[str, Any]:
    return {one["name"]: one for one in json.loads(catalogue(lang))["instruments"]}


def test_every_instrument_stands_in_one_family() -> None:
    placed = [name for names in FAMILIES.values() for name in names]
    assert sorted(placed) == sorted(all_policies())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_instrument_says_its_clauses_numbers_and_measures(lang: str) -> None:
    found = listed(lang)
    assert set(found) == set(all_policies())
    for name, kind in all_policies().items():
        one = found[name]
        assert one["title"] == (kind.title_zh if lang == "zh" else kind.title_en)
        sections = [section_of(c.section, lang) for c in kind.clauses]
        assert [clause["section"] for clause in one["clauses"]] == sections
        assert all(bool(HAN.search(c["says"])) == (lang == "zh") for c in one["clauses"])
        assert all(".txt" not in clause["document"] for clause in one["clauses"])
        rows = [row for used in kind.uses for row in load_parameters().steps(used)]
        assert [row["name"] for row in one["parameters"]] == [row.name for row in rows]
        assert [row["source"] for row in one["parameters"]] == [row.source for row in rows]
        assert one["level"] and one["payer"] and one["prose"]
        carried = [m.measure for m in register() if name in m.modules]
        assert [measure["name"] for measure in one["measures"]] == carried


def test_a_clause_is_what_the_module_says_of_it() -> None:
    clause, told = listed("zh")["subsidy"]["clauses"][0], all_policies()["subsidy"].clauses[0]
    assert clause["document"].startswith("国家发展改革委办公厅、工业和信息化部办公厅关于做好")
    assert (clause["section"], clause["says"]) == ("三（四）", told.says_zh)
    assert clause["facts"].startswith("文号：发改办环资〔2021〕1004号 · 日期：2021-12-15")
    assert listed("en")["subsidy"]["clauses"][0]["says"] == told.says
    assert listed("en")["subsidy"]["clauses"][2]["facts"].startswith("No. not known")
    assert listed("en")["subsidy"]["level"] == "national · provincial"


def test_a_parameter_is_written_with_its_range() -> None:
    by_name = {row["name"]: row for row in listed("en")["subsidy"]["parameters"]}
    budget = by_name["cb_park_budget"]
    assert (budget["value"], budget["range"]) == ("1,500", "400 … 6,000")
    assert by_name["cb_circular"]["range"] == ""


def test_a_package_that_sets_numbers_says_so() -> None:
    changed = changed_of(read_package("baseline").parameters)
    assert changed["land_use"]["hpm_lut_relief_B"] == "0.7"
    assert changed_of(read_package("none").parameters) == {}


def test_the_list_is_sent_once_and_small() -> None:
    assert catalogue("en") is catalogue("en")
    assert len(catalogue("en").encode()) < 400_000


@pytest.fixture
def drawn(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> Iterator[Drawn]:
    monkeypatch.setattr(process, "_RUNS", [runs])
    monkeypatch.setattr("dashboards.pages.overview.waiting.QUIET_S", 3600.0)
    page = Drawn()
    page.widget("pages").page = "policies"
    yield page
    page.context.close()


def test_a_strength_acts_on_the_scenario(drawn: Drawn) -> None:
    part, before = drawn.widget("catalogue"), drawn.figures()
    assert part.usual["subsidy"] == part.values["subsidy"] == 1.0
    part.values = {**part.values, "subsidy": 0.0, "waste_charge": 1.5}
    assert drawn.figures() != before
    assert drawn.widget("query", "undone").query == "page=policies&subsidy=0&waste_charge=1.5"
    drawn.widget("pages").page = "overview"
    assert drawn.widget("levers").values["waste_charge"] == 1.5


def test_what_is_unfolded_travels_with_the_link(drawn: Drawn) -> None:
    drawn.widget("catalogue").opened = "land_use"
    assert drawn.widget("query", "undone").query == "page=policies&policies_show=land_use"
    drawn.widget("catalogue").opened = ""
    assert drawn.widget("query", "undone").query == "page=policies"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("values", None),
        ("values", {"subsidy": "high", "elsewhere": 1.0}),
        ("opened", "<b>elsewhere</b>"),
    ],
)
def test_what_the_browser_may_not_ask_for_changes_nothing(
    drawn: Drawn, name: str, value: object
) -> None:
    before = drawn.figures()
    setattr(drawn.widget("catalogue"), name, value)
    assert drawn.figures() == before
    assert drawn.widget("query", "undone").query == "page=policies"
