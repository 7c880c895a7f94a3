"""The validation page quotes what its command prints."""

from __future__ import annotations

import pytest

from experiments.validation import matching
from tests.house.project import ROOT


def row_of(park: str) -> list[str]:
    text = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith(f"| {park} | all ")]
    assert len(rows) == 1
    return [cell.strip() for cell in rows[0].strip("|").split("|")]


@pytest.mark.parametrize("park", ["kalundborg", "guitang"])
def test_the_market_finds_recorded_links_more_often_than_chance(park: str) -> None:
    found = matching(park, range(1, 11))
    assert found.precision > found.random_precision
    assert found.recall > found.random_recall


@pytest.mark.long
@pytest.mark.parametrize("park", ["kalundborg", "guitang"])
def test_the_page_quotes_the_command(park: str) -> None:
    found = matching(park, range(1, 21))
    cells = row_of(park)
    assert cells[2:4] == [str(found.feasible), str(found.recorded)]
    assert cells[4:7] == [f"{found.found:.1f}", f"{found.hits:.1f}", f"{found.precision:.2f}"]
    assert cells[8] == f"{found.recall:.2f}"
