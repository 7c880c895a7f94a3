"""Writing: round trips between workbook and folder, and nothing overwritten unasked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.compose.mixes import sector_facts
from sim.faults import InputError
from sim.park import SHEETS, Park, sheet_of_rows
from sim.parkfile import example_parks, read_park, write_park, write_template
from sim.parkfile.layout import LISTS
from sim.synth import synth

SOUND = Path(__file__).parent / "sound"
PARKS = [*example_parks(), str(SOUND)]


@pytest.mark.parametrize("name", PARKS, ids=lambda name: Path(name).name)
def test_folder_to_workbook_and_back(name: str, tmp_path: Path) -> None:
    park = read_park(name)
    book = write_park(park, tmp_path / "park.xlsx")
    folder = write_park(read_park(book), tmp_path / "folder")
    assert read_park(folder).digest() == read_park(book).digest() == park.digest()


@pytest.mark.parametrize("name", example_parks())
def test_examples_are_stored_as_they_are_written(name: str, tmp_path: Path) -> None:
    stored = example_parks()[name]
    written = write_park(read_park(name), tmp_path / "park")
    assert {p.name: p.read_bytes() for p in stored.iterdir()} == {
        p.name: p.read_bytes() for p in written.iterdir()
    }


MIXES = st.sampled_from(["dyeing_textile", "steel", "paper+electronics", "comprehensive"])


@settings(max_examples=6, deadline=None)
@given(count=st.integers(3, 25), seed=st.integers(0, 2**40), mix=MIXES)
def test_composed_parks_round_trip(
    tmp_path_factory: pytest.TempPathFactory, count: int, seed: int, mix: str
) -> None:
    folder = tmp_path_factory.mktemp("round")
    park = synth(count, seed, mix)
    book = write_park(park, folder / "a" / "park.xlsx")
    again = write_park(read_park(book), folder / "b")
    assert read_park(again).digest() == park.digest()


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))
NUMBER = st.one_of(
    st.floats(0, 1e12, allow_subnormal=False), st.just(np.nan), st.integers(0, 10**9)
)


@settings(max_examples=25, deadline=None)
@given(note=TEXT, source=st.text("=\"',;|\n\t @+-#印", max_size=8), output=NUMBER)
def test_any_text_and_number_survive(
    tmp_path_factory: pytest.TempPathFactory, note: str, source: str, output: float
) -> None:
    folder = tmp_path_factory.mktemp("any")
    info = {
        "format_version": 1, "park_id": "p", "name_en": "P", "name_zh": "", "province": "CN-ZJ",
        "kind": "composed", "area_mu": float("nan"), "note": note.strip(),
    }  # fmt: skip
    row = {"enterprise_id": "e", "sector": "dyeing", "output": output, "source": source.strip()}
    park = Park(info=info, enterprises=sheet_of_rows("enterprises", [row]))
    book = read_park(write_park(park, folder / "park.xlsx"))
    table = read_park(write_park(park, folder / "park"))
    assert book.digest() == table.digest()
    assert table.info["note"] == info["note"]
    assert table.enterprises["source"][0] == row["source"]
    np.testing.assert_allclose(table.enterprises["output"], [output], rtol=1e-14)


@pytest.mark.parametrize("name", ["park.xlsx", "park"])
def test_nothing_is_overwritten_unasked(name: str, tmp_path: Path) -> None:
    first, second = read_park("kalundborg"), read_park("guitang")
    where = write_park(first, tmp_path / name)
    with pytest.raises(InputError, match="there is something of this name already; choose anoth"):
        write_park(second, where)
    assert read_park(where).digest() == first.digest()
    write_park(second, where, overwrite=True)
    assert read_park(where).digest() == second.digest()


def test_overwriting_leaves_no_stale_sheet_and_other_files_alone(tmp_path: Path) -> None:
    folder = write_park(read_park(SOUND), tmp_path / "park")
    (folder / "README.md").write_text("mine")
    write_park(read_park("kalundborg"), folder, overwrite=True)
    names = {path.name for path in folder.iterdir()}
    assert names == {f"{n}.csv" for n in SHEETS if n != "wastes"} | {"README.md"}


def test_a_file_is_not_replaced_by_a_folder(tmp_path: Path) -> None:
    (tmp_path / "park").write_text("a file")
    (tmp_path / "park.xlsx").mkdir()
    (tmp_path / "park.xlsx" / "inside").write_text("")
    for name in ("park", "park.xlsx"):
        with pytest.raises(InputError, match="something of this name already"):
            write_park(read_park(SOUND), tmp_path / name, overwrite=True)


def test_an_empty_folder_is_free(tmp_path: Path) -> None:
    assert read_park(write_park(read_park(SOUND), tmp_path)).park_id == "sound"


def test_a_faulty_park_is_not_written(tmp_path: Path) -> None:
    park = read_park(SOUND)
    park.enterprises["enterprise_id"][1] = "mill"
    with pytest.raises(InputError, match="id 'mill' is used already"):
        write_park(park, tmp_path / "park.xlsx")
    assert not list(tmp_path.iterdir())


def test_an_unwritable_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="it cannot be written"):
        write_park(read_park(SOUND), tmp_path / "file" / "park.xlsx")


def test_template_has_notes_lists_and_limits(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_template(tmp_path / "park.xlsx"))
    assert book.sheetnames == ["instructions", *SHEETS, LISTS]
    assert book[LISTS].sheet_state == "hidden"
    for name, columns in SHEETS.items():
        sheet = book[name]
        assert [cell.value for cell in sheet[1]] == [column.name for column in columns]
        assert sheet.freeze_panes == "B2"
        for cell, column in zip(sheet[1], columns, strict=True):
            assert column.note_en in cell.comment.text and column.note_zh in cell.comment.text
    rules = {str(r.sqref): r for r in book["enterprises"].data_validations.dataValidation}
    assert rules["D2:D20001"].formula1 == f"'{LISTS}'!$A$2:$A${len(sector_facts()) + 1}"
    assert rules["I2:I20001"].formula1 == '"private,state,foreign,park"'
    assert rules["J2:J20001"].type == "whole" and rules["E2:E20001"].type == "decimal"
    sectors = [cell.value for cell in book[LISTS]["A"]][1:]
    assert "dyeing | Dyeing and printing | 棉印染 | t" in sectors
    guide = [row[1].value for row in book["instructions"].iter_rows()]
    assert guide[0] == "园区数据表填写说明"


def test_template_filled_from_its_drop_downs_is_a_park(tmp_path: Path) -> None:
    path = write_template(tmp_path / "park.xlsx")
    with pytest.raises(InputError, match="row 2, column park_id: is empty"):
        read_park(path)
    book = openpyxl.load_workbook(path)
    lists = {column[0].value: [c.value for c in column[1:]] for column in book[LISTS].columns}
    book["park"]["B2"], book["park"]["C2"], book["park"]["F2"] = "new", "New park", "real"
    book["park"]["E2"] = next(v for v in lists["provinces"] if v.startswith("CN-ZJ"))
    book["enterprises"]["A2"] = "mill"
    book["enterprises"]["D2"] = next(v for v in lists["sectors"] if v.startswith("dyeing "))
    book.save(path)
    park = read_park(path)
    assert park.info["province"] == "CN-ZJ"
    assert park.enterprises["sector"].tolist() == ["dyeing"]


def test_template_is_a_workbook_and_overwrites_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a template is an .xlsx workbook; name it park.xlsx"):
        write_template(tmp_path / "park.csv")
    write_template(tmp_path / "park.xlsx")
    with pytest.raises(InputError, match="something of this name already"):
        write_template(tmp_path / "park.xlsx")
