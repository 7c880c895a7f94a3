"""`parkloop inventory` on the example, its template and what it refuses."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from experiments.cli import main
from tests.experiments.inventory.tables import EXAMPLE


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    """Return exit code, standard output and standard error of `parkloop inventory`."""
    with pytest.raises(SystemExit) as ended:
        main(["inventory", *map(str, words)])
    assert isinstance(ended.value.code, int)
    return ended.value.code, *capsys.readouterr()


def test_the_account_and_its_factors_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, EXAMPLE)
    assert code == 0
    for text in ("切片厂", "market-based", "biogenic CO2, apart", "GB/T 2589-2020", "0.505"):
        assert text in out, text
    assert "the grid's own change since 2020" in out


def test_json_and_files_hold_the_same(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = tmp_path / "out"
    code, out, _ = run(capsys, EXAMPLE, "--json", "--out", folder)
    found = json.loads(out)
    assert code == 0
    with (folder / "account.csv").open(encoding="utf-8-sig") as file:
        rows = {(row["enterprise"], row["item"]): row["value"] for row in csv.DictReader(file)}
    assert float(rows["park", "co2_location"]) == found["park"]["co2_location"] > 1e5
    assert len(list(folder.iterdir())) == 5
    code, _, err = run(capsys, EXAMPLE, "--out", folder)
    assert code == 2 and "nothing was written" in err


def test_equal_value_counts_power_as_the_coal_burnt_for_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    one, two = (
        json.loads(run(capsys, EXAMPLE, "--json", *more)[1]) for more in ((), ("--equal-value",))
    )
    assert two["tce"] == "equal_value"
    assert two["park"]["energy_tce"] == one["park"]["energy_tce_equal_value"]
    assert two["park"]["co2_location"] == one["park"]["co2_location"]


def test_year_and_province_choose_the_grid(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, EXAMPLE, "--json", "--year", "2021", "--province", "CN-JS")
    factors = {(f["factor"], f["place"], f["year"]): f for f in json.loads(out)["factors"]}
    grid = factors["electricity_grid.co2_location_based", "CN-JS", "2021"]
    assert (grid["value"], grid["confidence"]) == (pytest.approx(0.6451), "verified")


def test_the_template_runs(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    assert run(capsys, "--template", path)[0] == 0
    assert run(capsys, path, "--json")[0] == 0
    code, _, err = run(capsys, "--template", path)
    assert code == 2 and "--force" in err
    assert run(capsys, "--template", path, "--force", "--json")[0] == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "--template"),
        ((EXAMPLE, "--year", "1999"), "write 2020 to 2030"),
        ((EXAMPLE, "--province", "CN-XZ"), "has no grid factor"),
        ((EXAMPLE, "--province", "Utah"), "has no grid factor"),
    ],
)
def test_options_that_do_not_fit_are_refused(
    capsys: pytest.CaptureFixture[str], words: tuple[str | Path, ...], message: str
) -> None:
    code, _, err = run(capsys, *words)
    assert code == 2 and message in err and "Traceback" not in err
