"""A small run and its board, shared by the dashboard's tests."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from dashboards import frontend
from dashboards.board import Board, board_of
from dashboards.runs import Runs
from dashboards.shelf import Shelf, fill_shelf
from experiments.results import Results
from experiments.scenario import Scenario

PARK = "kalundborg"


@pytest.fixture(scope="session")
def results() -> Results:
    return Scenario(PARK, until=2025).run()


@pytest.fixture(scope="session")
def board(results: Results) -> Board:
    return board_of(results)


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    return fill_shelf([PARK, "guitang"])


@pytest.fixture
def runs(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> Iterator[Runs]:
    """Runs to 2027, two years under what is moved, kept apart from those of other tests."""
    monkeypatch.setattr("dashboards.runs.UNTIL", 2027)
    return Runs(shelf)


@pytest.fixture(scope="session")
def libraries() -> None:
    """Ask for the front-end libraries: the test is skipped without, failed where required."""
    absent = frontend.missing()
    if absent and os.environ.get("PARKLOOP_BROWSER") == "required":
        pytest.fail(f"PARKLOOP_BROWSER=required, yet `make assets` was not run: {absent}")
    if absent:
        pytest.skip("not run: no front-end libraries; `make assets` fetches them")
