"""Every variable, unit and word has an English and a Chinese label."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

import experiments
from experiments import labels, words
from experiments.figures import FIGURES
from experiments.figures.scale import readable
from experiments.figures.sector_group import group_of
from experiments.figures.style import CLASS_COLOURS, GROUP_COLOURS
from experiments.indicators import BREAKDOWNS, INDICATORS
from experiments.indicators.stream_class import CLASSES
from experiments.targets import target_rows
from policies.registry import all_policies
from sim.catalogue import load_catalogue
from sim.record import VARIABLES

HANZI = re.compile(r"[一-鿿]")
SOURCES = Path(inspect.getfile(experiments)).parents[1]


@pytest.mark.parametrize("name", INDICATORS)
def test_an_indicator_is_labelled_in_both_languages_and_says_its_formula(name: str) -> None:
    one = INDICATORS[name]
    assert labels.variable_label(one.variable, "en") == one.en
    assert HANZI.search(labels.variable_label(one.variable, "zh"))
    assert not HANZI.search(one.en)
    assert len(one.formula) > 20
    assert not HANZI.search(labels.unit_label(one.unit_of("year"), "en"))
    zh = labels.unit_label(one.unit_of("year"), "zh")
    assert HANZI.search(zh) or zh == "%"


def test_parts_of_breakdowns_are_labelled() -> None:
    assert labels.variable_label("Cost|Private|Grants", "zh") == "企业成本：补助（负值）"
    assert labels.variable_label("Cost|Public|subsidy", "en").startswith("Public cost by policy: ")
    for policy, kind in all_policies().items():
        assert labels.policy_label(policy, "zh") == kind.title_zh
    groups = {"class", "stream", "cost", "policy", "exchange", "pollutant"}
    assert {one.labels for one in BREAKDOWNS.values()} == groups


@pytest.mark.parametrize(
    "pairs", ["CLASSES", "COSTS", "GROUPS", "ROLES", "EVENTS", "RECORDED", "WORDS"]
)
def test_words_are_pairs(pairs: str) -> None:
    for key, (en, zh) in getattr(words, pairs).items():
        assert en and not HANZI.search(en), key
        assert HANZI.search(zh), key
        assert len(re.findall(r"{\w*}", en)) == len(re.findall(r"{\w*}", zh)), key


def test_nothing_of_the_tables_is_without_a_label() -> None:
    catalogue = load_catalogue()
    for name in catalogue.streams:
        assert labels.stream_label(name, "en") and HANZI.search(labels.stream_label(name, "zh"))
    for name in catalogue.sectors:
        assert labels.sector_label(name, "en") and HANZI.search(labels.sector_label(name, "zh"))
        assert group_of(name) in words.GROUPS
    for name in catalogue.technologies:
        assert labels.technology_label(name, "en") and labels.technology_label(name, "zh")
    for name in catalogue.exchanges:
        assert " for " in labels.exchange_label(name, "en")
        assert "替代" in labels.exchange_label(name, "zh")


def test_keys_match_what_they_label() -> None:
    assert list(words.RECORDED) == [name for name, _ in VARIABLES]
    assert tuple(words.CLASSES) == CLASSES == tuple(CLASS_COLOURS)
    assert set(words.GROUPS) == set(GROUP_COLOURS)
    assert set(words.DOCUMENTS) == {row["document"] for row in target_rows()}
    assert all(labels.document_label(name, "zh") for name in words.DOCUMENTS)
    assert set(FIGURES) <= set(words.WORDS)
    assert [labels.recorded_label(name, "en") for name, _ in VARIABLES]
    assert labels.role_label("firm", "zh") and labels.event_label("left", "zh")


def test_every_kind_of_event_is_labelled() -> None:
    kinds = set()
    for folder in ("sim", "agents"):
        for path in (SOURCES / folder).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
                    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    place = {"event": 0, "link_event": 1}.get(name)
                    if place is not None and isinstance(node.args[place], ast.Constant):
                        kinds.add(node.args[place].value)
    assert kinds and kinds <= set(words.EVENTS)


def test_large_numbers_get_a_readable_unit() -> None:
    assert readable("t/yr", 999.0, "en") == (1.0, "t/yr")
    assert readable("t/yr", 1000.0, "en") == (1e3, "kt/yr")
    assert readable("t CO2/yr", 2e4, "zh") == (1e4, "万吨二氧化碳/年")
    assert readable("%", 1e9, "zh") == (1.0, "%")
    assert readable("CNY/yr", 3e8, "zh") == (1e8, "亿元/年")
