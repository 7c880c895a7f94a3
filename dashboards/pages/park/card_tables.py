"""Tables of an enterprise's card: partners, streams with prices, terms, money and quantities."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboards.charts import amount_text
from dashboards.numbers import digits, subscript
from dashboards.pages.park.data import goes_by_pipe
from dashboards.pages.park.picture import way
from dashboards.tables import Cell, number, table
from dashboards.texts import text
from experiments.explain.event_words import STANDING_WORDS, UNIT_WORDS, word_of
from experiments.explain.words import (
    ACCOUNT_WORDS,
    EXTRA_QUANTITIES,
    KIND_WORDS,
    OPERATION_WORDS,
    head,
    said,
    term_label,
)
from experiments.labels import class_label, policy_label, recorded_label, stream_label

if TYPE_CHECKING:
    from experiments.explain import EnterpriseYear
    from experiments.results import Results

NO_CASH = ("depreciation", "write_offs")


@dataclass(frozen=True)
class Sheet:
    """One table of a card: its name, title, content as the shared table takes it, and rows."""

    name: str
    title: str
    table: str
    rows: int
    note: str = ""


def sheet(
    name: str, lang: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], note: str = ""
) -> Sheet:
    """Return a table by its name; a row's key is its place."""
    listed = [(str(k), cells) for k, cells in enumerate(rows)]
    return Sheet(name, text(f"park_sheet_{name}", lang), table(columns, listed), len(listed), note)


def heads(lang: str, *keys: str) -> list[str]:
    """Return headings as the command line words them, each with a capital."""
    return [capital(head(key, lang)) for key in keys]


def capital(words: str) -> str:
    """Return words with a capital, except behind a unit of one letter.

    >>> capital("market"), capital("t CO2 saved")
    ('Market', 't CO₂ saved')
    """
    return subscript(words if words[1:2] == " " else words[:1].upper() + words[1:])


def unit(name: str, lang: str) -> str:
    """Return a unit in a language."""
    return word_of(UNIT_WORDS, name, lang)


def links_of(results: Results, enterprise: str, year: int) -> list[dict[str, Any]]:
    """Return the contracts of an enterprise that moved something in a year: given, then taken."""
    frame = results.links
    if not len(frame):
        return []
    moved = frame[str(year)] > 0.0
    moved &= (frame["giver"] == enterprise) | (frame["taker"] == enterprise)
    rows = [{**row, "amount": row[str(year)]} for row in frame.take(moved).rows()]
    for row in rows:
        row["gives"] = row["giver"] == enterprise
        row["partner"] = row["taker" if row["gives"] else "giver"]
    return sorted(rows, key=lambda row: (not row["gives"], -row["amount"]))


def partners(links: list[dict[str, Any]], names: dict[str, str], lang: str) -> Sheet:
    """Return the contracts of `links_of` with partner, amount, price, age, distance and class."""
    rows: list[Sequence[Cell]] = []
    for row in links:
        price, per = row["price_cny_per_unit"], unit(f"CNY/{row['unit']}", lang)
        rows.append(
            [
                names.get(row["partner"], row["partner"]),
                head("giver" if row["gives"] else "taker", lang),
                stream_label(row["stream"], lang),
                number(row["amount"], amount_text(row["amount"], f"{row['unit']}/yr", lang)),
                number(price, f"{digits(price)} {per}"),
                row["start"],
                number(row["km"]),
                way(goes_by_pipe(row["stream"]), lang),
                class_label(row["class"], lang),
            ]
        )
    columns = [
        *heads(lang, "partner"), text("park_col_side", lang),
        *heads(lang, "stream", "amount", "price"),
        *(text(f"park_col_{name}", lang) for name in ("since", "km", "way", "class")),
    ]  # fmt: skip
    return sheet("partners", lang, columns, rows, text("park_partners_note", lang))


def terms(found: EnterpriseYear, lang: str) -> Sheet:
    """Return the terms of the year, one row a part of one: policy, operation and value."""
    rows: list[Sequence[Cell]] = []
    for term in found.terms:
        for part in term["parts"]:
            rows.append(
                [
                    capital(term_label(term["term"], lang).partition(" (default")[0]),
                    policy_label(part["policy"], lang),
                    number(part["value"], _effect(part["operation"], part["value"], lang)),
                    number(term["default"]),
                    number(term["value"]),
                    unit(term["unit"], lang),
                ]
            )
    columns = [*heads(lang, "term", "policy"), text("park_col_part", lang),
               text("park_col_default", lang), *heads(lang, "value", "unit")]  # fmt: skip
    return sheet("terms", lang, columns, rows, text("park_terms_note", lang))


def _effect(operation: str, value: float, lang: str) -> str:
    """Write what a part does: `× 1.30`, `+ 0.150`; what takes away has its own minus."""
    word = said(OPERATION_WORDS[operation], lang)
    return digits(value) if operation == "add" and value < 0 else f"{word} {digits(value)}"


def standing(found: EnterpriseYear, lang: str) -> Sheet:
    """Return what policies assessed of the year before."""
    rows = [
        [
            policy_label(row["policy"], lang),
            word_of(STANDING_WORDS, row["name"], lang),
            number(row["value"], _year_or_number(row["name"], row["value"])),
        ]
        for row in found.standing
    ]
    columns = [*heads(lang, "policy"), text("park_col_assessed", lang), *heads(lang, "value")]
    return sheet("standing", lang, columns, rows)


def streams(found: EnterpriseYear, lang: str) -> Sheet:
    """Return inputs and outputs: amount, and the price by its parts."""
    rows: list[Sequence[Cell]] = []
    for row in found.flows:
        side = head("out" if row["out"] else "into", lang)
        parts: list[Cell] = ["", "", ""]
        if not row["out"]:
            parts = [number(row[name]) for name in ("base_price", "by_terms", "by_charges")]
        rows.append(
            [
                stream_label(row["stream"], lang),
                side,
                number(row["amount"], f"{digits(row['amount'])} {unit(row['unit'], lang)}"),
                *parts,
                number(row["price"]),
                unit(f"CNY/{row['price_unit']}", lang),
            ]
        )
    columns = [
        *heads(lang, "stream"), text("park_col_side", lang),
        *heads(lang, "amount", "market price", "by terms", "by charges", "price", "unit"),
    ]  # fmt: skip
    return sheet("streams", lang, columns, rows, text("park_streams_note", lang))


def accounts(found: EnterpriseYear, lang: str) -> Sheet:
    """Return money by account, 10^4 CNY, and the net cash at the end."""
    rows: list[Sequence[Cell]] = [
        [
            said(ACCOUNT_WORDS[row["account"]], lang),
            said(KIND_WORDS[row["kind"]], lang),
            number(row["cny"] / 1e4),
        ]
        for row in found.accounts
    ]
    cash = math.fsum(row["cny"] for row in found.accounts if row["account"] not in NO_CASH)
    rows.append([head("net cash", lang), "", number(cash / 1e4)])
    columns = [*heads(lang, "account"), text("park_col_kind", lang), head("money", lang)]
    return sheet("accounts", lang, columns, rows, text("park_accounts_note", lang))


def quantities(found: EnterpriseYear, lang: str) -> Sheet:
    """Return output, energy, carbon, water and waste of the year and of the one before."""
    rows: list[Sequence[Cell]] = []
    for row in found.quantities:
        pair = EXTRA_QUANTITIES.get(row["name"])
        before = row["before"]
        rows.append(
            [
                subscript(said(pair, lang) if pair else recorded_label(row["name"], lang)),
                *(_quantity(value, row["unit"], lang) for value in (row["value"], before)),
                "" if row["unit"] == "CNY" else unit(row["unit"], lang),
            ]
        )
    columns = heads(lang, "quantity", "value", "before", "unit")
    return sheet("quantities", lang, columns, rows)


def _quantity(value: float | None, of: str, lang: str) -> Cell:
    """Write a quantity; money with its unit, as it runs over many sizes."""
    known = math.nan if value is None else value
    return number(known, amount_text(known, of, lang) if of == "CNY" and value is not None else "")


def _year_or_number(name: str, value: float) -> str:
    """Write what was assessed; a year without a separator, a class as a whole number."""
    if not value.is_integer():
        return digits(value)
    years = ("since", "won", "lost", "named", "first_year", "base_year")
    return str(int(value)) if name in years else digits(value, whole=True)
