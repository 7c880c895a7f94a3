"""Every sentence of the reader of park files has a Chinese one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboards.texts.faults import SENTENCES, fault_said
from sim.faults import InputError
from sim.parkfile import read_content, read_park, template_content
from tests.house.project import ROOT

HAN = re.compile(r"[\u4e00-\u9fff]")
BROKEN = sorted((ROOT / "tests" / "parkfile" / "broken").iterdir())
READER = [
    path
    for path in sorted((ROOT / "sim" / "parkfile").glob("*.py"))
    if path.stem not in ("find", "write")  # what they say is of paths, for the command line
]
HELD = (
    "the 7 is larger than 7 MB", "7 unpacks to more than", "its part", "the workbook holds 7",
    "the columns are parted by 7", "7 has no 7", "7 is older", "7 is newer", "write a 7 from",
    "use 7, at most",
)  # fmt: skip
"""Sentences with words in their gaps: the broken parks and the attacks show them filled."""


def sentences(path: Path) -> Iterator[str]:
    """Yield what a module gives `Fault` or `Odd` as written there, a figure in each gap."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Fault", "Odd"):
            for given in node.args[-2:]:
                yield from written(given)
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("wrong",):
            yield from written(node.value)


def written(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(
            str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values
        )


@pytest.mark.parametrize("path", READER, ids=lambda path: path.stem)
def test_what_the_reader_says_is_said_in_chinese(path: Path) -> None:
    said = [one for one in sentences(path) if not one.startswith(HELD)]
    assert [one for one in said if not HAN.search(fault_said(one, "zh"))] == []


def test_sentences_are_found() -> None:
    assert "is a formula" in {one for path in READER for one in sentences(path)}


@pytest.mark.parametrize("folder", BROKEN, ids=lambda path: path.name)
def test_the_faults_of_broken_parks_are_told_in_chinese(folder: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_park(folder)
    for fault in caught.value.faults:
        for said in (fault.wrong, fault.mend):
            assert HAN.search(fault_said(said, "zh")), said
            assert fault_said(said, "en") == said


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.xlsm", b""), ("a.xlsx", b"none"), ("a.zip", b"none"), ("a.txt", b""),
     ("a.xlsx", bytes(8_000_001)), ("t.xlsx", template_content())],
)  # fmt: skip
def test_files_that_are_refused_are_told_why_in_chinese(name: str, content: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read_content(name, content)
    for fault in caught.value.faults:
        assert HAN.search(fault_said(fault.wrong, "zh")) and HAN.search(
            fault_said(fault.mend, "zh")
        )


@pytest.mark.parametrize("english", SENTENCES)
def test_each_gap_comes_back(english: str) -> None:
    gaps = [f"<{k}>" for k in range(english.count("{}"))]
    said = fault_said(english.format(*gaps), "zh")
    assert HAN.search(said) and all(gap in said for gap in gaps)
