"""Readable units: kilotonnes for tonnes, 万吨 for 吨."""

from __future__ import annotations

from experiments.indicators.registry import per_period
from experiments.labels import unit_label

_SCALES: dict[str, tuple[tuple[tuple[float, str], ...], tuple[tuple[float, str], ...]]] = {
    "t CO2": (((1e6, "Mt CO₂"), (1e3, "kt CO₂")), ((1e4, "万吨二氧化碳"),)),
    "t": (((1e6, "Mt"), (1e3, "kt")), ((1e4, "万吨"),)),
    "tce": (((1e6, "Mtce"), (1e3, "ktce")), ((1e4, "万吨标准煤"),)),
    "GJ": (((1e6, "PJ"), (1e3, "TJ")), ((1e4, "万吉焦"),)),
    "MWh": (((1e6, "TWh"), (1e3, "GWh")), ((1e4, "万兆瓦时"),)),
    "m3": (((1e6, "million m³"),), ((1e4, "万立方米"),)),
    "CNY": (((1e6, "million CNY"),), ((1e8, "亿元"), (1e4, "万元"))),
}


def readable(unit: str, largest: float, lang: str) -> tuple[float, str]:
    """Return what to divide by and the unit to write, for values up to `largest`.

    A unit may end in `/yr`.

    >>> readable("t CO2/yr", 2.4e6, "en")
    (1000000.0, 'Mt CO₂/yr')
    """
    base, slash, _ = unit.partition("/yr")
    for size, name in _SCALES.get(base, ((), ()))[lang == "zh"]:
        if largest >= size:
            ending = unit_label(per_period("CNY", "year"), lang).removeprefix(
                unit_label("CNY", lang)
            )
            return size, name + (ending if slash else "")
    return 1.0, unit_label(unit, lang)
