"""Workbooks: values only, safe to open, placed by sheet, row and column."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sim.faults import InputError
from sim.parkfile import read_park, write_park

SOUND = Path(__file__).parent / "sound"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_park(read_park(SOUND), tmp_path / "park.xlsx")


def _set(path: Path, sheet: str, cell: str, value: Any) -> None:
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(path)


def _message(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_park(path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "expected"),
    [
        (
            "enterprises", "E2", "=10*2500",
            "sheet enterprises, row 2, column output: is a formula; "
            "paste its value instead (values only)",
        ),
        (
            "enterprises", "B3", '="A"&"B"',
            "sheet enterprises, row 3, column name_en: is a formula; "
            "paste its value instead (values only)",
        ),
        (
            "enterprises", "J2", datetime.date(2001, 5, 1),
            "sheet enterprises, row 2, column start_year: is a date; "
            "write a number, e.g. the year 2015",
        ),
        (
            "enterprises", "E2", True,
            "sheet enterprises, row 2, column output: is TRUE or FALSE; write a number or a word",
        ),
        (
            "enterprises", "E2", "#DIV/0!",
            "sheet enterprises, row 2, column output: holds the error #DIV/0!; "
            "write the value itself",
        ),
        (
            "enterprises", "E2", -3,
            "sheet enterprises, row 2, column output: -3 is negative; write 0 or more",
        ),
        (
            "enterprises", "E2", "lots",
            "sheet enterprises, row 2, column output: 'lots' is not a number; "
            "write a number, or leave the cell empty",
        ),
        (
            "enterprises", "E1", "outptu",
            "sheet enterprises, row 1, column outptu: unknown column; did you mean output?",
        ),
        (
            "links", "C3", "nobody",
            "sheet links, row 3, column taker: no enterprise or facility has the id 'nobody'; "
            "write an id of sheet enterprises or facilities",
        ),
        (
            "park", "A2", 7,
            "sheet park, row 2, column format_version: format 7 is newer than 1, the newest this "
            "ParkLoop reads; update ParkLoop: pip install --upgrade parkloop",
        ),
    ],
)  # fmt: skip
def test_faulty_cell(book: Path, sheet: str, cell: str, value: Any, expected: str) -> None:
    _set(book, sheet, cell, value)
    assert _message(book) == expected


def test_missing_and_misspelt_sheets(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    del workbook["park"]
    workbook["plots"].title = "plot"
    workbook.create_sheet("_my notes")["A1"] = "left out"
    workbook.save(book)
    assert _message(book).splitlines() == [
        "sheet plot: there is no sheet of this name; "
        "rename it to plots, or start its name with _ to have it left out",
        "sheet park: the sheet is missing; add it as `parkloop template` writes it",
    ]


def test_numbers_kept_as_text_and_ids_kept_as_numbers(book: Path) -> None:
    _set(book, "enterprises", "E2", " 25000 ")
    _set(book, "plots", "A2", 7)
    park = read_park(book)
    assert park.enterprises["output"][0] == 25000
    assert park.plots["plot_id"].tolist() == ["7", "p2"]


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    park = read_park(SOUND)
    park.info["note"] = "=1+1"
    park.enterprises["source"][0] = "#N/A"
    again = read_park(write_park(park, tmp_path / "park.xlsx"))
    assert again.digest() == park.digest()


def test_rows_far_below_are_read(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    workbook["plots"]["A30000"] = "p1"
    workbook.save(book)
    assert "sheet plots, row 30000, column plot_id: id 'p1' is used already" in _message(book)


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04 broken"])
def test_not_a_workbook(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "park.xlsx"
    path.write_bytes(content)
    assert _message(path) == (
        "park.xlsx: the file is not an .xlsx workbook (an old .xls, or locked by a password?); "
        "open it and save it as .xlsx without a password"
    )


def test_a_package_without_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "park.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("hello.txt", "hello")
    assert _message(path).startswith("park.xlsx: the workbook cannot be read (KeyError")


def test_another_kind_of_file(tmp_path: Path) -> None:
    path = tmp_path / "park.ods"
    path.write_bytes(b"")
    assert _message(path) == "park.ods: the file is not an .xlsx workbook; save it as .xlsx"


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "park.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for k in range(201):
            package.writestr(f"xl/media/{k}.bin", bytes(1_000_000))
    assert path.stat().st_size < 1_000_000
    assert _message(path) == (
        "park.xlsx: the workbook unpacks to more than 200 MB; "
        "copy the park's sheets into a new workbook"
    )


def test_too_large_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "park.xlsx"
    with path.open("wb") as stream:
        stream.truncate(20_000_001)
    assert "larger than 20 MB" in _message(path)
