"""How a park workbook looks: headers with notes, drop-downs, limits and instructions."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from sim.park import FORMAT_VERSION, SHEETS, Column, is_number
from sim.parkfile.guide import GUIDE
from sim.parkfile.raw import MAX_ROWS, OTHER_SHEETS, Odd, RawPark, RawSheet, number_text
from sim.parkfile.words import Words, label, read_words
from sim.parkfile.write import replace_file

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LISTS = "_lists"
"""The hidden sheet that feeds the drop-downs."""

_LIST_NAMES = ("sectors", "utilities", "provinces", "streams", "exchanges")
_DARK, _LIGHT = "1F4E5F", "7FA3AE"
_CHOOSE = "Choose from the list or type an id. 请从列表选择或输入代号。"


def empty_park() -> RawPark:
    """Return sheets without rows, save the version of the file."""
    raw = RawPark("template")
    for name, columns in SHEETS.items():
        raw.sheets[name] = RawSheet(name, header=[column.name for column in columns])
    raw.sheets["park"].rows.append((2, [float(FORMAT_VERSION)]))
    return raw


def save_workbook(raw: RawPark, path: Path) -> None:
    """Write `raw` as a workbook that can be filled in further."""
    replace_file(path, workbook_bytes(raw))


def workbook_bytes(raw: RawPark) -> bytes:
    """Return the content of such a workbook."""
    words = read_words()
    book = Workbook()
    _write_guide(book.active)
    for sheet in raw.sheets.values():
        _write_sheet(book.create_sheet(sheet.name), sheet, words)
    _write_lists(book.create_sheet(LISTS), words)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _write_guide(page: Worksheet) -> None:
    page.title = OTHER_SHEETS[0]
    for row, texts in enumerate(GUIDE, start=1):
        for at, text in enumerate(texts, start=1):
            cell = page.cell(row, at, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=row == 1, size=14 if row == 1 else 11)
    page.column_dimensions["A"].width = 80
    page.column_dimensions["B"].width = 60


def _write_sheet(page: Worksheet, sheet: RawSheet, words: Words) -> None:
    for at, column in enumerate(SHEETS[sheet.name], start=1):
        _write_header(page, at, column)
        _add_limits(page, at, column, words)
    for row, (_, cells) in enumerate(sheet.rows, start=2):
        for at, value in enumerate(cells, start=1):
            if value is None or isinstance(value, Odd):
                continue
            cell = page.cell(row, at, value)
            if isinstance(value, str):
                cell.data_type = "s"  # text such as =A1 stays text
                cell.number_format = "@"
    page.freeze_panes = "B2"


def _write_header(page: Worksheet, at: int, column: Column) -> None:
    cell = page.cell(1, at, column.name)
    cell.font = Font(bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", fgColor=_DARK if column.required else _LIGHT)
    note = Comment(_note(column), "ParkLoop", width=320, height=150)
    cell.comment = note
    dimension = page.column_dimensions[get_column_letter(at)]
    dimension.width = max(12, len(column.name) + 3)
    if not is_number(column):
        dimension.number_format = "@"


def _note(column: Column) -> str:
    lines = [column.note_en, column.note_zh]
    if column.low is not None:
        low = number_text(column.low)
        to = f" … {number_text(column.high)}" if column.high is not None else " …"
        lines.append(low + to)
    lines.append("required 必填" if column.required else "optional 选填")
    return "\n".join(lines)


def _add_limits(page: Worksheet, at: int, column: Column, words: Words) -> None:
    rule = _rule(column, words)
    if rule is not None:
        letter = get_column_letter(at)
        rule.add(f"{letter}2:{letter}{MAX_ROWS + 1}")
        page.add_data_validation(rule)


def _rule(column: Column, words: Words) -> DataValidation | None:
    if column.choices:
        source = _source(column, words)
        return DataValidation(
            type="list", formula1=source, allow_blank=True, showErrorMessage=True,
            errorStyle="information", error=_CHOOSE,
        )  # fmt: skip
    if not is_number(column) or column.low is None:
        return None
    bounded = column.high is not None
    return DataValidation(
        type="whole" if column.kind == "year" else "decimal",
        operator="between" if bounded else "greaterThanOrEqual",
        formula1=number_text(column.low),
        formula2=number_text(column.high) if column.high is not None else None,
        allow_blank=True, showErrorMessage=True, error=_note(column),
    )  # fmt: skip


def _source(column: Column, words: Words) -> str:
    name = column.choices[0]
    if name == "enterprises":
        return f"'enterprises'!$A$2:$A${MAX_ROWS + 1}"
    if name in _LIST_NAMES:
        letter = get_column_letter(_LIST_NAMES.index(name) + 1)
        return f"'{LISTS}'!${letter}$2:${letter}${len(words.known(name)) + 1}"
    return f'"{",".join(column.choices)}"'


def _write_lists(page: Worksheet, words: Words) -> None:
    for at, name in enumerate(_LIST_NAMES, start=1):
        page.cell(1, at, name)
        for row, (word, names) in enumerate(words.known(name).items(), start=2):
            page.cell(row, at, label(word, names))
    page.sheet_state = "hidden"
