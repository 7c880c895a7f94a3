"""Every text is in the table, in both languages, and the pages hold none of their own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboards.navigation import NAMES
from dashboards.numbers import UNITS
from dashboards.texts import all_texts, of_page, text
from dashboards.texts.shared import TEXTS as SHARED
from experiments.explain.words import HEADS
from tests.house.project import ROOT

ROOMS = ROOT / "dashboards"
VUE_FILES = sorted(ROOMS.rglob("*.vue"))
WORDLESS = (
    "guard",
    "texts",
    "shelf",
    "server",
    "frontend",
    "collect",
    "command",
    "numbers",
    "process",
)
"""Modules without anything a reader of the page sees, and the tables of texts themselves."""
PYTHON = sorted(
    path
    for path in ROOMS.rglob("*.py")
    if path.stem not in (*WORDLESS, "__init__") and path.parent.name != "texts"
)
TEXTS = all_texts()
HAN = re.compile(r"[\u4e00-\u9fff]")
BRACES = re.compile(r"\{(\w+)\}")
SAME_IN_BOTH = {"english", "chinese"}
"""Names of languages, each written in its own."""


@pytest.mark.parametrize("key", TEXTS)
def test_a_text_has_both_languages(key: str) -> None:
    english, chinese = TEXTS[key]
    assert english.strip() and chinese.strip()
    assert sorted(BRACES.findall(english)) == sorted(BRACES.findall(chinese))
    if key not in SAME_IN_BOTH:
        assert not HAN.search(english)
        assert HAN.search(chinese) or not re.search(r"[a-z]{2}", BRACES.sub("", chinese))


def test_a_unit_is_scaled_in_both_languages() -> None:
    assert [unit for unit, by_language in UNITS.items() if set(by_language) != {"en", "zh"}] == []
    for by_language in UNITS.values():
        for steps in by_language.values():
            assert [d for d, _ in steps] == sorted((d for d, _ in steps), reverse=True)


def test_a_missing_word_is_an_error() -> None:
    with pytest.raises(KeyError):
        text("figure_co2", "en")


def template(path: Path) -> str:
    found = re.search(r"<template>(.*)</template>", path.read_text(encoding="utf-8"), re.DOTALL)
    assert found, f"{path.name} has no template"
    return found.group(1)


def shown(markup: str) -> str:
    """Return what a template shows that is not taken from data."""
    return re.sub(r"\{\{.*?\}\}", "", re.sub(r"<[^>]*>", "", markup, flags=re.DOTALL))


@pytest.mark.parametrize("path", VUE_FILES, ids=lambda path: path.name)
def test_a_template_shows_no_words_of_its_own(path: Path) -> None:
    markup = template(path)
    assert not re.search(r"\w", shown(markup)), shown(markup).split()
    assert re.findall(r"\s(?:aria-label|title|alt|placeholder|label)=", markup) == []


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the line and value of each string of a module that is no docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in documented:
            yield node.lineno, node.value


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: path.name)
def test_a_page_holds_no_words_of_its_own(path: Path) -> None:
    found = list(strings(path))
    words = [(n, s) for n, s in found if HAN.search(s) or re.search(r"[a-z]{2} [a-z]{2}", s, re.I)]
    data = {"fuel gas"}
    assert [one for one in words if one[1] not in data | HEADS.keys()] == []


def test_strings_are_found() -> None:
    assert (ROOMS / "charts.py") in PYTHON
    assert "trigger" in {value for _, value in strings(ROOMS / "charts.py")}


def test_every_text_is_used_and_every_text_used_exists() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in PYTHON)
    templates = "\n".join(template(path) for path in VUE_FILES)
    used = set(re.findall(r"\bwords\.(\w+)", templates + scripts()))
    used |= set(re.findall(r'\btext\(\s*"(\w+)"', code)) | set(
        re.findall(r'text\("(\w+)" if', code)
    )
    assert used - set(TEXTS) == set()
    prefixes = set(re.findall(r'text\(\s*f"(\w+_)\{', code))
    named = set(re.findall(r'"(\w+)"', code))
    unused = {
        key
        for key in set(TEXTS) - used - named
        if key.rpartition("_")[0] not in named  # an option of a choice
        and not any(key.startswith(prefix) for prefix in prefixes)
    }
    assert unused == set()


def scripts() -> str:
    """Return what follows the templates: words that a script puts in."""
    return "\n".join(
        path.read_text(encoding="utf-8").partition("</template>")[2] for path in VUE_FILES
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_page_shows_only_texts_it_is_sent(name: str) -> None:
    folder = ROOMS / "pages" / name
    markup = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.vue"))
    sent = {**SHARED, **of_page(name)}
    used = set(re.findall(r"\bwords\.(\w+)", markup))
    assert used - set(sent) == set()
    assert {key for key in used if "{" in sent[key][0]} == set(), "braces are filled in Python"
