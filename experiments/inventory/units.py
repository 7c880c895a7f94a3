"""Units that a table of quantities may use, and what they are in base units."""

from __future__ import annotations

import re

MASS, VOLUME, HEAT, COAL = "t", "m3", "GJ", "tce"
GJ_PER_MWH = 3.6

_UNITS: dict[str, tuple[str, float]] = {
    "t": (MASS, 1.0),
    "kg": (MASS, 1e-3),
    "g": (MASS, 1e-6),
    "kt": (MASS, 1e3),
    "吨": (MASS, 1.0),
    "千克": (MASS, 1e-3),
    "万吨": (MASS, 1e4),
    "m3": (VOLUME, 1.0),
    "nm3": (VOLUME, 1.0),
    "立方米": (VOLUME, 1.0),
    "标方": (VOLUME, 1.0),
    "万立方米": (VOLUME, 1e4),
    "万标方": (VOLUME, 1e4),
    "gj": (HEAT, 1.0),
    "mj": (HEAT, 1e-3),
    "tj": (HEAT, 1e3),
    "吉焦": (HEAT, 1.0),
    "百万千焦": (HEAT, 1.0),
    "mwh": (HEAT, GJ_PER_MWH),
    "kwh": (HEAT, GJ_PER_MWH / 1e3),
    "gwh": (HEAT, GJ_PER_MWH * 1e3),
    "千瓦时": (HEAT, GJ_PER_MWH / 1e3),
    "万千瓦时": (HEAT, GJ_PER_MWH * 10.0),
    "tce": (COAL, 1.0),
    "kgce": (COAL, 1e-3),
    "吨标准煤": (COAL, 1.0),
}
_MANY = {"10^4": 1e4, "10^3": 1e3, "1000": 1e3, "10^6": 1e6, "万": 1e4}
_FORM = re.compile(r"(10\^[346]|1000|万)?\s*(\S+)")


def base_unit(unit: str) -> tuple[str, float] | None:
    """Return the base unit (t, m3, GJ or tce) of a unit and how much of it one is, or None.

    >>> base_unit("10^4 m3"), base_unit("万kWh"), base_unit("1000 Nm³"), base_unit("barrel")
    (('m3', 10000.0), ('GJ', 36.0), ('m3', 1000.0), None)
    """
    text = unit.strip().replace("³", "3").replace("⁴", "^4").lower()
    if text in _UNITS:
        return _UNITS[text]
    match = _FORM.fullmatch(text)
    if match is None or match[1] is None or match[2] not in _UNITS:
        return None
    base, size = _UNITS[match[2]]
    return base, _MANY[match[1]] * size


def per_unit(unit: str) -> tuple[str, float]:
    """Return the base unit below the stroke of a factor's unit and how much of it.

    >>> per_unit("tCO2/10^4 m3"), per_unit("GJ/t")
    (('m3', 10000.0), ('t', 1.0))
    """
    found = base_unit(unit.rpartition("/")[2])
    assert found is not None, unit
    return found
