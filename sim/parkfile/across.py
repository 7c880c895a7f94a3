"""Checks across rows and sheets: ids, links, years, wastes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.faults import Fault
from sim.parkfile.raw import number_text
from sim.parkfile.readsheet import ReadSheet
from sim.parkfile.words import Words, nearest

Sectors = dict[str, str]


def across_sheets(
    sheets: Mapping[str, ReadSheet], words: Words, sites_known: bool = True
) -> Iterator[Fault]:
    """Yield what is wrong between rows and between sheets; faulty cells are passed over.

    References to enterprises and facilities are left alone unless `sites_known`.
    """
    yield from _doubled_ids(sheets, "enterprises", "facilities")
    yield from _doubled_ids(sheets, "links")
    yield from _doubled_ids(sheets, "plots")
    if "enterprises" in sheets:
        yield from _years(sheets["enterprises"])
    if not sites_known:
        return
    sectors = _sectors(sheets)
    if "links" in sheets:
        yield from _links(sheets["links"], sectors, words)
    if "wastes" in sheets:
        yield from _wastes(sheets["wastes"], sectors)


def _doubled_ids(sheets: Mapping[str, ReadSheet], *names: str) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for name in names:
        if name not in sheets:
            continue
        sheet = sheets[name]
        column = next(iter(sheet.columns))
        for entry, word in enumerate(sheet.columns[column]):
            if word in first:
                wrong = f"id {word!r} is used already in {first[word]}"
                yield Fault(sheet.place(entry, column), wrong, "give each row its own id")
            elif word:
                first[word] = sheet.raw.place(sheet.row(entry))


def _years(sheet: ReadSheet) -> Iterator[Fault]:
    years = zip(sheet.columns["start_year"], sheet.columns["end_year"], strict=True)
    for entry, (start, end) in enumerate(years):
        if end < start:
            wrong = f"ends in {number_text(end)}, before its start in {number_text(start)}"
            mend = "write the first and the last year in order"
            yield Fault(sheet.place(entry, "end_year"), wrong, mend)


def _sectors(sheets: Mapping[str, ReadSheet]) -> Sectors:
    """Return the sector of each enterprise and facility by id ('' where it is not certain)."""
    found: Sectors = {}
    for name, column in (("facilities", "facility_id"), ("enterprises", "enterprise_id")):
        if name in sheets:
            columns = sheets[name].columns
            for site, sector in zip(columns[column], columns["sector"], strict=True):
                found[site] = "" if site in found else sector
    found.pop("", None)
    return found


def _links(sheet: ReadSheet, sectors: Sectors, words: Words) -> Iterator[Fault]:
    first: dict[tuple[str, str, str], int] = {}
    columns = (sheet.columns[name] for name in ("giver", "taker", "exchange"))
    for entry, link in enumerate(zip(*columns, strict=True)):
        giver, taker, option = link
        known = True
        for side, name in (("giver", giver), ("taker", taker)):
            if name not in sectors:
                known = False
                yield from _stranger(sheet, entry, side, name, sectors)
        if not option or not known:
            continue
        yield from _misfits(sheet, entry, sectors, words)
        if link in first:
            wrong = f"giver, taker and exchange are those of {_row(sheet, first[link])}"
            yield Fault(sheet.place(entry, "exchange"), wrong, "add the amounts up in one row")
        first.setdefault(link, entry)


def _stranger(
    sheet: ReadSheet, entry: int, column: str, name: str, sectors: Sectors
) -> Iterator[Fault]:
    if name:
        close = nearest(name, sectors)
        mend = "write an id of sheet enterprises or facilities"
        if close:
            mend = f"did you mean {'; '.join(close)}?"
        wrong = f"no enterprise or facility has the id {name[:60]!r}"
        yield Fault(sheet.place(entry, column), wrong, mend)


def _row(sheet: ReadSheet, entry: int) -> str:
    return sheet.raw.place(sheet.row(entry))


def _misfits(sheet: ReadSheet, entry: int, sectors: Sectors, words: Words) -> Iterator[Fault]:
    row = {name: column[entry] for name, column in sheet.columns.items()}
    option = words.exchanges[row["exchange"]]
    itself = row["giver"] == row["taker"]
    if itself and option.scope == "inter_firm":
        wrong = f"{row['giver']} gives to itself, but {row['exchange']} is for two firms"
        yield Fault(sheet.place(entry, "taker"), wrong, "name another taker")
        return
    sites = sectors[row["giver"]], sectors[row["taker"]]
    sides = ("giver", option.givers), ("taker", option.takers)
    fits = True
    for sector, (side, allowed) in zip(sites, sides, strict=True):
        if sector and sector not in allowed:
            fits = False
            wrong = f"{row['exchange']} has no {side} of sector {sector}"
            mend = f"a {side} may be {', '.join(sorted(allowed))}"
            yield Fault(sheet.place(entry, side), wrong, mend + _better(row, sites, words))
    if fits and not itself and option.scope == "on_site":
        wrong = f"{row['exchange']} is a retrofit on one site, not a link between two"
        yield Fault(sheet.place(entry, "exchange"), wrong, "remove the row")


def _better(row: Mapping[str, str], sites: tuple[str, str], words: Words) -> str:
    """Return which exchange options would fit the two sites of a link, if any."""
    giver, taker = sites
    wrong_scope = "inter_firm" if row["giver"] == row["taker"] else "on_site"
    fitting = [
        name
        for name, option in words.exchanges.items()
        if giver in option.givers and taker in option.takers and option.scope != wrong_scope
    ]
    return f" (between these two fit {', '.join(fitting)})" if fitting else ""


def _wastes(sheet: ReadSheet, sectors: Sectors) -> Iterator[Fault]:
    first: dict[tuple[str, str], int] = {}
    rows = zip(sheet.columns["enterprise"], sheet.columns["stream"], strict=True)
    for entry, (name, stream) in enumerate(rows):
        if name not in sectors:
            yield from _stranger(sheet, entry, "enterprise", name, sectors)
        elif stream and (name, stream) in first:
            wrong = f"enterprise and stream are those of {_row(sheet, first[name, stream])}"
            yield Fault(sheet.place(entry, "stream"), wrong, "add the amounts up in one row")
        first.setdefault((name, stream), entry)
