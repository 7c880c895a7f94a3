"""What reading forgives: spaces, case, empty rows, labels of the drop-downs, private notes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sim.parkfile import example_parks, find_park, read_park

SOUND = Path(__file__).parent / "sound"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(SOUND, tmp_path / "park")


def _change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("enterprises.csv", "enterprise_id,", " Enterprise_ID ,"),
        ("enterprises.csv", "mill,A dyeing mill,dyeing,", "mill, A dyeing mill , dyeing ,"),
        ("enterprises.csv", "\nboard", "\n,,,,,,,,,,,,\n\nboard"),
        ("enterprises.csv", "mill,dyeing,", "mill,dyeing | Dyeing and printing | 印染 | t,"),
        ("enterprises.csv", "25000", "2.5e4"),
        ("enterprises.csv", ",measured\n", ",measured,\n"),
        ("park.csv", "format_version", "\ufeffformat_version"),
    ],
)
def test_same_park(folder: Path, file: str, old: str, new: str) -> None:
    _change(folder, file, old, new)
    assert read_park(folder).digest() == read_park(SOUND).digest()


def test_private_columns_and_sheets_are_left_out(folder: Path) -> None:
    _change(folder, "plots.csv", "status", "status,_remark")
    (folder / "_scratch.csv").write_text("anything;goes")
    (folder / "README.md").write_text("notes")
    assert read_park(folder).digest() == read_park(SOUND).digest()


def test_optional_sheets_may_be_missing_or_empty(folder: Path) -> None:
    for name in ("links", "wastes", "plots"):
        (folder / f"{name}.csv").unlink()
    (folder / "wastes.csv").write_text("")
    park = read_park(folder)
    assert len(park.links["giver"]) == len(park.wastes["stream"]) == len(park.plots["x_km"]) == 0


def test_line_numbers_count_lines_not_records(folder: Path) -> None:
    _change(folder, "enterprises.csv", "A dyeing mill", '"A dyeing\nmill"')
    _change(folder, "enterprises.csv", "400000", "-1")
    with pytest.raises(ValueError, match=r"enterprises.csv line 4, column output: -1 is negative"):
        read_park(folder)


def test_reading_twice_gives_the_same(folder: Path) -> None:
    assert read_park(folder).digest() == read_park(folder).digest()


def test_an_existing_path_wins_over_an_example(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.rename(folder.parent / "kalundborg")
    monkeypatch.chdir(folder.parent)
    assert read_park("kalundborg").park_id == "sound"
    assert find_park("guitang") == example_parks()["guitang"]


def test_checking_a_folder_loads_nothing_heavy() -> None:
    code = (
        "import sys; from sim.parkfile import read_park; read_park('kalundborg');"
        "heavy = {'mesa', 'pandas', 'matplotlib', 'scipy', 'numba', 'openpyxl'};"
        "sys.exit(str(sorted(heavy & set(sys.modules))) if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
