"""The grid's own decarbonisation is told apart wherever a change of CO2 is shown."""

from __future__ import annotations

import json

import pytest

from experiments import Results, Scenario, comparison, summary
from experiments.cli.main import main
from tests.experiments.inventory.tables import EXAMPLE

TOLD = {"co2_park_effect", "co2_grid_effect"}


@pytest.fixture(scope="module")
def results() -> Results:
    return Scenario("kalundborg", "none", until=2022).run()


def test_park_and_grid_make_up_the_change(results: Results) -> None:
    co2, park, grid = (results.series(n) for n in ("co2", "co2_park_effect", "co2_grid_effect"))
    assert park + grid == pytest.approx(co2 - co2[0], rel=1e-9, abs=1e-6)
    assert grid[-1] < 0.0


@pytest.mark.parametrize("shown", [summary.SHOWN, comparison.SHOWN], ids=["run", "compare"])
def test_tables_have_a_row_of_each(shown: tuple[str, ...]) -> None:
    assert set(shown) >= TOLD | {"co2"}


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "grid factor of 2020"), ("zh", "2020年电网因子")]
)
@pytest.mark.parametrize("name", ["trajectories", "co2_by_scope"])
def test_figures_draw_the_total_at_the_grid_factor_of_2020(
    results: Results, name: str, lang: str, words: str
) -> None:
    figure = results.figure(name, lang=lang)
    legends = [*figure.legends, *(a.get_legend() for a in figure.axes if a.get_legend())]
    assert any(words in text.get_text() for legend in legends for text in legend.get_texts())


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    with pytest.raises(SystemExit):
        main(list(words))
    return capsys.readouterr().out


def test_why_splits_the_grid_off(capsys: pytest.CaptureFixture[str]) -> None:
    run = ("why", "kalundborg", "--package", "none", "--until", "2022")
    told = json.loads(said(capsys, *run, "--json"))
    own = told["change"] - told["effects"]["grid"]
    assert told["change_without_grid"] == pytest.approx(own) and told["effects"]["grid"] < 0.0
    assert "Without the grid factor" in said(capsys, *run)


def test_the_inventory_tells_what_the_grid_did(capsys: pytest.CaptureFixture[str]) -> None:
    assert "of the grid's own change since 2020" in said(capsys, "inventory", str(EXAMPLE))
