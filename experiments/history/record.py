"""What is recorded of a case: its firms in their years, its exchanges in theirs, what is left out.

The park file is the authority for the firms and for the exchanges that still run; `data` holds only
what it leaves out.
"""

from __future__ import annotations

import difflib
import math
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Final

import numpy as np

from experiments.indicators.stream_class import class_of
from sim.faults import Fault, InputError
from sim.park import Park, Sheet, empty_sheet
from sim.parkfile import read_park
from sim.table_form import Table
from sim.tables import read_tables

DATA: Final = Path(__file__).parent / "data"
"""Folder of the tables of history."""


@dataclass(frozen=True)
class Exchange:
    """One recorded exchange and its first year; `why` it is not counted."""

    giver: str
    taker: str
    stream: str
    year: int | None
    why: str = ""

    @property
    def kind(self) -> str:
        """The class of its stream."""
        return class_of(self.stream)

    @property
    def trio(self) -> tuple[str, str, str]:
        """Giver, taker and kind: what makes a link of the replay the recorded one."""
        return self.giver, self.taker, self.kind


@dataclass(frozen=True)
class Process:
    """A stream that an enterprise puts out only from a year on."""

    enterprise: str
    stream: str
    year: int


@dataclass(frozen=True)
class Case:
    """A park with a recorded history, its first and last year replayed.

    `park` has no links; its firms stand in their years. `rate_until` is the year before which
    links a year are counted, None where too few are dated.
    """

    name: str
    park: Park
    first_year: int
    last_year: int
    rate_until: int | None
    counted: tuple[Exchange, ...]
    left_out: tuple[Exchange, ...]
    processes: tuple[Process, ...]

    @property
    def months(self) -> int:
        """The number of months replayed."""
        return (self.last_year - self.first_year + 1) * 12

    @property
    def dated(self) -> tuple[Exchange, ...]:
        """The counted exchanges with a recorded year within the replay."""
        return tuple(x for x in self.counted if x.year is not None and x.year <= self.last_year)

    @cached_property
    def entry(self) -> dict[str, int]:
        """The first year replayed in which each enterprise and facility stands."""
        sheets = (self.park.enterprises, "enterprise_id"), (self.park.facilities, "facility_id")
        return {
            str(name): self.first_year if math.isnan(year) else max(int(year), self.first_year)
            for sheet, key in sheets
            for name, year in zip(sheet[key], sheet["start_year"], strict=True)
        }

    def possible(self, giver: str, taker: str, stream: str) -> int:
        """Return the first year in which both stand and the stream is made."""
        began = [p.year for p in self.processes if (p.enterprise, p.stream) == (giver, stream)]
        return max([self.entry[giver], self.entry[taker], *began])


@cache
def tables() -> dict[str, Table]:
    """Return the tables of history."""
    return read_tables(DATA)


def read_case(name: str) -> Case:
    """Return a recorded case.

    Errors: `InputError` for a park whose history is not recorded.
    """
    cases = tables()["cases"]
    known = cases["park"].tolist()
    if name not in known:
        near = difflib.get_close_matches(name, known, 1) or known
        mend = f"write {' or '.join(near)}"
        raise InputError([Fault(f"history {name}", "no history of this park is recorded", mend)])
    row = cases.row(name)
    park = read_park(name)
    counted, left_out = _exchanges(name, park)
    rate_until = row["rate_until_year"]
    began = tables()["processes"].rows(park=name)
    columns = (began[column].tolist() for column in ("enterprise", "stream", "start_year"))
    return Case(
        name=name,
        park=replace(park, links=empty_sheet("links"), enterprises=_partners_stand(park)),
        first_year=int(row["first_year"]),
        last_year=int(row["last_year"]),
        rate_until=None if math.isnan(rate_until) else int(rate_until),
        counted=counted,
        left_out=left_out,
        processes=tuple(Process(e, s, int(y)) for e, s, y in zip(*columns, strict=True)),
    )


def _partners_stand(park: Park) -> Sheet:
    """Let partners outside the fence stand from the start.

    The year the record gives them is that of their first link: with it as their entry the replay
    would be told what it is to find.
    """
    firms = dict(park.enterprises)
    firms["start_year"] = np.where(firms["inside"] == "no", np.nan, firms["start_year"])
    return firms


def _exchanges(name: str, park: Park) -> tuple[tuple[Exchange, ...], tuple[Exchange, ...]]:
    """Return the counted exchanges of the park file and of the record, and those left out."""
    given = read_tables()["exchanges"]
    stream_of = dict(zip(given["exchange"], given["from_stream"], strict=True))
    sheet = park.links
    columns = (sheet[column].tolist() for column in ("giver", "taker", "exchange", "start_year"))
    counted = [
        Exchange(giver, taker, stream_of[option], _year(start))
        for giver, taker, option, start in zip(*columns, strict=True)
    ]
    left_out = []
    rows = tables()["record"].rows(park=name)
    for row in map(rows.row_at, range(len(rows))):
        who = row["giver"], row["taker"], row["stream"]
        if row["counted"]:
            counted.append(Exchange(*who, _year(row["start_year"])))
        else:
            left_out.append(Exchange(*who, _year(row["start_year"]), row["basis"]))
    return tuple(counted), tuple(left_out)


def _year(value: float) -> int | None:
    return None if math.isnan(value) else int(value)
