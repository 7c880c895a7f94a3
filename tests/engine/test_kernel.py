"""A kernel is compiled once and kept; where nothing can be kept it is compiled all the same."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path
from typing import Any

import numba
import pytest
from numba.core import caching

from sim import kernel as module
from sim.compiling import on_compile

SOURCE = """
from sim.kernel import kernel


@kernel
def twice(number: float) -> float:
    return 2.0 * number
"""


def loaded(folder: Path) -> Any:
    """Return the kernel of a file, as a process that starts afresh gets it."""
    path = folder / "loops.py"
    if not path.exists():
        path.write_text(SOURCE, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("loops", path)
    assert spec is not None and spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found.twice


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Return a list that fills as compilation is told of, by a listener of this test alone."""
    heard: list[bool] = []
    monkeypatch.setattr("sim.compiling._asked", [])
    monkeypatch.setattr(module, "_kept", True)
    on_compile(heard.append)
    return heard


def test_the_first_run_is_told_that_it_compiles_and_the_next_is_not(
    told: list[bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numba.config, "CACHE_DIR", str(tmp_path / "cache"))
    assert loaded(tmp_path)(2.0) == 4.0
    assert told == [True]
    on_compile(told.append)
    assert loaded(tmp_path)(2.0) == 4.0
    assert told == [True], "the second came from disk"


def test_one_that_compiles_much_is_told_once(told: list[bool], tmp_path: Path) -> None:
    twice = loaded(tmp_path)
    assert (twice(2.0), twice(2)) == (4.0, 4.0)
    assert told == [True]


def test_where_no_folder_can_be_written_a_kernel_still_runs(
    told: list[bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caching.CacheImpl, "_locator_classes", [])
    assert loaded(tmp_path)(2.0) == 4.0
    assert told == [False]


ROWS = """
PAID = {row}
"""

READER = """
from rows import PAID
from sim.kernel import kernel


@kernel
def paid() -> int:
    return PAID
"""


def test_a_constant_of_another_file_that_changes_compiles_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "reader.py").write_text(READER, encoding="utf-8")
    for row in (3, 4, 4):
        (tmp_path / "rows.py").write_text(ROWS.format(row=row), encoding="utf-8")
        for name in ("rows", "reader"):
            sys.modules.pop(name, None)
        importlib.invalidate_caches()
        sys.dont_write_bytecode, written = True, sys.dont_write_bytecode
        try:
            assert importlib.import_module("reader").paid() == row
        finally:
            sys.dont_write_bytecode = written
