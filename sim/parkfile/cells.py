"""One cell: its value as the column wants it, or what is wrong with it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from sim.park import Column, is_number
from sim.parkfile.raw import Cell, Odd, is_empty, number_text
from sim.parkfile.words import Words, nearest, show, without_names

Value = str | float
Problem = Odd

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_WITH_COMMAS = re.compile(r"[+-]?\d{1,3}([,\u2009 ]\d{3})+(\.\d+)?", re.ASCII)
_STARTS_WITH_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_NOT_FINITE = frozenset(
    sign + word for sign in ("", "+", "-") for word in ("nan", "inf", "infinity", "#nan", "1.#inf")
)
_ID = re.compile(r"[\w.\-]{1,40}")
_PARK_ID = re.compile(r"[\w\-]{1,40}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_TEXT = 4000
_FEW = 8


def empty_value(column: Column) -> Value:
    """Return what stands in a column where a cell is empty."""
    return math.nan if is_number(column) else ""


def read_cell(column: Column, cell: Cell, words: Words) -> Value | Problem:
    """Return a cell's value, or the problem with it (what is wrong, what to write instead)."""
    if isinstance(cell, Odd):
        return cell
    if is_empty(cell) or cell is None:
        if column.required:
            return Odd("is empty", f"fill it in: {column.note_en}")
        return empty_value(column)
    if is_number(column):
        return _number(column, cell)
    text = _text(cell)
    if column.kind == "text":
        return _free_text(text)
    if column.kind == "id":
        return _identifier(column, text)
    return _word(column, without_names(text), words)


def _text(cell: str | float) -> str:
    if isinstance(cell, float):
        return number_text(cell)
    return cell.strip().replace("\r\n", "\n").replace("\r", "\n")


def _number(column: Column, cell: str | float) -> float | Problem:
    number = _parse(cell) if isinstance(cell, str) else cell
    if isinstance(number, Odd):
        return number
    if not math.isfinite(number):
        shown = cell.strip()[:40] if isinstance(cell, str) else number_text(cell)
        return Odd(f"{shown!r} is not a finite number", "write a number or leave the cell empty")
    number = float(number_text(number)) + 0.0
    if column.kind == "year" and number != int(number):
        return Odd(f"{number_text(number)} is not a whole year", "write a year such as 2015")
    if column.low is not None and number < column.low:
        return _outside(column, number)
    if column.high is not None and number > column.high:
        return _outside(column, number)
    return number


def _parse(text: str) -> float | Problem:
    text = text.strip()
    if _NUMBER.fullmatch(text):
        return float(text)
    if text.casefold() in _NOT_FINITE:
        return math.nan
    shown = f"{text[:40]!r} is not a number"
    if _WITH_COMMAS.fullmatch(text):
        plain = re.sub(r"[,\u2009 ]", "", text)
        return Odd(shown, f"write it without thousands marks, {plain}")
    if not any(sign.isalnum() for sign in text):
        return Odd(shown, "leave the cell empty where nothing is known")
    if start := _STARTS_WITH_NUMBER.match(text):
        return Odd(shown, f"write the bare number, {start.group()}, in the column's unit")
    return Odd(shown, "write a number, or leave the cell empty")


def _outside(column: Column, number: float) -> Problem:
    shown = number_text(number)
    low, high = column.low, column.high
    if high is None:
        wrong = f"{shown} is negative" if low == 0 else f"{shown} is below {number_text(low or 0)}"
        return Odd(wrong, f"write {number_text(low or 0)} or more")
    bounds = f"{number_text(low or 0)} to {number_text(high)}"
    what = "year" if column.kind == "year" else "number"
    return Odd(f"{shown} is out of range", f"write a {what} from {bounds}")


def _free_text(text: str) -> str | Problem:
    if len(text) > _LONGEST_TEXT:
        return Odd(f"the text has {len(text)} characters", f"keep to {_LONGEST_TEXT}")
    if _CONTROL.search(text):
        return Odd("the text holds control characters", "type it anew")
    return text


def _identifier(column: Column, text: str) -> str | Problem:
    if column.name == "park_id":
        pattern, allowed = _PARK_ID, "Latin letters, digits, _ and -"
    else:
        pattern, allowed = _ID, "letters, digits, _, - and ."
    if pattern.fullmatch(text):
        return text
    return Odd(f"{text[:60]!r} cannot be an id", f"use {allowed}, at most 40")


def _word(column: Column, text: str, words: Words) -> str | Problem:
    known = known_words(column, words)
    if known is None or text in known:
        return text
    what = column.name.replace("_", " ")
    wrong = f"unknown {what} {text[:60]!r}"
    if len(known) <= _FEW and not any(known.values()):
        return Odd(wrong, f"write one of {', '.join(known)}")
    if column.choices == ("utilities",) and text in words.known("sectors"):
        wrong = f"{text!r} is no utility"
        return Odd(wrong, "move the row to sheet enterprises, or write one of " + ", ".join(known))
    if close := nearest(text, known, known):
        return Odd(wrong, f"did you mean {show(close, known)}?")
    return Odd(wrong, f"write one of the {len(known)} in the template's drop-down")


def known_words(column: Column, words: Words) -> Mapping[str, str] | None:
    """Return id -> names of the words a column takes; None where the rows of a sheet decide."""
    if column.choices == ("enterprises",):
        return None
    if len(column.choices) == 1 and column.choices[0] in words.lists:
        return words.known(column.choices[0])
    return dict.fromkeys(column.choices, "")
