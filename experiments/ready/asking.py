"""From names and numbers to an `Asked`: every fault at once, each with the nearest name."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from experiments.ready.base import Asked, Experiment, Option
from policies.package import Package, read_package
from sim.catalogue import FIRST_YEAR, LAST_YEAR
from sim.faults import Fault, InputError, raise_faults
from sim.park import Park
from sim.parkfile import read_park

Thing = TypeVar("Thing", Park, Package)

_TRUTH = {"true": True, "yes": True, "false": False, "no": False}


def ask(
    experiment: Experiment,
    parks: Sequence[str | Path | Park] = (),
    packages: Sequence[str | Path | Package] = (),
    until: int = 2030,
    seeds: int | None = None,
    draws: int | None = None,
    language: str = "en",
    options: Mapping[str, Any] | None = None,
) -> Asked:
    """Return what is asked of an experiment; its own defaults stand where nothing is given.

    `options` may hold text, which is read as the type of the option's default.

    Errors: one `InputError` with every fault, among them a language that no font can write.
    """
    faults: list[Fault] = []
    asked = Asked(
        parks=_read(parks or experiment.parks, Park, read_park, lambda park: park.park_id, faults),
        packages=_read(
            packages or experiment.packages, Package, read_package, lambda one: one.name, faults
        ),
        until=until,
        seeds=experiment.seeds if seeds is None else seeds,
        draws=experiment.draws if draws is None else draws,
        language=language,
        options=_options(experiment, options or {}, faults),
    )
    if asked.seeds < 1:
        faults.append(Fault("seeds", f"{asked.seeds} seeds are none", "write 1 or more"))
    if asked.draws < 0:
        faults.append(Fault("draws", f"{asked.draws} is no number of draws", "write 0 or more"))
    if not FIRST_YEAR < until <= LAST_YEAR:
        mend = f"write {FIRST_YEAR + 1} to {LAST_YEAR}"
        faults.append(Fault("until", f"{until} leaves no years to compare", mend))
    faults.extend(_font_faults(language))
    raise_faults(faults)
    return asked


def _read(
    names: Sequence[Any],
    kind: type[Thing],
    read: Callable[[Any], Thing],
    id_of: Callable[[Thing], str],
    faults: list[Fault],
) -> tuple[Thing, ...]:
    found: dict[str, Thing] = {}
    for name in names:
        try:
            thing = name if isinstance(name, kind) else read(name)
        except InputError as error:
            faults.extend(error.faults)
            continue
        if id_of(thing) in found:
            where = f"{kind.__name__.lower()} {id_of(thing)}"
            faults.append(Fault(where, "is named twice", "name each once"))
        found[id_of(thing)] = thing
    return tuple(found.values())


def _options(
    experiment: Experiment, given: Mapping[str, Any], faults: list[Fault]
) -> dict[str, Any]:
    """Return a value for every option."""
    values = {name: option.default for name, option in experiment.options.items()}
    for name, value in given.items():
        place = f"option {name}"
        if name not in values:
            near = difflib.get_close_matches(name, values, 1) or list(values)
            mend = f"write {' or '.join(near)}" if near else f"{experiment.name} takes no options"
            faults.append(Fault(place, "there is no such option", mend))
            continue
        try:
            values[name] = _value(experiment.options[name], value)
        except ValueError:
            default = experiment.options[name].default
            mend = f"write a {type(default).__name__}, as in {name}={shown(default)}"
            faults.append(Fault(place, f"{value!r} cannot be read", mend))
    return values


def _value(option: Option, value: Any) -> Any:
    """Return a value as the type of the option's default; errors: `ValueError`."""
    default = option.default
    if not isinstance(value, str) or isinstance(default, str):
        return value
    if isinstance(default, bool):
        if value.lower() not in _TRUTH:
            raise ValueError(value)
        return _TRUTH[value.lower()]
    if isinstance(default, tuple):
        parts = [part.strip() for part in value.split(",") if part.strip()]
        kind = type(default[0]) if default else str
        return tuple(kind(part) for part in parts)
    return type(default)(value)


def shown(value: Any) -> str:
    """Return an option's value as it is written on the command line.

    >>> shown(("a", "b")), shown(0.5)
    ('a,b', '0.5')
    """
    return ",".join(str(part) for part in value) if isinstance(value, tuple) else str(value)


def _font_faults(language: str) -> tuple[Fault, ...]:
    from experiments.figures.fonts import families

    try:
        families(language)
    except InputError as error:
        return error.faults
    return ()
