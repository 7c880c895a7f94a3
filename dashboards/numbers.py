"""How a number is written: scaled by its unit as each language scales it, to three digits."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from experiments.labels import unit_label

MINUS: Final = "\N{MINUS SIGN}"

_Steps = tuple[tuple[float, str], ...]

UNITS: Final[dict[str, dict[str, _Steps]]] = {
    "t CO2/yr": {
        "en": ((1e6, "Mt CO₂/yr"), (1e3, "kt CO₂/yr"), (1.0, "t CO₂/yr")),
        "zh": ((1e8, "亿吨CO₂/年"), (1e4, "万吨CO₂/年"), (1.0, "吨CO₂/年")),
    },
    "t/yr": {
        "en": ((1e6, "Mt/yr"), (1e3, "kt/yr"), (1.0, "t/yr")),
        "zh": ((1e8, "亿吨/年"), (1e4, "万吨/年"), (1.0, "吨/年")),
    },
    "CNY": {
        "en": ((1e9, "bn CNY"), (1e6, "mn CNY"), (1e3, "k CNY"), (1.0, "CNY")),
        "zh": ((1e8, "亿元"), (1e4, "万元"), (1.0, "元")),
    },
    "CNY/yr": {
        "en": ((1e9, "bn CNY/yr"), (1e6, "mn CNY/yr"), (1e3, "k CNY/yr"), (1.0, "CNY/yr")),
        "zh": ((1e8, "亿元/年"), (1e4, "万元/年"), (1.0, "元/年")),
    },
    "tce/yr": {
        "en": ((1e6, "Mtce/yr"), (1e3, "ktce/yr"), (1.0, "tce/yr")),
        "zh": ((1e4, "万吨标准煤/年"), (1.0, "吨标准煤/年")),
    },
    "1000 m3/yr": {
        "en": ((1e3, "Mm³/yr"), (1.0, "1000 m³/yr")),
        "zh": ((10.0, "万立方米/年"), (1.0, "千立方米/年")),
    },
    "GJ/yr": {
        "en": ((1e6, "PJ/yr"), (1e3, "TJ/yr"), (1.0, "GJ/yr")),
        "zh": ((1e4, "万吉焦/年"), (1.0, "吉焦/年")),
    },
    "m3/yr": {
        "en": ((1e6, "Mm³/yr"), (1e3, "1000 m³/yr"), (1.0, "m³/yr")),
        "zh": ((1e4, "万立方米/年"), (1.0, "立方米/年")),
    },
    "MWh/yr": {
        "en": ((1e3, "GWh/yr"), (1.0, "MWh/yr")),
        "zh": ((10.0, "万千瓦时/年"), (1.0, "兆瓦时/年")),
    },
}
"""Unit -> language -> scales, the largest first: divisor and what is written behind the number.
A unit that is not here keeps its size and has the label of `experiments.labels`."""


@dataclass(frozen=True)
class Scale:
    """One way to write numbers of a unit: divide, round, name."""

    divisor: float
    name: str


def scale_of(largest: float, unit: str, lang: str) -> Scale:
    """Return the scale under which the largest number of a set reads best.

    >>> scale_of(2.9e6, "t CO2/yr", "en"), scale_of(2.9e6, "t CO2/yr", "zh").name
    (Scale(divisor=1000000.0, name='Mt CO₂/yr'), '万吨CO₂/年')
    """
    if unit not in UNITS:
        return Scale(1.0, "" if unit == "count" else unit_label(unit, lang))
    steps = UNITS[unit][lang]
    size = abs(largest) if math.isfinite(largest) else 0.0
    divisor, name = next(((d, n) for d, n in steps if size >= d), steps[-1])
    return Scale(divisor, name)


def digits(value: float, whole: bool = False, sign: bool = False) -> str:
    """Write a number to three significant digits, or as a whole one; with a true minus.

    >>> digits(1234.5), digits(0.7806), digits(-12.34, sign=True), digits(3.0, whole=True)
    ('1,230', '0.781', '−12.3', '3')
    """
    if not math.isfinite(value):
        return "–"
    if whole or value == 0.0:
        text = f"{abs(value):,.0f}"
    else:
        places = max(0, 2 - math.floor(math.log10(abs(value))))
        rounded = round(abs(value), 2 - math.floor(math.log10(abs(value))))
        text = f"{rounded:,.{min(places, 6)}f}"
    mark = MINUS if value < 0 else "+" if sign and value > 0 else ""
    return mark + text


def percent(value: float) -> str:
    """Write a change in percent: no more digits than one reads.

    >>> percent(-0.164), percent(31.52), percent(4.0)
    ('−0.16 %', '+32 %', '+4.0 %')
    """
    if not math.isfinite(value):
        return "–"
    places = 0 if round(abs(value), 1) >= 10.0 else 1 if round(abs(value), 2) >= 1.0 else 2
    mark = MINUS if value < 0 else "+"
    return f"{mark}{abs(value):,.{places}f} %"


def rounded(value: float, places: int = 4) -> float | None:
    """Return a number to so many significant digits for the browser; None where there is none."""
    if not math.isfinite(value):
        return None
    return float(f"{value:.{places}g}")


def subscript(words: str) -> str:
    """Return words with CO2 as it is printed.

    >>> subscript("CO2 per value added")
    'CO₂ per value added'
    """
    return words.replace("CO2", "CO₂")
