"""The register: clause, module, parameters, terms, indicators and tests of every measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from experiments.evaluation.rows import systems
from experiments.indicators import INDICATORS
from policies.instrument import Instrument
from policies.package import packages
from policies.parameters import policy_tables
from policies.registry import all_policies
from sim.tables import read_tables

DATA = Path(__file__).parent / "data"

CARRIED, OPEN, OUTSIDE = "carried", "open", "outside"
STATES = (CARRIED, OPEN, OUTSIDE)

EVALUATION, PACKAGE = "evaluation", "package"
"""Modules beside the instruments: what judges a park, its parameters evaluation systems, and the
bundle of a park's instruments, its parameters packages that ship."""

AWARD, PROGRAMME = "award", "programme"
"""What acts beside the sheet of terms: grants awarded, and a programme that a budget pays."""


@dataclass(frozen=True)
class Measure:
    """A measure of a document and what carries it.

    `state` is carried, open (planned: no module does it yet) or outside (beyond a park's boundary);
    `how` says how it is carried, would be, or why it lies outside; `needs` what ParkLoop would
    need for it.
    """

    measure: str
    name: str
    name_zh: str
    document: str
    section: str
    kind: str
    state: str
    modules: tuple[str, ...]
    parameters: tuple[str, ...]
    terms: tuple[str, ...]
    target: str
    indicators: tuple[str, ...]
    tests: tuple[str, ...]
    how: str
    needs: str

    @property
    def status(self) -> str:
        """The state in words, as the modules stand now."""
        if self.state == OPEN:
            known = set(self.modules) <= set(all_policies())
            return "planned: the module does not do it yet" if known else "planned: no module"
        return self.state

    def label(self, lang: str) -> str:
        """Return the name in a language."""
        return self.name_zh if lang == "zh" else self.name

    def as_json(self) -> dict[str, Any]:
        """Return the fields as plain values."""
        return {**asdict(self), "status": self.status}


@cache
def register() -> tuple[Measure, ...]:
    """Return every measure of the documents, in their order.

    >>> found = {one.measure: one for one in register()}
    >>> found["S3_29"].modules, found["S3_29"].state
    (('ladder_tariff',), 'carried')
    """
    documents = policy_tables()["measures"]
    table = read_tables(DATA)["register"]
    rows = {row["measure"]: row for row in (table.row_at(k) for k in range(len(table)))}
    found = []
    for k in range(len(documents)):
        text = documents.row_at(k)
        row = rows[text["measure"]]
        found.append(
            Measure(
                measure=text["measure"],
                name=text["name"],
                name_zh=row["name_zh"],
                document=text["document"],
                section=text["section"],
                kind=text["instrument_type"],
                state=row["state"],
                modules=_split(row["module"]),
                parameters=_split(row["parameters"]),
                terms=_split(row["terms"]),
                target=row["target"],
                indicators=_split(row["indicators"]),
                tests=_split(row["tests"]),
                how=row["how"],
                needs=row["needs"],
            )
        )
    return tuple(found)


def pairs(measures: Sequence[Measure]) -> set[tuple[str, str]]:
    """Return the distinct pairs of a term and its target among the measures that are carried."""
    return {
        (term, one.target)
        for one in measures
        if one.state == CARRIED
        for term in (one.terms or one.modules)
    }


def faults(measures: Sequence[Measure]) -> list[str]:
    """Return what the register claims and the code does not have, a sentence each.

    A carried measure names a module, parameters that it uses, terms that it writes and indicators
    that exist; one that is outside names none, and what it would need; no two measures share
    module, parameters and target all at once.
    """
    found = [fault for one in measures for fault in _faults(one)]
    seen: dict[tuple[frozenset[str], frozenset[str], str], str] = {}
    for one in measures:
        key = frozenset(one.modules), frozenset(one.parameters), one.target
        if key in seen:
            found.append(f"{one.measure}: module, parameters and target are those of {seen[key]}")
        seen[key] = one.measure
    return found


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)


def _faults(one: Measure) -> Iterator[str]:
    for name in one.indicators:
        if name not in INDICATORS:
            yield f"{one.measure}: no indicator {name!r}"
    if not one.how or not one.target:
        yield f"{one.measure}: says neither how nor for whom"
    if one.state == CARRIED:
        yield from _carried_faults(one)
    elif one.state == OUTSIDE:
        if one.modules or one.parameters or one.terms or not one.needs:
            yield f"{one.measure}: is outside, so it names no module but what it would need"
    elif not one.modules:
        yield f"{one.measure}: is open and names no planned module"
    elif one.parameters or one.terms or one.tests:
        yield f"{one.measure}: is open, so it claims no parameter, term or test"


def _carried_faults(one: Measure) -> Iterator[str]:
    if not (one.modules and one.parameters and one.indicators and one.tests):
        yield f"{one.measure}: is carried without a module, parameter, indicator or test"
        return
    if one.modules in ((EVALUATION,), (PACKAGE,)):
        known = list(systems() if one.modules == (EVALUATION,) else packages())
        for name in one.parameters:
            if name not in known:
                yield f"{one.measure}: no {one.modules[0]} {name!r}"
        return
    unknown = [name for name in one.modules if name not in all_policies()]
    yield from (f"{one.measure}: no module {name!r}" for name in unknown)
    kinds = [all_policies()[name] for name in one.modules if name not in unknown]
    if unknown:
        return
    title = " and ".join(one.modules)
    for name in one.parameters:
        if not any(name in kind.uses for kind in kinds):
            yield f"{one.measure}: {title} does not use {name!r}"
    for term in one.terms:
        if not any(_acts(kind, term) for kind in kinds):
            yield f"{one.measure}: {title} does not write {term!r}"
    for kind in kinds:
        if not set(kind.uses) & set(one.parameters):
            yield f"{one.measure}: names no parameter of {kind.name}"
    if not one.terms:
        yield f"{one.measure}: names no term"


def _acts(kind: type[Instrument], term: str) -> bool:
    """Say whether a module acts by a term, by awards or by a programme that costs."""
    if term == AWARD:
        return kind.award_rule is not Instrument.award_rule
    if term == PROGRAMME:
        return kind.public_cost is not Instrument.public_cost
    return term in kind.terms
