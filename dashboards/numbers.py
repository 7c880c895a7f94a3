"""How a number is written: scaled by its unit as each language scales it, to three digits."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from experiments.labels import unit_label

MINUS: Final = "\N{MINUS SIGN}"

_SECTION: Final = re.compile(r"^(\d+|[IVX]+)|\((\d+|[IVX]+)\)")
_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_DIGITS: Final = "一二三四五六七八九"

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
        "en": ((1e3, "Mm³/yr"), (1.0, "thousand m³/yr"), (1e-3, "m³/yr")),
        "zh": ((10.0, "万立方米/年"), (1e-3, "立方米/年")),
    },
    "GJ/yr": {
        "en": ((1e6, "PJ/yr"), (1e3, "TJ/yr"), (1.0, "GJ/yr")),
        "zh": ((1e4, "万吉焦/年"), (1.0, "吉焦/年")),
    },
    "m3/yr": {
        "en": ((1e6, "Mm³/yr"), (1e3, "thousand m³/yr"), (1.0, "m³/yr")),
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
        return Scale(1.0, "" if unit == "count" else _times(unit_label(unit, lang)))
    steps = UNITS[unit][lang]
    size = abs(largest) if math.isfinite(largest) else 0.0
    divisor, name = next(((d, n) for d, n in steps if size >= d), steps[-1])
    return Scale(divisor, name)


def _times(unit: str) -> str:
    """Return a unit that stands behind a number: one that begins with one is told from it."""
    return f"× {unit}" if unit[:1].isdigit() else unit


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


def spread(value: float, deviation: float) -> str:
    """Write a mean and its deviation, both to two significant digits of the deviation.

    >>> spread(1.40551, 0.000908), spread(-44.13, 1.37), spread(12.34, 0.0)
    ('1.40551 ± 0.00091', '−44.1 ± 1.4', '12.3')
    """
    if not (math.isfinite(value) and math.isfinite(deviation) and deviation > 0.0):
        return digits(value)
    places = min(max(0, 1 - math.floor(math.log10(deviation))), 6)
    mark = MINUS if value < 0 else ""
    return f"{mark}{abs(value):,.{places}f} ± {deviation:,.{places}f}"


def given(value: float) -> str:
    """Write a number as a document writes it: without zeros that say nothing.

    >>> given(80.0), given(13.5), given(1500.0)
    ('80', '13.5', '1,500')
    """
    text = f"{abs(value):,.4f}".rstrip("0").rstrip(".")
    return (MINUS if value < 0 else "") + text


def percent(value: float) -> str:
    """Write a change in percent: no more digits than one reads.

    >>> percent(-0.164), percent(31.52), percent(4.0), percent(0.001)
    ('−0.16 %', '+32 %', '+4.0 %', '0 %')
    """
    if not math.isfinite(value):
        return "–"
    if abs(value) < 0.005:
        return "0 %"
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


def section_number(section: str) -> str:
    """Return the number of a section of a document as Chinese documents write it.

    >>> [section_number(one) for one in ("3(2)5", "III(II)1", "10(1); 11(2)", "12", "5(1)-(3)")]
    ['三（二）5', '三（二）1', '十（一）；十一（二）', '十二', '五（一）—（三）']
    """
    parts = (_SECTION.sub(_chinese, part) for part in section.split("; "))
    return "；".join(parts).replace("-", "—")


def _chinese(found: re.Match[str]) -> str:
    """Write the first number of a section, or one in brackets, in Chinese numerals."""
    first, inner = found.groups()
    named = first or inner
    number = _ROMAN.index(named) + 1 if named in _ROMAN else int(named)
    tens, ones = divmod(number, 10)
    word = ("十" if tens else "") + (_DIGITS[ones - 1] if ones else "")
    return word if first else f"（{word}）"
