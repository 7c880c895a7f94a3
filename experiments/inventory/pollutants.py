"""Pollution equivalents of the Environmental Protection Tax Law."""

from __future__ import annotations

import math
from collections.abc import Mapping

from sim.tables import read_tables


def equivalents(kilograms: Mapping[str, float]) -> dict[str, float]:
    """Return the pollution equivalents of one discharger's pollutants, in kg, of one medium.

    Mass over the equivalent value of annex 2 of the law (articles 7 and 8). Of COD, BOD5 and TOC
    only the one with most equivalents counts; a pollutant without a value (VOC as a sum, total
    nitrogen) has none.

    >>> equivalents({"so2": 95.0, "nox": 19.0, "dust": 40.0, "voc": 7.0})
    {'so2': 100.0, 'nox': 20.0, 'dust': 10.0}
    >>> equivalents({"cod": 100.0, "bod5": 40.0, "nh3n": 8.0})
    {'cod': 100.0, 'nh3n': 10.0}
    """
    table = read_tables()["pollutants"]
    found: dict[str, float] = {}
    leader: dict[str, str] = {}
    for name, mass in kilograms.items():
        row = table.row(name)
        if math.isnan(row["kg_per_equivalent"]):
            continue
        number = mass / row["kg_per_equivalent"]
        group = row["group"]
        before = leader.get(group) if group else None
        if before is not None and found[before] >= number:
            continue
        if before is not None:
            del found[before]
        if group:
            leader[group] = name
        found[name] = number
    return found
