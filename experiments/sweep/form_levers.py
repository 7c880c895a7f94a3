"""The levers, assumptions and points of a study, checked by the ranges of the model itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from experiments.sweep.form_inputs import BASELINE, listed
from experiments.sweep.levels import Span, read_levels
from experiments.sweep.notes import Notes
from experiments.sweep.values import as_list, nearest, shown
from policies.package_faults import strength_faults
from policies.registry import all_policies
from sim.assumptions import assumptions
from sim.catalogue import load_catalogue
from sim.faults import Fault, InputError

KINDS = ("strength", "assumption")
POINT_KEYS = ("park", "package", *KINDS, "symbiosis")


@dataclass(frozen=True)
class Listed:
    """One entry of an explicit list; without a park or package it stands for all of the study."""

    park: str | None
    package: str | None
    strength: Mapping[str, float]
    assumption: Mapping[str, float]
    symbiosis: bool


def read_levers(notes: Notes, kind: str, *path: str | int) -> dict[str, tuple[float, ...]]:
    """Return the values of each lever (`strength`) or assumption."""
    found = {}
    for name, given in notes.table(kind, *path).items():
        place = notes.lines.where(*path, kind, name)
        span = _span(kind, name)
        if span is None:
            notes.faults += _value_faults(kind, name, 0.0, place)
            continue
        found[name], faults = read_levels(given, place, span)
        for value in found[name]:
            faults += _value_faults(kind, name, value, place)
        notes.faults += dict.fromkeys(faults)
    return found


def read_symbiosis(notes: Notes) -> tuple[bool, ...]:
    """Return whether links may form: one flag or both."""
    given = notes.content.get("symbiosis", True)
    values = as_list(given)
    if not values or not all(isinstance(value, bool) for value in values):
        notes.fault(f"is {shown(given)}", "write true, false or [true, false]", "symbiosis")
    notes.once(values, "symbiosis")
    return tuple(values)


def read_points(notes: Notes) -> tuple[Listed, ...]:
    """Return the explicit points."""
    given = notes.content.get("points", [])
    if not isinstance(given, list | tuple) or not all(isinstance(p, Mapping) for p in given):
        notes.fault("is no list of tables", "write [[points]] and lines under it", "points")
        return ()
    points = tuple(_point(notes, number, point) for number, point in enumerate(given))
    for number, point in enumerate(points):
        if point in points[:number]:
            first = points.index(point) + 1
            notes.fault(f"equals point {first}", "leave one out", "points", number)
    return points


def _point(notes: Notes, number: int, point: Mapping[str, Any]) -> Listed:
    path = ("points", number)
    notes.known(point, POINT_KEYS, *path)
    for key in ("park", "package"):
        names = [str(name) for name in listed(notes, key)] or [BASELINE]
        if key in point and point[key] not in names:
            mend = f"write {nearest(str(point[key]), names)}, or add it to {key}s"
            notes.fault(f"{shown(point[key])} is not among the study's", mend, *path, key)
    symbiosis = point.get("symbiosis", True)
    if not isinstance(symbiosis, bool):
        notes.fault(f"is {shown(symbiosis)}", "write true or false", *path, "symbiosis")
    strength, assumption = (_single(notes, kind, *path) for kind in KINDS)
    return Listed(point.get("park"), point.get("package"), strength, assumption, symbiosis is True)


def _single(notes: Notes, kind: str, *path: str | int) -> dict[str, float]:
    """Return the one value of each lever of a point."""
    found = read_levers(notes, kind, *path)
    for name, values in found.items():
        if len(values) > 1:
            notes.fault("a point has one value", "write one number", *path, kind, name)
    return {name: values[0] for name, values in found.items() if values}


def _span(kind: str, name: str) -> Span | None:
    """Return the default ends of a range; None where there is no such lever or assumption."""
    if kind == "strength":
        return (0.0, 1.0) if name in all_policies() else None
    table = load_catalogue().tables["assumptions"]
    rows = {str(word): row for row, word in enumerate(table["assumption"])}
    if name not in rows:
        return None
    return float(table["low"][rows[name]]), float(table["high"][rows[name]])


def _value_faults(kind: str, name: str, value: float, place: str) -> list[Fault]:
    """Return what is wrong with one value of a lever or assumption, as the model itself says it."""
    if kind == "strength":
        return list(strength_faults({name: value}, lambda _: place))
    try:
        assumptions(load_catalogue(), {name: value})
    except InputError as error:
        return [replace(fault, place=place) for fault in error.faults]
    return []
