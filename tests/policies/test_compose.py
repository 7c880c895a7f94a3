"""Composition of entries: the order in which policies are given never matters."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.package import read_package
from sim.entries import apply_entry
from sim.terms import OPERATIONS, SHEET, Entry, compose
from tests.policies.scene import assessed, firms, view

ROWS, PARKS = 4, 2
values = st.one_of(
    st.floats(-3, 3), st.lists(st.sampled_from([np.nan, 0.0, 0.1, 0.3, 1.7]), min_size=1)
)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    term = SHEET[draw(st.sampled_from(sorted(SHEET)))]
    value = draw(values)
    if isinstance(value, list):
        value = np.resize(value, ROWS if term.rows == "enterprise" else PARKS)
    return Entry(term.name, draw(st.sampled_from(OPERATIONS)), value)


written = st.dictionaries(st.sampled_from("abcdef"), st.lists(entries(), max_size=6), max_size=6)


@given(written, st.randoms(use_true_random=False))
def test_the_order_of_policies_never_matters(
    by_policy: dict[str, list[Entry]], rng: Random
) -> None:
    names = list(by_policy)
    rng.shuffle(names)
    straight = compose(by_policy, ROWS, PARKS)
    shuffled = compose({name: by_policy[name] for name in names}, ROWS, PARKS)
    for term in SHEET:
        assert straight[term].tobytes() == shuffled[term].tobytes()
        assert straight.breakdown(term, 1) == shuffled.breakdown(term, 1)


def test_operations_apply_in_their_order_and_are_kept() -> None:
    term = "power_adder_cny_per_kwh"
    terms = compose(
        {
            "cap": [Entry(term, "cap", 0.5)],
            "ladder": [Entry(term, "block", np.array([0.1, np.nan]))],
            "class": [Entry(term, "add", np.array([0.2, 0.05]))],
            "double": [Entry(term, "scale", 2.0)],
        },
        2,
        1,
    )
    assert terms[term] == pytest.approx([0.5, 0.1])
    assert terms.breakdown(term, 0) == [
        ("ladder", "block", 0.1),
        ("class", "add", 0.2),
        ("double", "scale", 2.0),
        ("cap", "cap", 0.5),
    ]
    assert terms.breakdown(term, 1)[0] == ("class", "add", 0.05)


def test_an_unknown_term_or_operation_is_refused() -> None:
    with pytest.raises(KeyError, match="mine: no term 'power_price'; the sheet has"):
        compose({"mine": [Entry("power_price", "add", 1.0)]}, 1, 1)
    with pytest.raises(KeyError, match="mine: no operation 'plus'; write"):
        compose({"mine": [Entry("loan_spread_pp", "plus", 1.0)]}, 1, 1)


def test_the_breakdown_of_a_power_price_names_its_policies() -> None:
    seen = view(firms(["tyre"] * 20), 2025, over_base=2.0, tax_cny=np.arange(20.0))
    policies = read_package("baseline").policies()
    for policy in policies:
        seen = assessed(policy, seen)
    terms = compose({policy.name: policy.write(seen) for policy in policies}, 20, 1)
    worst = int(np.argmin(seen.standing["land_use.score"]))
    paid = terms.breakdown("power_adder_cny_per_kwh", worst)
    assert paid == [("ladder_tariff", "block", 0.1), ("land_use", "add", 0.2)]
    assert terms["power_adder_cny_per_kwh"][worst] == pytest.approx(0.3)


def test_entries_and_their_plain_twin_agree_to_the_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(2)
    written = {
        name: [
            Entry(
                "power_adder_cny_per_kwh",
                operation,
                np.where(rng.random(9) < 0.3, np.nan, rng.random(9)),
            )
            for operation in OPERATIONS
        ]
        for name in "ab"
    }
    compiled = compose(written, 9, 1)["power_adder_cny_per_kwh"]
    monkeypatch.setattr("sim.terms.apply_entry", apply_entry.py_func)  # type: ignore[attr-defined]
    assert compose(written, 9, 1)["power_adder_cny_per_kwh"].tobytes() == compiled.tobytes()
