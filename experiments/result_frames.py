"""The frames beside the long table: links, events, enterprises and plots."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.frame import Frame, Late, chosen_text, text_column
from experiments.indicators.panel import Panel
from experiments.indicators.per_mu_ranking import ranking
from experiments.indicators.stream_class import class_of
from sim.catalogue import EXCHANGE_WEIGHTS, FIRST_YEAR
from sim.park import Park
from sim.record import VARIABLES

Floats = NDArray[np.float64]
Array = NDArray[Any]

BASE_UNITS = {"kg": "t", "m3": "1000 m3", "MJ": "GJ", "kWh": "MWh"}
"""Base unit of a stream -> the unit a thousand times larger that frames show."""

_PARTNERS = ("taker", "giver")
_SUBJECTS = ("exchange", "technology", "reason", "title", "lever")


def period(month: int) -> str:
    """Return a month of the run as text.

    >>> period(14)
    '2021-03'
    """
    return f"{FIRST_YEAR + month // 12}-{month % 12 + 1:02d}"


def link_frame(panel: Panel) -> Frame:
    """Return one row a contract that ran, on-site exchanges apart, in order of signing."""
    world, links, catalogue = panel.world, panel.links, panel.catalogue
    rows = np.flatnonzero(links.counted)
    contracts, names = world.columns.contracts, world.columns.enterprises.name
    stream = links.stream[rows]
    units = [BASE_UNITS[unit] for unit in catalogue.tables["streams"]["unit"][stream]]
    avoided = catalogue.exchange_weights[EXCHANGE_WEIGHTS.index("avoided_tco2e")]
    ended = [period(e) if e < panel.months else "" for e in links.end[rows].tolist()]
    columns: dict[str, Array] = {
        "region": chosen_text(world.columns.park_ids, links.park[rows]),
        "link": rows,
        "giver": chosen_text(names, links.giver[rows]),
        "taker": chosen_text(names, links.taker[rows]),
        "exchange": chosen_text(catalogue.exchanges, links.exchange[rows]),
        "stream": chosen_text(catalogue.streams, stream),
        "class": text_column([class_of(catalogue.streams[s]) for s in stream.tolist()]),
        "start": text_column([period(start) for start in links.start[rows].tolist()]),
        "end": text_column(ended),
        "from_park_file": contracts.signed_month[rows] < 0,
        "renewal": links.previous[rows] >= 0,
        "giver_inside": links.giver_inside[rows],
        "taker_inside": links.taker_inside[rows],
        "km": contracts.km[rows],
        "unit": text_column(units),
        "ratio": contracts.ratio[rows],
        "agreed_per_year": contracts.nominal[rows] * 12.0 / 1000.0,
        "price_cny_per_unit": contracts.price_cny_per_unit[rows] * 1000.0,
        "handling_cny_per_unit": contracts.handling_cny_per_unit[rows] * 1000.0,
        "capex_cny": contracts.capex_cny[rows],
        "replaces": catalogue.tables["exchanges"]["replaces"][links.exchange[rows]],
        "avoided_tco2e_per_unit": avoided[links.exchange[rows]] * 1000.0,
    }
    for year, amounts in zip(panel.years.tolist(), links.delivered[:, rows] / 1000.0, strict=True):
        columns[str(year)] = amounts
    return Frame(columns)


def event_frame(panel: Panel) -> Frame:
    """Return one row an event; what has no column of its own stands in `detail` as JSON."""
    enterprises, parks = panel.world.columns.enterprises, panel.world.columns.park_ids
    rows = [
        {
            "period": period(event["month"]),
            "event": event["event"],
            "region": event["park"] if row < 0 else parks[enterprises.park[row]],
            "enterprise": event["enterprise"],
            "partner": _first(event, _PARTNERS),
            "what": _first(event, _SUBJECTS),
            "detail": _detail(event),
        }
        for row, event in zip(panel.event_rows.tolist(), panel.world.events, strict=True)
    ]
    names = ("period", "event", "region", "enterprise", "partner", "what", "detail")
    return Frame({name: text_column([row[name] for row in rows]) for name in names})


def enterprise_frame(panel: Panel, parks: Sequence[Park]) -> Frame:
    """Return one row an enterprise and year that it stood in, years first.

    `per_mu_class` is 1 (A) to 4 (D) by the per-mu ranking of the year, nan for who is not ranked.
    """
    enterprises, columns = panel.world.columns.enterprises, panel.world.columns
    stood = panel.active.reshape(-1, 12, len(enterprises)).any(axis=1)
    year, who = np.nonzero(stood)
    sectors = panel.catalogue.tables["sectors"]
    sector = enterprises.sector[who]
    names = _names(panel, parks)
    frame: dict[str, Array | Late] = {
        "year": panel.years[year],
        "region": chosen_text(columns.park_ids, enterprises.park[who]),
        "enterprise": chosen_text(enterprises.name, who),
        "name_en": chosen_text([en for en, _ in names], who),
        "name_zh": chosen_text([zh for _, zh in names], who),
        "sector": sectors["sector"][sector],
        "role": sectors["role"][sector],
        "inside": enterprises.inside[who],
        "x_km": enterprises.x_km[who],
        "y_km": enterprises.y_km[who],
        "land_mu": enterprises.land_mu[who],
        "jobs": enterprises.jobs[who],
    }
    cells = year, who
    for name, _ in VARIABLES:
        frame[name] = partial(_recorded, panel, name, cells)
    frame["value_added_constant_cny"] = partial(_constant, panel, cells)
    frame["per_mu_score"] = lambda: ranking(panel).score[cells]
    frame["per_mu_class"] = lambda: ranking(panel).place[cells]
    return Frame(frame)


def _recorded(panel: Panel, name: str, cells: tuple[Array, Array]) -> Floats:
    values = panel.month(name)[11::12] if name == "links" else panel.year(name)
    found: Floats = values[cells]
    return found


def _constant(panel: Panel, cells: tuple[Array, Array]) -> Floats:
    rate = panel.world.columns.enterprises.value_added_cny_per_unit
    found: Floats = (panel.year("output") * rate)[cells]
    return found


def plot_frame(parks: Sequence[Park]) -> Frame:
    """Return the plots of the park files."""
    columns: dict[str, Array] = {
        "region": text_column([park.park_id for park in parks for _ in park.plots["plot_id"]])
    }
    for name in ("plot_id", "status"):
        columns[name] = text_column([str(cell) for park in parks for cell in park.plots[name]])
    for name in ("x_km", "y_km", "area_mu"):
        columns[name] = np.concatenate([park.plots[name] for park in parks]).astype(np.float64)
    return Frame(columns)


def _names(panel: Panel, parks: Sequence[Park]) -> list[tuple[str, str]]:
    """Return each enterprise's name in English and Chinese; an entrant's tells its sector."""
    given: dict[tuple[int, str], tuple[str, str]] = {}
    for k, park in enumerate(parks):
        for sheet, head in ((park.enterprises, "enterprise_id"), (park.facilities, "facility_id")):
            for name, en, zh in zip(sheet[head], sheet["name_en"], sheet["name_zh"], strict=True):
                given[k, str(name)] = (str(en or name), str(zh or en or name))
    sectors, enterprises = panel.catalogue.tables["sectors"], panel.world.columns.enterprises
    found = []
    rows = zip(enterprises.park.tolist(), enterprises.name, enterprises.sector, strict=True)
    for park_row, name, sector in rows:
        own = f"{sectors['name_en'][sector]} ({name})", f"{sectors['name_zh'][sector]}（{name}）"
        found.append(given.get((park_row, str(name)), own))
    return found


def _first(event: Mapping[str, Any], names: Sequence[str]) -> str:
    return next((str(event[name]) for name in names if name in event), "")


def _detail(event: Mapping[str, Any]) -> str:
    kept = {"month", "event", "enterprise", "park", *_PARTNERS, *_SUBJECTS}
    rest = {name: value for name, value in event.items() if name not in kept}
    return json.dumps(rest, sort_keys=True, default=_plain)


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else str(value)
