"""Every text is in the table, in both languages, and the pages hold none of their own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboards.numbers import UNITS
from dashboards.texts import TEXTS, text
from tests.house.project import ROOT

PAGES = ROOT / "dashboards"
VUE_FILES = sorted((PAGES / "vue").glob("*.vue"))
PYTHON = [PAGES / f"{name}.py" for name in (
    "page", "panels", "components", "figures", "charts", "parkmap", "board", "toolkit"
)]  # fmt: skip
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
    assert found
    words = [(n, s) for n, s in found if HAN.search(s) or re.search(r"[a-z]{2} [a-z]{2}", s, re.I)]
    allowed = {"fuel gas"}  # a name of data
    assert [one for one in words if one[1] not in allowed] == []


def test_every_text_is_used_and_every_text_used_exists() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in PAGES.glob("*.py")
                     if path.name != "texts.py")  # fmt: skip
    templates = "\n".join(template(path) for path in VUE_FILES)
    used = set(re.findall(r"\bwords\.(\w+)", templates))
    used |= set(re.findall(r'"((?:goal|notice)_\w+)"', code))
    used |= set(re.findall(r'\btext\(\s*"(\w+)"', code)) | set(
        re.findall(r'text\("(\w+)" if', code)
    )
    used |= set(re.findall(r'"(met|missed|better|worse)"', code))
    prefixes = set(re.findall(r'text\(f"(\w+_)\{', code))
    assert used - set(TEXTS) == set()
    unused = {k for k in set(TEXTS) - used if not any(k.startswith(p) for p in prefixes)}
    assert unused == set()
