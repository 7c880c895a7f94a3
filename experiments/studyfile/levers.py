"""The levers, assumptions, uncertainties and points of a study, checked by the model's ranges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from experiments.design.space import KINDS, Range, Values
from experiments.nearest import nearest
from experiments.studyfile.factors import groups, spans, value_faults
from experiments.studyfile.inputs import BASELINE, listed
from experiments.studyfile.levels import WHOLE_RANGE, Taking, read_levels
from experiments.studyfile.levels import listed as ends
from experiments.studyfile.notes import Notes
from experiments.studyfile.values import as_list, repeated, shown
from policies.package import Package

POINT_KEYS = ("park", "package", *KINDS, "symbiosis")

Packages = Mapping[str, Package]


@dataclass(frozen=True)
class Listed:
    """One entry of an explicit list; without a park or package it stands for all of the study."""

    park: str | None
    package: str | None
    strength: Mapping[str, float]
    assumption: Mapping[str, float]
    symbiosis: bool
    uncertainty: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class _Given:
    """What stands for one factor, and where."""

    name: str
    value: Any
    path: tuple[str | int, ...]


def read_levers(
    notes: Notes, kind: str, packages: Packages, taking: Taking, *path: str | int
) -> dict[str, Values]:
    """Return the values of each lever (`strength`), assumption or uncertain factor of the tables.

    A name for many (`all`, `package`) stands for each of them that is not named itself; a text or
    a list of names instead of a table gives each its default range.
    """
    found: dict[str, Values] = {}
    for given in _factors(notes, kind, packages, *path):
        name, place = given.name, notes.lines.where(*given.path)
        span = spans(kind).get(name)
        if span is None:
            notes.faults += value_faults(kind, name, 0.0, place)
            continue
        found[name], faults = read_levels(given.value, place, span, taking)
        for value in ends(found[name]):
            faults += value_faults(kind, name, value, place)
        notes.faults += [fault for fault in dict.fromkeys(faults) if fault not in notes.faults]
    return found


def _factors(notes: Notes, kind: str, packages: Packages, *path: str | int) -> Iterator[_Given]:
    many = groups(kind, packages.values()) if _holder(notes, *path).get(kind) else {}
    given = list(_words(notes, kind, *path))
    named = {one.name for one in given}
    for one in given:
        if one.name not in many:
            yield one
        elif many[one.name]:
            for name in many[one.name]:
                if name not in named:
                    yield _Given(name, one.value, one.path)
        else:
            mend = "name levers, or a package that sets some"
            notes.fault(f"{one.name!r} stands for no lever of the packages", mend, *one.path)


def _words(notes: Notes, kind: str, *path: str | int) -> Iterator[_Given]:
    """Yield what is named in a table, or in a text or list of names."""
    given = _holder(notes, *path).get(kind, {})
    if not isinstance(given, str | list | tuple):
        for name, value in notes.table(kind, *path).items():
            yield from _dotted(kind, name, value, (*path, kind))
        return
    for name in as_list(given):
        if isinstance(name, str):
            yield _Given(name, WHOLE_RANGE, (*path, kind))
        else:
            mend = f"write names in quotes, or [{kind}] and a line `name = values`"
            notes.fault(f"{shown(name)} is no name", mend, *path, kind)
    for twice in repeated(as_list(given)):
        notes.fault(f"{shown(twice)} stands there twice", "write it once", *path, kind)


def _dotted(kind: str, name: str, value: Any, path: tuple[str | int, ...]) -> Iterator[_Given]:
    """Yield a name with its dots put together again, which TOML reads as a table in a table."""
    if isinstance(value, Mapping) and any(known.startswith(f"{name}.") for known in spans(kind)):
        for part, inner in value.items():
            yield _Given(f"{name}.{part}", inner, (*path, name, part))
    else:
        yield _Given(name, value, (*path, *name.split(".")))


def _holder(notes: Notes, *path: str | int) -> Mapping[str, Any]:
    holder: Any = notes.content
    for part in path:
        holder = holder[part]
    return holder if isinstance(holder, Mapping) else {}


def read_symbiosis(notes: Notes) -> tuple[bool, ...]:
    """Return whether links may form: one flag or both."""
    given = notes.content.get("symbiosis", True)
    values = as_list(given)
    if not values or not all(isinstance(value, bool) for value in values):
        notes.fault(f"is {shown(given)}", "write true, false or [true, false]", "symbiosis")
    notes.once(values, "symbiosis")
    return tuple(values)


def read_points(notes: Notes, packages: Packages) -> tuple[Listed, ...]:
    """Return the explicit points."""
    given = notes.content.get("points", [])
    if not isinstance(given, list | tuple) or not all(isinstance(p, Mapping) for p in given):
        notes.fault("is no list of tables", "write [[points]] and lines under it", "points")
        return ()
    points = tuple(_point(notes, packages, number, point) for number, point in enumerate(given))
    for number, point in enumerate(points):
        if point in points[:number]:
            first = points.index(point) + 1
            notes.fault(f"equals point {first}", "leave one out", "points", number)
    return points


def _point(notes: Notes, packages: Packages, number: int, point: Mapping[str, Any]) -> Listed:
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
    name = str(point.get("package"))
    own = {name: packages[name]} if name in packages else packages
    values = {kind: _single(notes, kind, own, *path) for kind in KINDS}
    return Listed(point.get("park"), point.get("package"), symbiosis=symbiosis is True, **values)


def _single(notes: Notes, kind: str, packages: Packages, *path: str | int) -> dict[str, float]:
    """Return the one value of each lever of a point."""
    found = {}
    for name, values in read_levers(notes, kind, packages, Taking(samples=True), *path).items():
        if isinstance(values, Range) or len(values) > 1:
            notes.fault("a point has one value", "write one number", *path, kind, name)
        elif values:
            found[name] = values[0]
    return found
