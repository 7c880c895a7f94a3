"""The park as a planner describes it: one sheet of columns each for enterprises, links and the rest.

A `Park` is input, before any simulation: it is read from a workbook or a folder of CSV
(`sim.parkfile`), composed (`sim.synth`) or built in a notebook, and turned into simulation
columns by `sim.build`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Sheet = dict[str, NDArray[Any]]
"""Column name -> array, one entry a row: float64 (nan where empty) or object (str, '' where empty)."""

FORMAT_VERSION = 1
"""Version of the park file; an older one is read or refused with the way to convert it."""


@dataclass(frozen=True)
class Column:
    """One column of a sheet: its name, kind, limits and the note a planner reads.

    `kind` is `id`, `text`, `number`, `year`, `choice` or `reference`; `choices` names what a
    choice or reference may be (`sectors`, `provinces`, `streams`, `exchanges`, `enterprises`, or
    the words themselves). `low` and `high` bound a number inclusively.
    """

    name: str
    kind: str
    required: bool
    note_en: str
    note_zh: str
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


def _column(
    name: str,
    kind: str,
    note_en: str,
    note_zh: str,
    *choices: str,
    required: bool = False,
    low: float | None = None,
    high: float | None = None,
) -> Column:
    return Column(name, kind, required, note_en, note_zh, choices, low, high)


def _amount(name: str, note_en: str, note_zh: str) -> Column:
    return _column(name, "number", note_en, note_zh, low=0.0)


_PLACE = (
    _column("x_km", "number", "east of the park's origin, km", "距园区原点东向距离，km", low=-500, high=500),
    _column("y_km", "number", "north of the park's origin, km", "距园区原点北向距离，km", low=-500, high=500),
)

_MEASURED = (
    _amount("land_mu", "land held, mu (1 mu = 666.67 m2)", "占地面积，亩"),
    _amount("jobs", "people employed", "从业人数"),
    _amount("value_added_cny", "value added a year, CNY", "年增加值，元"),
    _amount("tax_cny", "all taxes paid a year, CNY", "年实缴税收，元"),
    _amount("coal_t", "measured coal use a year, t (20.908 GJ/t)", "年煤炭消费量，吨"),
    _amount("coke_t", "measured coke use a year, t", "年焦炭消费量，吨"),
    _amount("natural_gas_1000m3", "measured natural gas use a year, 1000 m3", "年天然气消费量，千立方米"),
    _amount("electricity_mwh", "measured power purchase a year, MWh", "年购电量，兆瓦时"),
    _amount("steam_gj", "measured steam purchase a year, GJ", "年购入蒸汽，吉焦"),
    _amount("fresh_water_m3", "measured fresh water a year, m3", "年新鲜水用量，立方米"),
    _amount("wastewater_m3", "measured waste water a year, m3", "年废水排放量，立方米"),
)

_OWNERSHIP = _column(
    "ownership", "choice", "who owns it", "所有制", "private", "state", "foreign", "park"
)

SHEETS: dict[str, tuple[Column, ...]] = {
    "park": (
        _column("format_version", "number", "version of this file", "文件版本", required=True),
        _column("park_id", "id", "short name, letters, digits, _", "园区代号", required=True),
        _column("name_en", "text", "name in English", "英文名称", required=True),
        _column("name_zh", "text", "name in Chinese", "中文名称"),
        _column("province", "choice", "province whose prices and grid apply", "所在省份", "provinces", required=True),
        _column("kind", "choice", "real, composed or teaching", "真实、合成或教学案例", "real", "composed", "teaching", required=True),
        _amount("area_mu", "industrial land of the park, mu", "工业用地面积，亩"),
        _column("note", "text", "what this park is and where its figures come from", "说明与数据来源"),
    ),
    "enterprises": (
        _column("enterprise_id", "id", "unique short name", "企业代号，唯一", required=True),
        _column("name_en", "text", "name in English", "英文名称"),
        _column("name_zh", "text", "name in Chinese", "中文名称"),
        _column("sector", "reference", "process archetype", "行业工艺类型", "sectors", required=True),
        _column("output", "number", "output a year in the product unit of the sector; empty = typical", "年产量，按行业产品单位；空=典型值", low=0.0),
        *_PLACE,
        _column("owner", "text", "group that owns it; equal names deal without distrust", "所属集团"),
        _OWNERSHIP,
        _column("start_year", "year", "first year in the park; empty = from the start", "投产年份", low=1850, high=2030),
        _column("end_year", "year", "last year in the park, if known", "退出年份", low=1850, high=2060),
        _column("inside", "choice", "no for a partner outside the fence: it trades but is not counted in the park's totals; empty = yes", "是否在园区内；围墙外合作方填 no，不计入园区合计；空=yes", "yes", "no"),
        *_MEASURED,
        _column("source", "text", "where these figures come from", "数据来源"),
    ),
    "links": (
        _column("link_id", "id", "unique short name", "链接代号", required=True),
        _column("giver", "reference", "enterprise or facility that gives the stream", "供方企业或设施", "enterprises", required=True),
        _column("taker", "reference", "enterprise or facility that takes it", "受方企业或设施", "enterprises", required=True),
        _column("exchange", "reference", "exchange option", "交换类型", "exchanges", required=True),
        _amount("amount_per_year", "amount a year, t, 1000 m3, GJ or MWh by the stream's unit; empty = what fits", "年交换量"),
        _column("start_year", "year", "first year of the link", "起始年份", low=1850, high=2030),
        _column("source", "text", "where this comes from", "数据来源"),
    ),
    "facilities": (
        _column("facility_id", "id", "unique short name", "设施代号", required=True),
        _column("name_en", "text", "name in English", "英文名称"),
        _column("name_zh", "text", "name in Chinese", "中文名称"),
        _column("sector", "reference", "utility archetype", "设施类型", "utilities", required=True),
        _column("capacity", "number", "capacity a year in the product unit of the sector; empty = typical", "年处理或供应能力", low=0.0),
        *_PLACE,
        _column("owner", "text", "operator", "运营单位"),
        _OWNERSHIP,
        _column("start_year", "year", "first year", "投运年份", low=1850, high=2030),
        _column("land_mu", "number", "land held, mu", "占地面积，亩", low=0.0),
        _column("source", "text", "where these figures come from", "数据来源"),
    ),
    "plots": (
        _column("plot_id", "id", "unique short name", "地块代号", required=True),
        *_PLACE,
        _column("area_mu", "number", "area, mu", "面积，亩", required=True, low=0.0),
        _column("status", "choice", "free for entrants, or idle land to be redeveloped first", "可供地或待盘活低效用地", "free", "idle", required=True),
    ),
    "wastes": (
        _column("enterprise", "reference", "enterprise or facility", "企业或设施代号", "enterprises", required=True),
        _column("stream", "reference", "stream it puts out", "固废或副产物", "streams", required=True),
        _column("amount_per_year", "number", "measured amount a year, t, 1000 m3 or GJ by the stream's unit", "年产生量", required=True, low=0.0),
    ),
}
"""The sheets of a park file and their columns, in the order they are written."""


def empty_sheet(name: str) -> Sheet:
    """Return sheet `name` with all its columns and no row."""
    return {
        column.name: np.empty(0, dtype=np.float64 if is_number(column) else object)
        for column in SHEETS[name]
    }


def sheet_of_rows(name: str, rows: Sequence[Mapping[str, Any]]) -> Sheet:
    """Return sheet `name` from one mapping a row; what a row leaves out is empty.

    >>> plots = sheet_of_rows("plots", [{"plot_id": "p1", "area_mu": 40, "status": "free"}])
    >>> float(plots["area_mu"][0]), str(plots["x_km"][0])
    (40.0, 'nan')
    """
    sheet: Sheet = {}
    for column in SHEETS[name]:
        empty = np.nan if is_number(column) else ""
        values = np.empty(len(rows), dtype=np.float64 if is_number(column) else object)
        values[:] = [row.get(column.name, empty) for row in rows]
        sheet[column.name] = values
    return sheet


def is_number(column: Column) -> bool:
    """Say whether a column holds float64 (nan where empty) rather than text."""
    return column.kind in ("number", "year")


@dataclass(frozen=True)
class Park:
    """A described park: `info` is the park sheet's one row, the other sheets are columns."""

    info: dict[str, Any]
    enterprises: Sheet
    links: Sheet = field(default_factory=lambda: empty_sheet("links"))
    facilities: Sheet = field(default_factory=lambda: empty_sheet("facilities"))
    plots: Sheet = field(default_factory=lambda: empty_sheet("plots"))
    wastes: Sheet = field(default_factory=lambda: empty_sheet("wastes"))

    @property
    def park_id(self) -> str:
        """The park's short name."""
        return str(self.info["park_id"])

    def digest(self) -> str:
        """Return a hash of everything in the file: 32 hex digits, the same for equal content."""
        return self._digest

    @cached_property
    def _digest(self) -> str:
        sheets = (self.enterprises, self.links, self.facilities, self.plots, self.wastes)
        content = [self.info, *({name: column.tolist() for name, column in s.items()} for s in sheets)]
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
