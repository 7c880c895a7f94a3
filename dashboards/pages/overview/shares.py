"""What a figure is made of in a year, as plain frozen data: shares that add up to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dashboards.texts import LANGUAGES

if TYPE_CHECKING:
    from experiments.results import Results

Pair = tuple[str, str]
Amount = tuple[str, Pair, float]

BY: Final[Mapping[str, tuple[str, ...]]] = {
    "co2": ("firm", "part", "sector", "carrier", "rule", "effects"),
    "energy": ("firm", "sector", "carrier", "rule", "effects"),
    "reused": ("firm", "part", "link", "rule"),
    "links": ("firm", "part", "link", "rule"),
    "cost": ("part", "firm", "rule"),
    "targets": ("part",),
    "water": ("firm", "sector", "rule"),
    "wastewater": ("firm", "sector", "rule"),
    "solid": ("firm", "sector", "rule"),
    "tax": ("firm", "sector", "rule"),
    "value_added": ("firm", "sector", "rule"),
    "air": ("part",),
}
"""Kind of figure -> ways to take it apart; `rule` and `effects` are no shares."""

UNITS: Final = {
    "co2": "t CO2/yr", "energy": "tce/10^4 CNY", "reused": "t/yr", "links": "count",
    "cost": "CNY", "targets": "count", "water": "m3/10^4 CNY", "wastewater": "m3/yr",
    "solid": "t/yr", "tax": "CNY/yr", "value_added": "CNY/yr", "air": "t/yr",
}  # fmt: skip

COLUMNS: Final = {
    "reused": "reused_t", "cost": "grants_cny", "water": "fresh_water_m3",
    "wastewater": "wastewater_m3", "solid": "solid_disposed_t", "tax": "tax_cny",
    "value_added": "value_added_cny",
}  # fmt: skip
"""Kind -> column of the enterprises frame."""

PER_VALUE: Final = ("energy", "water")
"""Kinds that are counted per 10^4 CNY of the park's value added at constant prices."""

_STARTS: Final = (
    ("co2", "co2"), ("energy", "energy"), ("clean_energy", "energy"), ("waste_heat", "energy"),
    ("electrification", "energy"), ("renewable", "energy"), ("waste_water", "wastewater"),
    ("wastewater", "wastewater"), ("water", "water"), ("solid", "solid"), ("tax", "tax"),
    ("value_added", "value_added"), ("air", "air"), ("links", "links"), ("reused", "reused"),
)  # fmt: skip


@dataclass(frozen=True)
class Share:
    """A part of a figure: its key, its names by language and its value."""

    key: str
    name: Pair
    value: float


@dataclass(frozen=True)
class Shares:
    """A figure of a year and its parts, the largest first; they add up to it."""

    total: float
    parts: tuple[Share, ...]


def kind_of(indicator: str) -> str:
    """Return the kind of figure that explains an indicator; nothing where none does.

    >>> kind_of("co2_intensity"), kind_of("wastewater_reduced"), kind_of("jobs")
    ('co2', 'wastewater', '')
    """
    return next((kind for start, kind in _STARTS if indicator.startswith(start)), "")


def shares_of(results: Results, kind: str, by: str, year: int) -> Shares:
    """Return a figure of a year (`BY`) by part, sector, firm, carrier or link.

    Public cost is summed from the first year on, as its figure is.
    """
    amounts = _MAKERS.get((kind, by), _MAKERS.get(("", by), _by_firm))(results, kind, year)
    divisor = 1.0
    if kind in PER_VALUE:
        k = int(year - results.years[0])
        divisor = float(results.series("value_added_constant")[k]) / 1e4
    return _summed(amounts, divisor)


def _summed(amounts: Iterable[Amount], divisor: float) -> Shares:
    values: dict[str, float] = {}
    names: dict[str, Pair] = {}
    total = 0.0
    for key, name, value in amounts:
        if divisor > 0.0 and value != 0.0:
            values[key] = values.get(key, 0.0) + value / divisor
            names[key] = name
            total += value / divisor
    parts = [Share(key, names[key], value) for key, value in values.items()]
    return Shares(total, tuple(sorted(parts, key=lambda one: (-abs(one.value), one.key))))


def _pair(label: Callable[[str, str], str], name: str) -> Pair:
    return label(name, LANGUAGES[0]), label(name, LANGUAGES[1])


def _firms(results: Results, year: int) -> dict[str, dict[str, Any]]:
    rows = results.enterprises.where(year=year).rows("enterprise", "name_en", "name_zh")
    return {row["enterprise"]: row for row in rows}


def _named(firms: Mapping[str, Mapping[str, Any]], firm: str) -> Pair:
    row = firms.get(firm)
    return (str(row["name_en"]), str(row["name_zh"])) if row else (firm, firm)


def _cells(results: Results, kind: str, year: int) -> list[tuple[str, str, float]]:
    """Return what counts of each enterprise and carrier, as the decomposition has it."""
    from experiments.decompose.ladder import ladders

    found = ladders(results, year, kind, "calorific", results.regions[0])
    return [(firm, carrier, rungs[-1]) for (firm, carrier), rungs in found.cells.items()]


def _of_firms(results: Results, kind: str, year: int) -> list[tuple[str, float]]:
    """Return what counts of each enterprise inside."""
    if kind in ("co2", "energy"):
        return [(firm, value) for firm, _, value in _cells(results, kind, year)]
    years = range(int(results.years[0]) if kind == "cost" else year, year + 1)
    frame = results.enterprises
    return [
        (firm, value)
        for one in years
        for firm, value in _column(frame.where(year=one, inside=True), COLUMNS[kind])
    ]


def _column(frame: Any, name: str) -> Iterable[tuple[str, float]]:
    return zip(frame["enterprise"].tolist(), frame[name].tolist(), strict=True)


def _by_firm(results: Results, kind: str, year: int) -> list[Amount]:
    firms = _firms(results, year)
    return [(firm, _named(firms, firm), value) for firm, value in _of_firms(results, kind, year)]


def _by_sector(results: Results, kind: str, year: int) -> list[Amount]:
    from experiments.labels import sector_label

    frame = results.enterprises
    of = dict(zip(frame["enterprise"].tolist(), frame["sector"].tolist(), strict=True))
    names = {sector: _pair(sector_label, sector) for sector in set(of.values())}
    amounts = _of_firms(results, kind, year)
    return [(of[firm], names[of[firm]], value) for firm, value in amounts]


def _by_carrier(results: Results, kind: str, year: int) -> list[Amount]:
    from experiments.labels import carrier_label

    cells = _cells(results, kind, year)
    names = {carrier: _pair(carrier_label, carrier) for _, carrier, _ in cells}
    return [(carrier, names[carrier], value) for _, carrier, value in cells]


def _co2_by_part(results: Results, kind: str, year: int) -> list[Amount]:
    k = int(year - results.years[0])
    names = ("co2_process", "co2_fuels", "co2_power", "co2_heat")
    return [_of_series(results, name, k) for name in names]


def _of_series(results: Results, name: str, k: int) -> Amount:
    from experiments.labels import variable_label

    one = results.one(name)
    return name, _pair(variable_label, one.variable), float(results.series(name)[k])


def _of_breakdown(name: str) -> Callable[[Results, str, int], list[Amount]]:
    """Return what reads a breakdown of the indicators; of the cost, summed over the years."""

    def read(results: Results, kind: str, year: int) -> list[Amount]:
        from experiments.indicators.registry import BREAKDOWNS
        from experiments.labels import part_label

        known, panel = BREAKDOWNS[name], results.panel
        assert panel is not None
        k = int(year - results.years[0])
        first = 0 if kind == "cost" else k
        return [
            (
                part,
                (part_label(known.labels, part, "en"), part_label(known.labels, part, "zh")),
                float(values[0, first : k + 1].sum()),
            )
            for part, values in known.measure(panel).items()
        ]

    return read


def _cost_by_firm(results: Results, kind: str, year: int) -> list[Amount]:
    """Return grants by enterprise; the rest of the cost went to no single one."""
    paid = _by_firm(results, kind, year)
    k = int(year - results.years[0])
    rest = float(results.series("public_cost")[: k + 1].sum())
    for _, _, value in paid:
        rest -= value
    return [*paid, ("", ("", ""), rest)]


def _links(results: Results, kind: str, year: int) -> list[tuple[dict[str, Any], float]]:
    """Return the links that carry a figure: with their amount, or as one each."""
    links = results.links
    if kind == "reused":
        from sim.catalogue import EXCHANGE_WEIGHTS

        given, catalogue = links.where(giver_inside=True), results.catalogue
        option = [catalogue.exchange[name] for name in given["exchange"].tolist()]
        waste = catalogue.exchange_weights[EXCHANGE_WEIGHTS.index("waste_t"), option]
        amounts = (given[str(year)] * 1000.0 * waste).tolist()
        return list(zip(given.rows(), amounts, strict=True))
    month = f"{year}-12"
    return [
        (row, 1.0)
        for row in links.rows()
        if row["start"] <= month and (not row["end"] or row["end"] > month)
    ]


def _by_link(results: Results, kind: str, year: int) -> list[Amount]:
    from experiments.labels import stream_label

    firms = _firms(results, year)
    found = []
    for row, value in _links(results, kind, year):
        giver, taker = (_named(firms, row[side]) for side in ("giver", "taker"))
        stream = _pair(stream_label, row["stream"])
        names = tuple(f"{giver[k]} → {taker[k]}: {stream[k]}" for k in range(2))
        key = "|".join((row["giver"], row["taker"], row["stream"]))
        found.append((key, (names[0], names[1]), float(value)))
    return found


def _links_by_part(results: Results, kind: str, year: int) -> list[Amount]:
    from experiments.labels import class_label

    rows = _links(results, kind, year)
    return [(row["class"], _pair(class_label, row["class"]), value) for row, value in rows]


def _links_by_firm(results: Results, kind: str, year: int) -> list[Amount]:
    """Return half a link for each of its ends, so that the parts add up."""
    firms = _firms(results, year)
    return [
        (row[side], _named(firms, row[side]), value / 2.0)
        for row, value in _links(results, kind, year)
        for side in ("giver", "taker")
    ]


def _targets_by_part(results: Results, kind: str, year: int) -> list[Amount]:
    from experiments.labels import document_label

    judged = [found for found in results.targets() if found.met is not None]
    return [
        (found.document, _pair(document_label, found.document), float(bool(found.met)))
        for found in judged
    ]


_MAKERS: Final[dict[tuple[str, str], Callable[[Results, str, int], list[Amount]]]] = {
    ("co2", "part"): _co2_by_part,
    ("reused", "part"): _of_breakdown("reused_by_class"),
    ("links", "part"): _links_by_part,
    ("links", "firm"): _links_by_firm,
    ("cost", "part"): _of_breakdown("public_cost_parts"),
    ("cost", "firm"): _cost_by_firm,
    ("air", "part"): _of_breakdown("air_pollutants_by_name"),
    ("targets", "part"): _targets_by_part,
    ("", "sector"): _by_sector,
    ("", "carrier"): _by_carrier,
    ("", "link"): _by_link,
}
"""(Kind, way) -> what takes it apart; an empty kind stands for all others."""
