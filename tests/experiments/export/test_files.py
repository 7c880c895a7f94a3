"""Files of a stored study: read back, safe in a spreadsheet, whole or not at all."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import openpyxl
import pandas
import pyarrow.parquet
import pytest

from experiments.export import FORMS, export
from experiments.export.write import form_named
from sim.faults import InputError
from tests.experiments.export.studies import known
from tests.experiments.store.test_store import disk_with_room_for

ODD = "=cmd|' /C calc'!A0"


def test_csv_has_units_and_every_digit(tmp_path: Path) -> None:
    study = known(tmp_path / "out")
    path = study.to_csv(tmp_path / "a.csv")
    back = pandas.read_csv(path)
    assert list(back.columns)[-2:] == ["co2_scope_1 [t CO2/yr]", "links_active [count]"]
    table = study.frame()
    for name, head in zip(table.columns, back.columns, strict=True):
        if table[name].dtype.kind == "f":
            assert np.array_equal(table[name], back[head], equal_nan=True)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_would_be_calculated_is_quoted_in_csv(tmp_path: Path, start: str) -> None:
    study = known(tmp_path / "out", error=f"{start}1+1")
    path = study.to_csv(tmp_path / "a.csv")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    shown = "\n" if start == "\r" else start  # csv leaves a bare \r unquoted: it would end the row
    assert f"'{shown}1+1" in cells
    assert "-2.0" in cells, "numbers are no text"
    assert not [cell for cell in cells if cell.startswith(start) and not _is_number(cell)]


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"[-+]?[\d.e+-]+", cell) is not None


def test_text_that_would_be_calculated_is_text_in_a_workbook(tmp_path: Path) -> None:
    study = known(tmp_path / "out", error=ODD)
    path = export(study, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["results", "columns", "study"]
    cells = [cell for row in book["results"].iter_rows() for cell in row if cell.value == ODD]
    assert len(cells) == 2
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)
    assert not [c for row in book["results"].iter_rows() for c in row if c.data_type == "f"]


def test_a_workbook_names_units_and_the_study(tmp_path: Path) -> None:
    study = known(tmp_path / "out")
    book = openpyxl.load_workbook(export(study, tmp_path / "a.xlsx"))
    columns = {row[0]: row[1:] for row in book["columns"].iter_rows(values_only=True)}
    assert columns["co2_scope_1"][:2] == ("t CO2/yr", "Emissions|CO2|Scope 1")
    about = dict(book["study"].iter_rows(values_only=True))
    assert about["study"] == study.study_id
    heads, first = list(book["results"].iter_rows(values_only=True, max_row=2))
    assert dict(zip(heads, first, strict=True))["links_active"] == 0.1


def test_a_workbook_drops_signs_that_no_workbook_holds(tmp_path: Path) -> None:
    study = known(tmp_path / "out", error="a\x07bell")
    book = openpyxl.load_workbook(export(study, tmp_path / "a.xlsx"))
    cells = {cell for row in book["results"].iter_rows(values_only=True) for cell in row}
    assert "a bell" in cells


def test_more_rows_than_a_sheet_holds_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("experiments.export.xlsx_file.MOST_ROWS", 21)
    with pytest.raises(InputError, match=r"22 rows are more than a sheet holds \(21\); choose"):
        export(known(tmp_path / "out"), tmp_path / "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()


def test_parquet_keeps_bits_and_units(tmp_path: Path) -> None:
    study = known(tmp_path / "out")
    path = export(study, tmp_path / "a.parquet")
    table = pyarrow.parquet.read_table(path)
    assert table.schema.field("co2_scope_1").metadata == {
        b"unit": b"t CO2/yr", b"variable": b"Emissions|CO2|Scope 1",
    }  # fmt: skip
    assert (
        table["co2_scope_1"].to_numpy().tobytes()
        == study.frame()["co2_scope_1"].to_numpy().tobytes()
    )


def test_iamc_files_have_a_column_a_year(tmp_path: Path) -> None:
    path = export(known(tmp_path / "out"), tmp_path / "a.csv", "iamc")
    table = pandas.read_csv(path)
    assert list(table.columns) == [
        "Model", "Scenario", "Region", "Variable", "Unit", "2020", "2021",
    ]  # fmt: skip
    assert not table.duplicated(["Model", "Scenario", "Region", "Variable"]).any()
    assert table["Unit"].notna().all()
    assert len(table) == 10 * 2


def test_netcdf_is_read_back(tmp_path: Path) -> None:
    xarray = pytest.importorskip("xarray")
    study = known(tmp_path / "out")
    path = export(study, tmp_path / "a.nc")
    with xarray.open_dataset(path, engine="scipy") as back:
        assert back["co2_scope_1"].dims == ("point", "replicate", "year")
        assert back["co2_scope_1"].attrs["units"] == "t CO2/yr"
        mine = study.to_xarray()["co2_scope_1"].values
        assert np.array_equal(back["co2_scope_1"].values, mine, equal_nan=True)
        assert [str(p) for p in back["package"].values][:1] == ["none"]


@pytest.mark.parametrize(
    ("name", "form", "expected"),
    [
        ("a.doc", None, r"doc is no form; let the name end in \.csv, \.nc, \.parquet or \.xlsx"),
        ("a", None, "no ending is no form"),
        ("a.xlsx", "iamc", r"a file of the form iamc ends in \.csv; name it a\.csv"),
    ],
)
def test_a_name_that_fits_no_form_is_refused(
    tmp_path: Path, name: str, form: str | None, expected: str
) -> None:
    with pytest.raises(InputError, match=expected):
        export(known(tmp_path / "out"), tmp_path / name, form)


def test_an_unknown_form_names_the_nearest() -> None:
    with pytest.raises(InputError, match="format iamd: there is none; write iamc"):
        form_named("iamd")
    assert [form_named(name) for name in FORMS] == list(FORMS)


def test_a_file_that_stands_there_is_kept_unless_told(tmp_path: Path) -> None:
    study, path = known(tmp_path / "out"), tmp_path / "a.csv"
    path.write_text("mine")
    with pytest.raises(InputError, match="there is a file of this name; choose another name, or"):
        export(study, path)
    assert path.read_text() == "mine"
    export(study, path, overwrite=True)
    assert path.read_text(encoding="utf-8-sig").startswith("run_id,")


def test_a_full_disk_leaves_no_half_file(tmp_path: Path) -> None:
    study = known(tmp_path / "out")
    with disk_with_room_for(100), pytest.raises(InputError, match="it cannot be written"):
        export(study, tmp_path / "a.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
