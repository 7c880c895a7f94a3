"""Files that are made to do harm are refused with a reason, and fast, whatever they are called."""

from __future__ import annotations

import io
import re
import tempfile
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from sim.faults import InputError
from sim.parkfile import read_content, read_park, template_content, workbook_content
from sim.parkfile.limits import UPLOAD

SOUND = Path(__file__).parent / "sound"
CPU_S = 120.0
"""No refusal may take more of a processor, on a slow machine."""


@pytest.fixture(scope="module")
def sound() -> bytes:
    return workbook_content(read_park(SOUND))


def refused(name: str, content: bytes) -> str:
    begun = time.process_time()
    with pytest.raises(InputError) as caught:
        read_content(name, content)
    assert time.process_time() - begun < CPU_S
    return str(caught.value)


def remade(content: bytes, change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """Return a workbook with every part changed, and with parts added."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, change(part, old.read(part)))
        for part, added in more.items():
            new.writestr(part, added)
    return stream.getvalue()


def packed(**files: str | bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return stream.getvalue()


def csv_files(below: str = "") -> dict[str, bytes]:
    return {f"{below}{path.name}": path.read_bytes() for path in sorted(SOUND.glob("*.csv"))}


def as_is(_: str, content: bytes) -> bytes:
    return content


def test_a_sound_workbook_and_sound_csv_are_read_from_memory(sound: bytes) -> None:
    digest = read_park(SOUND).digest()
    assert read_content("my park.xlsx", sound).digest() == digest
    assert read_content("park.zip", packed(**csv_files())).digest() == digest
    assert read_content("park.zip", packed(**csv_files("park/"))).digest() == digest


def test_a_zip_on_disk_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "park.zip"
    path.write_bytes(packed(**csv_files()))
    assert read_park(path).digest() == read_park(SOUND).digest()


def test_the_empty_template_is_refused_for_what_it_lacks() -> None:
    assert "column park_id: is empty" in refused("template.xlsx", template_content())


@pytest.mark.parametrize("name", ["park.xlsx", "park.zip"])
def test_a_zip_bomb_is_not_unpacked(name: str) -> None:
    bomb = packed(**{f"{k}.csv": bytes(1_000_000) for k in range(UPLOAD.unpacked_mb + 1)})
    assert len(bomb) < 100_000
    assert f"unpacks to more than {UPLOAD.unpacked_mb} MB" in refused(name, bomb)


def test_a_bomb_that_understates_its_size_unpacks_to_no_more(sound: bytes) -> None:
    inflated = remade(sound, lambda n, c: c + bytes(50_000_000) if "sheet2" in n else c)
    with zipfile.ZipFile(io.BytesIO(inflated)) as package:
        true = next(p.file_size for p in package.infolist() if "sheet2" in p.filename)
    lying = inflated.replace(true.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != inflated
    assert "not an .xlsx workbook" in refused("park.xlsx", lying)


def test_too_many_parts_are_refused(sound: bytes) -> None:
    parts = {f"xl/media/{k}.png": b"" for k in range(UPLOAD.parts)}
    assert f"more than {UPLOAD.parts} parts" in refused("p.xlsx", remade(sound, as_is, **parts))


def test_a_workbook_over_the_size_of_an_upload_is_refused() -> None:
    assert "larger than 8 MB" in refused("park.xlsx", bytes(8_000_001))
    assert "larger than 8 MB" in refused("park.zip", bytes(8_000_001))


def far_cells(sheet: bytes) -> bytes:
    """Return a sheet whose rows each end in the last column that a sheet can have."""
    rows = "".join(f'<row r="{r}"><c r="XFD{r}"><v>1</v></c></row>' for r in range(50, 19_050))
    return sheet.replace(b"</sheetData>", rows.encode() + b"</sheetData>")


def test_hundreds_of_millions_of_cells_are_refused(sound: bytes) -> None:
    wide = remade(sound, lambda n, c: far_cells(c) if n.endswith("sheet3.xml") else c)
    assert len(wide) < 1_000_000
    assert "more than 1,000,000 cells in use" in refused("park.xlsx", wide)


def test_a_row_of_the_last_number_ends(sound: bytes) -> None:
    def far(name: str, content: bytes) -> bytes:
        row = b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
        return content.replace(b"</sheetData>", row) if name.endswith("sheet3.xml") else content

    assert "row 1048576" in refused("park.xlsx", remade(sound, far))


def test_a_formula_is_named_and_never_worked_out(sound: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sound))
    book["enterprises"]["B2"] = '=HYPERLINK("http://elsewhere.example","x")'
    stream = io.BytesIO()
    book.save(stream)
    said = refused("park.xlsx", stream.getvalue())
    assert "sheet enterprises, row 2, column name_en: is a formula; paste its value" in said


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("xl/vbaProject.bin", "holds macros"),
        ("XL/VBAPROJECT.BIN", "holds macros"),
        ("xl/externalLinks/externalLink1.xml", "links to other workbooks"),
        ("xl/embeddings/oleObject1.bin", "embedded files"),
        ("xl/activeX/activeX1.xml", "ActiveX controls"),
        ("xl/connections.xml", "connections to data"),
        ("xl/macrosheets/sheet1.xml", "holds macros"),
        ("../../outside.xml", "leads out of it"),
        ("/etc/outside.xml", "leads out of it"),
        ("C:\\outside.xml", "leads out of it"),
        ("xl\\..\\..\\outside.xml", "leads out of it"),
    ],
)
def test_active_and_stray_parts_are_refused(sound: bytes, part: str, reason: str) -> None:
    assert reason in refused("park.xlsx", remade(sound, as_is, **{part: b"<a/>"}))


def test_macros_by_content_type_are_refused(sound: bytes) -> None:
    def macros(name: str, content: bytes) -> bytes:
        plain = b"spreadsheetml.sheet.main+xml"
        return content.replace(b"officedocument." + plain, b"ms-excel.sheet.macroEnabled.main+xml")

    changed = remade(sound, macros)
    assert "holds macros" in refused("park.xlsx", changed)
    assert "may hold macros" in refused("park.xlsm", sound)


def test_macro_sheets_by_content_type_are_refused(sound: bytes) -> None:
    def macros(name: str, content: bytes) -> bytes:
        sheet = b"application/vnd.ms-excel.macrosheet+xml"
        plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
        return content.replace(plain, sheet, 1) if name == "[Content_Types].xml" else content

    assert "holds macros" in refused("park.xlsx", remade(sound, macros))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", ["xl/odd.dat", "xl/media/image1.png"])
def test_entities_in_a_part_of_another_name_are_refused(
    sound: bytes, encoding: str, part: str
) -> None:
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>'.encode(encoding)
    assert "defines entities" in refused("park.xlsx", remade(sound, as_is, **{part: outside}))


def test_a_row_of_millions_of_nameless_cells_is_refused_unread(sound: bytes) -> None:
    def wide(name: str, content: bytes) -> bytes:
        row = b"<row>" + b"<c/>" * 10_000_000 + b"</row></sheetData>"
        return content.replace(b"</sheetData>", row) if name.endswith("sheet3.xml") else content

    attack = remade(sound, wide)
    assert len(attack) < 200_000
    tracemalloc.start()
    try:
        assert "holds more than a park needs" in refused("park.xlsx", attack)
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/sharedStrings.xml"])
def test_a_part_of_millions_of_elements_is_refused_unread(sound: bytes, part: str) -> None:
    text = b"<x>" + b"<si/>" * (3 * UPLOAD.cells + 1) + b"</x>"
    attack = remade(sound, lambda name, content: text if name == part else content)
    if part not in zipfile.ZipFile(io.BytesIO(attack)).namelist():
        attack = remade(sound, as_is, **{part: text})
    assert "holds more than a park needs" in refused("park.xlsx", attack)


def test_columns_beyond_the_last_are_refused(sound: bytes) -> None:
    def far(name: str, content: bytes) -> bytes:
        row = b'<row r="50"><c r="BDWGN50"><v>1</v></c></row></sheetData>'
        return content.replace(b"</sheetData>", row) if name.endswith("sheet3.xml") else content

    assert "the workbook cannot be read" in refused("park.xlsx", remade(sound, far))


def test_what_a_sheet_says_of_its_size_is_not_believed(sound: bytes) -> None:
    def vast(name: str, content: bytes) -> bytes:
        return re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', content)

    changed = remade(sound, vast)
    assert changed != sound
    assert read_content("park.xlsx", changed).digest() == read_park(SOUND).digest()


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_refused(sound: bytes, state: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sound))
    book["links"].sheet_state = state
    stream = io.BytesIO()
    book.save(stream)
    assert "sheet links: the sheet is hidden; show it" in refused("park.xlsx", stream.getvalue())


def test_a_column_that_stands_twice_is_refused(sound: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(sound))
    book["links"].cell(1, 20, "GIVER")
    stream = io.BytesIO()
    book.save(stream)
    said = refused("park.xlsx", stream.getvalue())
    assert "sheet links, row 1, column GIVER: the column stands twice" in said


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("name", ["park.xlsx", "park.zip"])
def test_a_zip_that_no_spreadsheet_makes_is_refused(name: str, method: int) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as package:
        package.writestr("park.csv", b"x")
    assert "in a way that spreadsheets do not use" in refused(name, stream.getvalue())


@pytest.mark.parametrize("inner", ["park.zip", "park.xlsx"])
def test_a_zip_in_a_zip_is_not_opened(sound: bytes, inner: str) -> None:
    content = sound if inner.endswith("xlsx") else packed(**csv_files())
    assert "holds no CSV file" in refused("outer.zip", packed(**{inner: content}))


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16", "utf-8-sig"])
def test_csv_as_a_chinese_spreadsheet_saves_it_is_read(encoding: str) -> None:
    files = {n: c.decode("utf-8-sig").encode(encoding) for n, c in csv_files().items()}
    assert any(not content.isascii() for content in files.values())
    assert read_content("park.zip", packed(**files)).digest() == read_park(SOUND).digest()


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "koi8-r", "shift_jis", "big5"])
def test_csv_in_a_text_of_elsewhere_is_refused(encoding: str) -> None:
    words = {"koi8-r": "Парк завод", "shift_jis": "工場ｶﾀｶﾅのパーク", "big5": "園區鋼廠電"}
    files = csv_files()
    text = files["park.csv"].decode("utf-8-sig").replace("A sound park", "{name}")
    assert "{name}" in text
    named = re.sub(r"[^\x00-\x7f]+", "", text).format(
        name=words.get(encoding, "Färberei Süd Ölmühle")
    )
    files["park.csv"] = named.encode(encoding)
    assert "neither UTF-8 nor Chinese in GBK" in refused("park.zip", packed(**files))


def test_nothing_is_left_on_disk(
    sound: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    read_content("park.xlsx", sound)
    read_content("park.zip", packed(**csv_files()))
    for name, content in (
        ("bomb.xlsx", packed(**{"a.xml": bytes(70_000_000)})),
        ("astray.zip", packed(**{"../astray.csv": b"x"})),
        ("broken.xlsx", sound[:-100]),
        ("macros.xlsx", remade(sound, as_is, **{"xl/vbaProject.bin": b"x"})),
    ):
        refused(name, content)
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_that_multiply_are_refused(sound: bytes, encoding: str) -> None:
    lines = "".join(f'<!ENTITY a{k} "{f"&a{k - 1};" * 10}">' for k in range(1, 10))
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a0 "ha">{lines}]>'
    bomb = (text + "<sst>&a9;</sst>").encode(encoding)

    def laughs(name: str, content: bytes) -> bytes:
        return bomb if name.endswith("styles.xml") else content

    assert "defines entities" in refused("park.xlsx", remade(sound, laughs))


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"../park.csv": b"", "enterprises.csv": b""}, "leads out of it"),
        ({"/" + "root/park.csv": b""}, "leads out of it"),
        ({"one/park.csv": b"a", "two/park.csv": b"a"}, "more than one folder"),
        ({"readme.txt": b"hello"}, "holds no CSV file"),
        ({"park.csv": b"\xff\xfe\x00"}, "the text is neither UTF-8 nor Chinese in GBK"),
        ({"park.csv": b'park_id\n"never closed'}, "not sound CSV"),
    ],
)
def test_packed_csv_that_is_not_a_park_is_refused(files: dict[str, bytes], reason: str) -> None:
    assert reason in refused("park.zip", packed(**files))


@pytest.mark.parametrize(
    "name", ["park.html", "park.py", "park.xlsx.exe", "", ".", "..", "park", "park.pkl", "park.xls"]
)
def test_another_kind_of_file_is_refused_by_its_name(sound: bytes, name: str) -> None:
    assert "not an .xlsx workbook" in refused(name, sound)


@pytest.mark.parametrize("name", ["../../etc/passwd.xlsx", "C:\\windows\\a.xlsx", "a\nb\x00.xlsx"])
def test_a_name_is_never_a_place(name: str) -> None:
    said = refused(name, b"no workbook")
    assert ".." not in said and "etc" not in said and "windows" not in said
    assert "\n" not in said and "\x00" not in said


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"\x00" * 100])
@pytest.mark.parametrize("name", ["park.xlsx", "park.zip"])
def test_no_broken_content_raises_anything_else(name: str, content: bytes) -> None:
    assert refused(name, content)


def test_cut_and_flipped_workbooks_raise_nothing_else(sound: bytes) -> None:
    for at in range(0, len(sound), max(1, len(sound) // 60)):
        for broken in (sound[:at], sound[:at] + bytes([sound[at] ^ 0x55]) + sound[at + 1 :]):
            try:
                read_content("park.xlsx", broken)
            except InputError as error:
                assert error.faults
