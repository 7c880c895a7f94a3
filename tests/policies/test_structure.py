"""The instruments as a set: files, names, clauses, parameters and terms hold together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from policies.documents import documents
from policies.instrument import Instrument
from policies.parameters import Parameter, Parameters, load_parameters, policy_tables
from policies.registry import all_policies
from sim.catalogue import FIRST_YEAR, LAST_YEAR, load_catalogue
from sim.terms import SHEET
from tests.policies.scene import assessed, firms, view

KINDS = all_policies()
FOLDER = Path(__file__).parents[2] / "policies"
HAN = re.compile(r"[\u4e00-\u9fff]")
DOCUMENT = re.compile(r"00[0-4]_[0-9a-f]{16}\.txt")


class Spied(Parameters):
    """Parameters that remember which of them were read."""

    def __init__(self, rows: list[Parameter]) -> None:
        super().__init__(rows)
        self.read: set[str] = set()

    def steps(self, name: str) -> list[Parameter]:
        self.read.add(name)
        return super().steps(name)


def every_row() -> list[Parameter]:
    table = load_parameters()
    return list({row.name: row for name in table for row in table.steps(name)}.values())


def january(policy: Instrument) -> Iterator[set[str]]:
    """Run a policy through every year on a park of every sector; yield the terms it wrote."""
    catalogue = load_catalogue()
    park = firms(catalogue.sectors * 2)
    seen = view(park, FIRST_YEAR)
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        now = view(park, year, over_base=np.linspace(0.5, 3.0, len(park)), standing=seen.standing)
        seen = assessed(policy, now)
        policy.award_rule(seen)
        policy.orders(seen)
        policy.public_cost(seen)
        yield {entry.term for entry in policy.write(seen)}


@pytest.mark.parametrize("name", KINDS)
def test_a_policy_says_what_it_is(name: str) -> None:
    kind = KINDS[name]
    assert kind.name == name
    assert (FOLDER / f"{name}.py").is_file()
    assert kind.title_en and kind.title_zh and kind.payer
    assert kind.__doc__ and len(kind.clauses) >= 1
    for clause in kind.clauses:
        assert DOCUMENT.fullmatch(clause.document)
        assert clause.document in documents()
        assert clause.section and clause.says.endswith(".")


@pytest.mark.parametrize("name", KINDS)
def test_every_clause_is_told_in_both_languages(name: str) -> None:
    for clause in KINDS[name].clauses:
        assert clause.says.isascii() and len(clause.says.split()) >= 3
        assert clause.says_zh.endswith("。") and len(HAN.findall(clause.says_zh)) >= 8
        assert not re.search(r"[,;:?!()\"']|[a-z]", clause.says_zh), clause.says_zh
        assert figures(clause.says) == figures(clause.says_zh)


def figures(text: str) -> set[str]:
    """Return the numbers of three digits and more that a text names."""
    return set(re.findall(r"\d{3,}", text))


def test_documents_have_title_number_and_dates_or_say_that_they_have_none() -> None:
    titles = set(policy_tables()["measures"]["document"])
    assert {one.name for one in documents().values()} == titles
    for one in documents().values():
        assert DOCUMENT.fullmatch(one.document) and HAN.search(one.title_zh)
        assert re.fullmatch(r"20\d\d(-\d\d-\d\d)?", one.dated)
        if one.number:
            assert re.search(r"〔20\d\d〕\d+号$", one.number)
        else:
            assert "number" in one.basis
        assert one.in_force == "" or one.in_force >= one.dated


def test_a_file_with_a_policy_is_found_and_no_other() -> None:
    with_policy = {
        path.stem
        for path in FOLDER.glob("*.py")
        if re.search(r"^POLICY = ", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert set(KINDS) == with_policy
    assert list(KINDS) == sorted(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_the_register_of_measures_names_it_at_one_of_its_clauses(name: str) -> None:
    measures = policy_tables()["measures"]
    rows = [measures.row_at(row) for row in range(len(measures))]
    sections = {row["section"] for row in rows if row["instrument"] == name}
    assert sections & {clause.section for clause in KINDS[name].clauses}


def test_the_register_of_measures_names_no_other_instrument() -> None:
    assert set(policy_tables()["measures"]["instrument"]) == {"", *KINDS}


@pytest.mark.parametrize("name", KINDS)
def test_every_parameter_it_names_exists_and_has_a_source(name: str) -> None:
    table = load_parameters()
    assert len(set(KINDS[name].uses)) == len(KINDS[name].uses)
    for parameter in KINDS[name].uses:
        assert parameter in table
        for row in table.steps(parameter):
            assert row.source and row.basis
            if row.confidence == "estimate":
                assert row.low is not None and row.high is not None, row.name
                assert row.low <= row.value <= row.high


@pytest.mark.parametrize("name", KINDS)
def test_it_reads_each_parameter_it_names_and_no_other(name: str) -> None:
    rows = every_row()
    read: set[str] = set()
    switched = [replace(row, value=1 - row.value) if row.kind == "flag" else row for row in rows]
    for spied in (Spied(rows), Spied(switched)):
        for _ in january(KINDS[name](spied)):
            pass
        read |= spied.read
    assert read == set(KINDS[name].uses)


@pytest.mark.parametrize("name", KINDS)
def test_it_writes_each_term_it_names_and_no_other(name: str) -> None:
    written = set().union(*january(KINDS[name](load_parameters())))
    assert written == set(KINDS[name].terms)
    assert written <= set(SHEET)


@pytest.mark.parametrize("name", KINDS)
def test_it_never_touches_the_park(name: str) -> None:
    park = firms(load_catalogue().sectors)
    before = {column: getattr(park, column).copy() for column in park.__dataclass_fields__}
    seen = assessed(KINDS[name](load_parameters()), view(park, 2025, over_base=1.5))
    books = {n: np.copy(getattr(seen.book, n)) for n in seen.book.__dataclass_fields__}
    KINDS[name](load_parameters()).write(seen)
    KINDS[name](load_parameters()).award_rule(seen)
    KINDS[name](load_parameters()).public_cost(seen)
    for column, values in before.items():
        np.testing.assert_array_equal(getattr(park, column), values)
    for column, values in books.items():
        np.testing.assert_array_equal(getattr(seen.book, column), values)
