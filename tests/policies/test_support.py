"""Support of projects: grants, awards and interest count together and are never paid twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations

import numpy as np
import pytest
from numpy.typing import NDArray

from agents.support import Claim, pay_promised
from policies.equipment_bond import EquipmentBond
from policies.instrument import Instrument
from policies.interest_subsidy import InterestSubsidy
from policies.parameters import load_parameters
from policies.per_tce_award import PerTceAward
from policies.special_fund import SpecialFund
from policies.subsidy import Subsidy
from sim.clearing import Applications, Budgets, asked_cny, clear_awards
from sim.money import ACCOUNT
from sim.policy import AwardRule
from sim.projects import green_projects
from sim.world import World, run_month
from tests.engine.worlds import world_of
from tests.policies.runs import example, same_bits, small_park
from tests.policies.scene import view

Floats = NDArray[np.float64]

TABLE = load_parameters()
KINDS: tuple[type[Instrument], ...] = (
    Subsidy, SpecialFund, EquipmentBond, PerTceAward, InterestSubsidy,
)  # fmt: skip
LOAN, CAP = 0.7, 0.4
GREEN = min(green_projects(view(["dyeing"], 2025).catalogue))


def projects(count: int = 1, capex: float = 1e7, tce: float = 1200.0) -> Applications:
    """Return projects of a green technology, one an enterprise of one park."""
    rows = np.arange(count)
    return Applications(
        enterprise=rows,
        park=np.zeros(count, dtype=np.int64),
        key=rows.astype(np.uint64),
        technology=np.full(count, GREEN),
        capex_cny=np.full(count, capex),
        tce_saved=np.full(count, tce),
        tco2e_saved=np.full(count, 2.0 * tce),
    )


def rule_of(kind: type[Instrument], year: int = 2025, strength: float = 1.0) -> AwardRule | None:
    return kind(TABLE).award_rule(view(["dyeing"], year, strength=strength))


def asked(kind: type[Instrument], of: Applications, strength: float = 1.0) -> float:
    rule = rule_of(kind, strength=strength)
    assert rule is not None
    return float(asked_cny(rule, of, LOAN)[0])


@pytest.mark.parametrize(
    ("kind", "first", "cny"),
    [
        (PerTceAward, 2022, 1200 * 400.0), (SpecialFund, 2022, 0.1 * 0.7 * 1e7),
        (EquipmentBond, 2025, 0.15 * 1e7), (InterestSubsidy, 2024, 0.015 * 2 * 0.7 * 1e7),
    ],
)  # fmt: skip
def test_what_a_project_of_ten_million_gets_by_rule_and_date(
    kind: type[Instrument], first: int, cny: float
) -> None:
    assert rule_of(kind, first - 1) is None
    assert rule_of(kind, first) is not None
    assert asked(kind, projects()) == pytest.approx(cny)
    assert asked(kind, projects(), strength=0.5) == pytest.approx(0.5 * cny)


def test_thresholds_and_caps() -> None:
    assert asked(PerTceAward, projects(tce=99.0)) == 0.0
    assert asked(PerTceAward, projects(tce=50_000.0)) == 8e6
    assert asked(SpecialFund, projects(capex=9e5)) == 0.0
    assert asked(SpecialFund, projects(capex=1e9)) == 5e6
    assert asked(EquipmentBond, projects(capex=4e6)) == 0.0


def test_one_project_gets_all_kinds_together_up_to_the_cap() -> None:
    rules = {kind.name: rule_of(kind, strength=2.0) for kind in KINDS}
    given = {name: rule for name, rule in rules.items() if rule is not None}
    assert len(given) == len(KINDS)
    asked_in_all = np.sum([asked_cny(rule, projects(), LOAN)[0] for rule in given.values()])
    assert asked_in_all > CAP * 1e7
    awards = clear_awards(projects(), given, Budgets(), CAP, LOAN)
    assert np.sum([award[0] for award in awards.values()]) == pytest.approx(CAP * 1e7)


@pytest.mark.parametrize("seed", range(40))
def test_no_random_package_pays_a_project_more_than_the_cap(seed: int) -> None:
    rng = np.random.default_rng(seed)
    count = 12
    asking = projects(count)
    asking.capex_cny[:] = rng.lognormal(14.0, 2.0, count)
    asking.tce_saved[:] = rng.lognormal(5.0, 2.0, count)
    rules = {f"p{k}": random_rule(rng, count) for k in range(5)}
    budgets = Budgets()
    awards = clear_awards(asking, rules, budgets, CAP, LOAN)
    total = np.sum(list(awards.values()), axis=0)
    assert (total <= CAP * asking.capex_cny * (1.0 + 1e-12)).all()
    for name, rule in rules.items():
        assert (awards[name] <= asked_cny(rule, asking, LOAN)).all()
        assert awards[name].sum() <= rule.budget_cny[0] * (1.0 + 1e-12)
    for order in list(permutations(rules))[::17]:
        again = clear_awards(asking, {name: rules[name] for name in order}, Budgets(), CAP, LOAN)
        assert all(np.array_equal(again[name], awards[name]) for name in rules)


def random_rule(rng: np.random.Generator, count: int) -> AwardRule:
    kind, none = rng.integers(3), np.zeros(count)
    return AwardRule(
        rank=("tce_per_cny", "tco2e_per_cny")[rng.integers(2)],
        share=rng.uniform(0.0, 0.6, count) if kind == 0 else none,
        project_cap_cny=float(rng.choice([1e5, 1e6, np.inf])),
        budget_cny=np.array([float(rng.choice([1e5, 1e7, 1e9]))]),
        payer="somebody",
        least_capex_cny=float(rng.choice([0.0, 1e6])),
        least_tce=float(rng.choice([0.0, 100.0])),
        cny_per_tce=rng.uniform(0.0, 4000.0, count) if kind == 1 else None,
        interest_pp=rng.uniform(0.0, 20.0, count) if kind == 2 else None,
        interest_years=int(rng.integers(1, 4)),
    )


def supported(levers: Mapping[str, float], until: int = 2028) -> tuple[World, list[Claim]]:
    """Run a park under the kinds of support; return it and every claim that arose."""
    policies = [kind(TABLE) for kind in KINDS if kind.name in levers]
    strength = [[levers[policy.name] for policy in policies]]
    world = world_of(example("zhejiang_mixed_120"), months=(until - 2019) * 12, policies=policies,
                     levers=strength)  # fmt: skip
    claims: list[Claim] = []
    for _ in range(world.months):
        run_month(world)
        claims += [one for one in world.claims if not any(one is other for other in claims)]
    return world, claims


def test_over_a_run_all_support_of_a_project_stays_within_the_cap() -> None:
    world, claims = supported({kind.name: 2.0 for kind in KINDS})
    assert {one.policy for one in claims} == {"per_tce_award", "interest_subsidy"}
    names = world.columns.enterprises.name
    promised: dict[tuple[str, int], float] = {}
    for one in claims:
        place = str(names[one.enterprise]), one.year
        promised[place] = promised.get(place, 0.0) + one.promised_cny
        assert one.paid_cny <= one.promised_cny * (1.0 + 1e-12)
    built = [event for event in world.events if event["event"].startswith("technology_")]
    grants = [event for event in built if event.get("grant_cny", 0.0) > 0]
    both = 0
    for event in grants:
        place = event["enterprise"], 2020 + event["month"] // 12
        later = promised.get(place, 0.0)
        assert event["grant_cny"] + later <= CAP * event["capex_cny"] * (1.0 + 1e-12)
        both += later > 0.0
    assert both > 3, "no project had both"
    paid = np.sum([one.paid_cny for one in claims])
    booked = np.sum(
        [
            cny
            for (_, _, policy, _), cny in world.budgets.spent_cny.items()
            if policy in ("per_tce_award", "interest_subsidy")
        ]
    )
    assert 0.0 < paid == pytest.approx(booked)
    assert min(world.budgets.left_cny.values()) >= 0.0


def claim_in(world: World, rule: AwardRule, **changed: float) -> Claim:
    claim = Claim(
        policy="one", rule=rule, enterprise=0, year=world.year - 1, promised_cny=1e6,
        loan_cny=7e6, tce_saved=1000.0, tce_per_unit=2.0,
    )  # fmt: skip
    for name, value in changed.items():
        setattr(claim, name, value)
    world.claims = [claim]
    return claim


def a_january() -> World:
    world = world_of(small_park(), months=24)
    for _ in range(12):
        run_month(world)
    world.last_book.extend(len(world.columns.enterprises) - len(world.last_book.output))
    world.last_book.output[0], world.last_book.energy_tce[0] = 1000.0, 1200.0
    world.flows.money[ACCOUNT["grants"]] = 0.0
    return world


def paid(world: World) -> float:
    pay_promised(world)
    return float(world.flows.money[ACCOUNT["grants"], 0])


def flat(world: World, **terms: Floats | int | float) -> AwardRule:
    count = len(world.columns.enterprises)
    rule = {"rank": "tce_per_cny", "project_cap_cny": np.inf, "budget_cny": np.array([1e9])}
    given = {"share": np.zeros(count), "payer": "county", **rule, **terms}
    return AwardRule(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tce_used", "least", "cny"),
    [(1200.0, 0.0, 800 * 400.0), (500.0, 0.0, 1000 * 400.0), (1950.0, 100.0, 0.0),
     (2100.0, 0.0, 0.0)],
)  # fmt: skip
def test_an_award_pays_for_what_the_books_show(tce_used: float, least: float, cny: float) -> None:
    world = a_january()
    world.last_book.energy_tce[0] = tce_used
    rate = np.full(len(world.columns.enterprises), 400.0)
    claim_in(world, flat(world, cny_per_tce=rate, least_tce=least))
    assert paid(world) == pytest.approx(cny)
    assert world.claims == []


def test_an_award_is_no_more_than_promised_and_lost_with_the_enterprise() -> None:
    world = a_january()
    rate = np.full(len(world.columns.enterprises), 400.0)
    claim_in(world, flat(world, cny_per_tce=rate), promised_cny=1e5)
    assert paid(world) == 1e5
    world = a_january()
    claim_in(world, flat(world, cny_per_tce=rate))
    world.columns.enterprises.active[0] = False
    assert paid(world) == 0.0


def test_interest_is_subsidised_on_what_is_still_owed() -> None:
    world = a_january()
    points = np.full(len(world.columns.enterprises), 1.5)
    rule = flat(world, interest_pp=points, interest_years=2)
    world.columns.enterprises.debt[0] = 4e6
    claim = claim_in(world, rule)
    assert paid(world) == pytest.approx(0.015 * 4e6)
    assert world.claims == [claim], "the second year is still to come"
    claim.year -= 1
    world.columns.enterprises.debt[0] = 9e6
    assert paid(world) - 0.015 * 4e6 == pytest.approx(0.015 * 7e6)
    assert world.claims == []


def test_a_promise_beyond_the_budget_is_refused() -> None:
    budgets = Budgets()
    budgets.open(0, "one", "county", 100.0)
    budgets.commit(0, "one", "county", 60.0)
    assert budgets.spent_cny == {}
    with pytest.raises(ValueError, match="overspent"):
        budgets.commit(0, "one", "county", 60.0)


def test_the_order_of_supports_never_changes_a_bit() -> None:
    def end(places: Sequence[int]) -> World:
        policies = [KINDS[k](TABLE) for k in places]
        world = world_of(small_park(), months=84, policies=policies)
        for _ in range(84):
            run_month(world)
        return world

    assert same_bits(end((0, 1, 2, 3, 4)), end((4, 2, 0, 3, 1)))
