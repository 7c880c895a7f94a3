"""The register of measures claims nothing that the code does not have."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments.measures import Measure, faults, pairs, register
from experiments.measures.register import CARRIED, DATA, EVALUATION, OPEN, OUTSIDE, PACKAGE
from experiments.results import Results
from experiments.scenario import Scenario
from policies.instrument import Instrument
from policies.parameters import Parameters, load_parameters, policy_tables
from policies.registry import all_policies
from sim.catalogue import FIRST_YEAR, LAST_YEAR, load_catalogue
from sim.policy import Yearbook
from sim.tables import read_tables
from tests.cli.test_commands import as_json, parkloop
from tests.policies.scene import assessed, firms, view
from tests.signs.effects import PARKS, place
from tests.signs.test_signs import parks_of

ROOT = Path(__file__).parents[3]
CARRIED_MEASURES = [one for one in register() if one.state == CARRIED]
BY_POLICY = [one for one in CARRIED_MEASURES if one.modules not in ((EVALUATION,), (PACKAGE,))]


def test_every_measure_of_the_documents_stands_once() -> None:
    table = read_tables(DATA)["register"]["measure"].tolist()
    assert table == policy_tables()["measures"]["measure"].tolist()
    assert len(register()) == 168
    assert all(re.search(r"[一-鿿]", one.label("zh")) for one in register())
    assert len({one.name_zh for one in register()}) > 150


def test_the_table_of_measures_names_what_carries_it() -> None:
    table = policy_tables()["measures"]
    named = dict(zip(table["measure"].tolist(), table["instrument"].tolist(), strict=True))
    for one in BY_POLICY:
        assert named[one.measure] in one.modules, one.measure


def test_the_register_claims_nothing_that_does_not_exist() -> None:
    assert faults(register()) == []


@pytest.mark.parametrize("one", CARRIED_MEASURES, ids=lambda one: one.measure)
def test_its_tests_exist(one: Measure) -> None:
    for name in one.tests:
        path, _, function = name.partition("::")
        assert function in functions(ROOT / path), name


@cache
def functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def wrong(**changed: Any) -> list[str]:
    """Return the faults of a carried measure that claims something else."""
    return faults([replace(BY_POLICY[0], **changed)])


def test_a_false_claim_is_found() -> None:
    assert wrong() == []
    assert "no module 'wand'" in wrong(modules=("wand",))[0]
    assert "does not use 'wish'" in wrong(parameters=("wish",))[0]
    assert "does not write 'magic'" in wrong(terms=("magic",))[0]
    assert "no indicator 'luck'" in wrong(indicators=("luck",))[0]
    assert "without a module, parameter, indicator or test" in wrong(tests=())[0]
    assert "no evaluation 'HJ1'" in wrong(modules=(EVALUATION,), parameters=("HJ1",))[0]
    assert "no package 'parcel'" in wrong(modules=(PACKAGE,), parameters=("parcel",))[0]
    assert "names no parameter of broker" in wrong(modules=(*BY_POLICY[0].modules, "broker"))[0]
    assert "is outside" in wrong(state=OUTSIDE)[0]
    assert "claims no parameter" in wrong(state=OPEN)[0]
    assert "does not write 'award'" in faults(
        [replace(one, terms=("award",)) for one in BY_POLICY if one.modules == ("land_use",)][:1]
    )[0]  # fmt: skip


def test_no_two_measures_are_the_same_thing() -> None:
    first = BY_POLICY[0]
    twin = replace(first, measure="twin")
    assert faults([first, twin]) == [
        f"twin: module, parameters and target are those of {first.measure}"
    ]
    assert faults([first, replace(twin, target="somebody else")]) == []


def test_pairs_are_counted_once() -> None:
    first = BY_POLICY[0]
    count = len(first.terms)
    assert len(pairs([first, replace(first, measure="twin")])) == count
    assert len(pairs([first, replace(first, target="somebody else")])) == 2 * count
    assert pairs([replace(first, state=OPEN)]) == set()


def test_what_is_outside_says_why_and_what_it_needs() -> None:
    for one in register():
        if one.state == OUTSIDE:
            assert len(one.how) > 40 and one.needs, one.measure


SCALE = {
    "output": 1e5, "power_kwh": 6e6, "energy_tce": 3e3, "scope_1_tco2e": 4e4, "tco2e": 5e4,
    "revenue_cny": 1e8, "value_added_cny": 3e7,
}  # fmt: skip
"""What a middling enterprise of the crowd has in last year's books."""


def what_it_does(policy: Instrument) -> Iterator[Any]:
    """Yield all that a policy assesses, writes, awards and costs in the years of the model."""
    each = (*np.arange(0.7, 1.3, 0.025).tolist(), 2.0, 3.0)
    sectors, rng = load_catalogue().sectors, np.random.default_rng(3)
    over = np.repeat(each, len(sectors))
    start = rng.choice([-1000, 36, 90], len(over))
    capacity = rng.lognormal(11.0, 1.0, len(over))
    crowd = {"capacity": capacity, "start_month": start, "ordered": start == 90}
    park = firms(sectors * len(each), **crowd)
    seen = view(park, FIRST_YEAR)
    books = {
        name: SCALE.get(name, 1e4) * rng.lognormal(0.0, 0.7, len(park))
        for name in Yearbook.__dataclass_fields__
        if name != "year"
    }
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        seen = assessed(policy, view(park, year, over_base=over, standing=seen.standing, **books))
        for name, column in sorted(policy.assess(seen).items()):
            yield name, np.array(column)
        for entry in policy.write(seen):
            yield entry.term, entry.operation, np.array(entry.value)
        rule = policy.award_rule(seen)
        if rule is not None:
            yield from ((name, np.array(value)) for name, value in vars(rule).items())
        for order in policy.orders(seen):
            yield from ((name, np.array(value)) for name, value in vars(order).items())
        cost = policy.public_cost(seen)
        yield "cost", np.array(0.0 if cost is None else cost)


def same(one: list[Any], two: list[Any]) -> bool:
    return len(one) == len(two) and all(
        a[:-1] == b[:-1] and (a[-1].tolist() == b[-1].tolist() or _alike(a[-1], b[-1]))
        for a, b in zip(one, two, strict=True)
    )


def _alike(a: Any, b: Any) -> bool:
    numbers = a.dtype == b.dtype == np.float64
    return bool(numbers and a.shape == b.shape and np.array_equal(a, b, equal_nan=True))


@pytest.mark.parametrize("one", BY_POLICY, ids=lambda one: one.measure)
def test_each_of_its_parameters_acts(one: Measure) -> None:
    for kind in (all_policies()[name] for name in one.modules):
        still = idle(kind, set(kind.uses) & set(one.parameters))
        assert not still, f"{kind.name} does the same whatever {', '.join(sorted(still))}"


def idle(kind: type[Instrument], names: set[str]) -> set[str]:
    """Return the parameters that change nothing a module does, whatever its flags."""
    table = load_parameters()
    flags = [p for p in kind.uses if table.steps(p)[-1].kind == "flag"]
    for base in ({}, {name: 1.0 for name in flags}, {name: 0.0 for name in flags}):
        start = table.changed(base)
        before = list(what_it_does(kind(start)))
        names = {
            name
            for name in names
            if all(
                same(before, list(what_it_does(kind(start.changed({name: value})))))
                for value in _other_values(start, name)
            )
        }
        if not names:
            break
    return names


def _other_values(table: Parameters, name: str) -> tuple[float, ...]:
    """Return lower and higher values: of merged adders only the highest acts."""
    row = table.steps(name)[-1]
    if row.kind == "flag":
        return (1.0 - row.value,)
    return row.value * 0.6 + 1e-3, row.value * 2.0 + 1e-3, row.value * 20.0


@cache
def run(park: str, *modules: str) -> Results:
    levers = dict.fromkeys(modules, 2.0)
    return Scenario(place(park), "none", seed=2, until=2030, strength=levers).run()


@pytest.mark.parametrize("one", BY_POLICY, ids=lambda one: one.measure)
def test_each_of_its_indicators_moves(one: Measure) -> None:
    still = set(one.indicators)
    where = [park for name in one.modules for park in parks_of(name)]
    for park in dict.fromkeys((*PARKS, *where)):
        without, under = run(park), run(park, *one.modules)
        still -= {
            name for name in still if without.series(name).tobytes() != under.series(name).tobytes()
        }
        if not still:
            return
    assert still == set()


def test_the_command_lists_and_filters() -> None:
    found: dict[str, Any] = as_json("measures")
    counts = Counter(one.state for one in register())
    assert {state: found[state] for state in counts} == counts
    assert found["term_target_pairs"] == len(pairs(register()))
    zero: dict[str, Any] = as_json("measures", "--document", "zero-carbon")
    assert [one["measure"][:2] for one in zero["register"]] == ["S2"] * 29
    missing: dict[str, Any] = as_json("measures", "--missing", "--document", "s3")
    assert missing["carried"] == 0 and missing["measures"] > 0
    assert {one["state"] for one in missing["register"]} <= {OPEN, OUTSIDE}


def test_the_command_prints_a_table_and_refuses_what_is_not_there() -> None:
    done = parkloop("measures", "--module", "ladder_tariff")
    assert done.returncode == 0, done.stderr
    assert "S3_29" in done.stdout and "distinct pairs" in done.stdout
    zh = parkloop("measures", "--module", "ladder_tariff", "--lang", "zh")
    assert "阶梯电价" in zh.stdout and "浙江省工业领域碳达峰实施方案" in zh.stdout
    assert parkloop("measures", "--document", "tea").returncode == 2
