"""Results move only on purpose: the example parks do what the committed baseline says."""

from __future__ import annotations

import json

import pytest

from tests.baseline.update import FILE, PACKAGES, PARKS, measured

BASELINE = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.parametrize("park", PARKS)
def test_results_are_those_of_the_baseline(park: str, package: str) -> None:
    assert measured(park, package) == pytest.approx(BASELINE[f"{park}/{package}"], rel=1e-9), (
        "results moved: if that is meant, run `python -m tests.baseline.update` and say why in the "
        "changelog"
    )
