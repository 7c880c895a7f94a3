"""A package: which instruments are in force, how strongly, and with which parameters changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from policies.contradictions import contradiction_faults
from policies.instrument import Instrument
from policies.package_faults import (
    change_faults,
    committee_faults,
    nearest,
    since_faults,
    strength_faults,
)
from policies.package_file import FORMAT_VERSION, read_file
from policies.parameters import Parameters, load_parameters
from policies.registry import all_policies
from sim.catalogue import FIRST_YEAR
from sim.faults import Fault, InputError, raise_faults

READY: Final = Path(__file__).parent / "packages"
"""Folder of the packages that ship."""

AT: Final = "@"
"""Stands between a package's name and the year in which it comes into force."""

HELD_BEFORE: Final = "baseline"
"""The package that holds before another one comes into force."""


@dataclass(frozen=True)
class Package:
    """Levers by policy name and changed parameters by policy name, under a name and a title.

    A lever of 1 is the instrument as written, 0 is absent. Build one with `read_package`, or give
    the fields; `InputError` lists every unknown name, every value that cannot be and
    every value that speaks against another.
    """

    name: str
    title_en: str = ""
    title_zh: str = ""
    description: str = ""
    since: int = FIRST_YEAR
    """The year in whose January it comes into force; until then the package `HELD_BEFORE` holds."""
    committee: str = "fixed"
    """`fixed` keeps the levers; `adaptive` lets the park's committee move those in its hands."""
    strength: Mapping[str, float] = field(default_factory=dict)
    parameters: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        place = f"package {self.name}"

        def at(policy: str, name: str) -> str:
            return f"{place}, parameters.{policy}.{name}"

        faults = [
            *since_faults(self.since, f"{place}, since"),
            *committee_faults(self.committee, f"{place}, committee"),
            *strength_faults(self.strength, lambda name: f"{place}, strength.{name}"),
            *change_faults(self.parameters, at),
        ]
        raise_faults(faults or list(contradiction_faults(self.strength, self.parameters, at)))

    def policies(self, parameters: Parameters | None = None) -> list[Instrument]:
        """Return the instruments in force, sorted by name, each with its own parameters.

        `parameters` stand for the packaged ones; what the package changes is changed in them.
        """
        table = parameters or load_parameters()
        return [
            _instrument(name, tuple(sorted(self.parameters.get(name, {}).items())), table)
            for name in sorted(self.strength)
        ]

    def strengths(self) -> list[float]:
        """Return the levers in the order of `policies`."""
        return [float(self.strength[name]) for name in sorted(self.strength)]

    def title(self, lang: str) -> str:
        """Return its title in a language and from when it holds; its name where it has no title.

        >>> read_package("none@2026").title("en")
        'No policy, from 2026'
        """
        title = self.title_zh if lang == "zh" else self.title_en
        if not title or self.since == FIRST_YEAR:
            return title or self.name
        return f"{title}（自{self.since}年起）" if lang == "zh" else f"{title}, from {self.since}"

    def before(self) -> Package | None:
        """Return what holds until it comes into force; None where it holds from the start."""
        return _held_before() if self.since > FIRST_YEAR else None

    def with_since(self, year: int) -> Package:
        """Return the package as it comes into force in another year, which its name then tells.

        Errors: `InputError` for a year that is none of the model's.

        >>> read_package("none").with_since(2026).name
        'none@2026'
        """
        if year == self.since:
            return self
        return replace(self, since=year, name=dated(undated(self.name)[0], year))

    def with_strengths(self, strength: Mapping[str, float]) -> Package:
        """Return the package with some levers replaced or added.

        Errors: `InputError` for an unknown policy or a lever outside its range.
        """
        raise_faults(list(strength_faults(strength, lambda name: f"strength {name}")))
        return replace(self, strength={**self.strength, **strength}) if strength else self

    def digest(self) -> str:
        """Return a hash of what the package does and its name: 32 hex digits."""
        content = [
            FORMAT_VERSION,
            self.name,
            {name: float(value) for name, value in self.strength.items()},
            {
                policy: {name: float(value) for name, value in changes.items()}
                for policy, changes in self.parameters.items()
                if changes
            },
        ]
        if self.committee != "fixed":
            content.append(self.committee)
        before = self.before()
        if before is not None:
            content.append([self.since, before.digest()])
        text = json.dumps(content, sort_keys=True)
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    def flags(self) -> list[str]:
        """Return a sentence for each changed value outside the range of its source."""
        table = load_parameters()
        found = []
        for policy, changes in sorted(self.parameters.items()):
            for name, value in sorted(changes.items()):
                row = table.steps(name)[-1]
                low, high = row.low, row.high
                if low is not None and high is not None and not low <= value <= high:
                    found.append(
                        f"{policy}.{name} = {value:g} {row.unit} lies outside {low:g} to {high:g}, "
                        f"the range of its source ({row.source})"
                    )
        return found


@cache
def _held_before() -> Package:
    return read_package(HELD_BEFORE)


@lru_cache(maxsize=512)
def _instrument(
    name: str, changes: tuple[tuple[str, float], ...], parameters: Parameters
) -> Instrument:
    """Return an instrument; it is pure, so that all runs with the same changes share it."""
    return all_policies()[name](parameters.changed(dict(changes)) if changes else parameters)


def packages() -> dict[str, Path]:
    """Return the packages that ship: name -> file.

    >>> {"none", "baseline"} <= packages().keys()
    True
    """
    return {path.stem: path for path in sorted(READY.glob("*.toml"))}


def read_package(name_or_path: str | Path) -> Package:
    """Read a package by the name of one that ships or by the path of a TOML file.

    Either may end in `@` and the year in which the package is to come into force.

    Errors: one `InputError` with every fault, each with its line and what to write instead.

    >>> read_package("none").policies()
    []
    >>> read_package("none@2026").since
    2026
    """
    where, since = undated(str(name_or_path))
    if where == str(name_or_path) or Path(name_or_path).exists():
        return Package(**read_file(_find(name_or_path)))
    return Package(**read_file(_find(where))).with_since(since)


def dated(name: str, since: int) -> str:
    """Return the name of a package that comes into force in a year.

    >>> dated("none", 2026), dated("none", FIRST_YEAR)
    ('none@2026', 'none')
    """
    return f"{name}{AT}{since}" if since > FIRST_YEAR else name


def undated(name: str) -> tuple[str, int]:
    """Return a name without its year, and the year; the first where it tells none.

    >>> undated("none@2026"), undated("none")
    (('none', 2026), ('none', 2020))
    """
    body, at, year = name.rpartition(AT)
    return (body, int(year)) if at and year.isdecimal() else (name, FIRST_YEAR)


def _find(name_or_path: str | Path) -> Path:
    ready = packages()
    if str(name_or_path) in ready:
        return ready[str(name_or_path)]
    path = Path(name_or_path)
    if path.is_file():
        return path
    mend = f"write {nearest(str(name_or_path), ready)} or the path of a TOML file"
    raise InputError([Fault(f"package {name_or_path}", "there is no such package or file", mend)])
