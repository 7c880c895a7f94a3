"""Clearing of awards: no budget is overspent, no cap broken, the order of rows never matters."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.clearing import Applications, Budgets, clear_awards, uniform_price
from sim.policy import AwardRule

money = st.floats(1.0, 1e8)
projects = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 3), money, st.floats(-10, 1e4)),
    max_size=25,
)  # fmt: skip
rules = st.lists(
    st.tuples(st.floats(0, 0.6), money, st.floats(0, 1e8), st.sampled_from(["tce", "tco2e"])),
    min_size=1,
    max_size=3,
)


def applications(rows: list[tuple[int, int, float, float]]) -> Applications:
    park, technology, capex, saved = np.array(rows, dtype=np.float64).reshape(-1, 4).T
    count = np.arange(len(rows))
    return Applications(
        enterprise=count,
        park=park.astype(np.int64),
        key=(count * 7919 % 104729).astype(np.uint64),
        technology=technology.astype(np.int64),
        capex_cny=capex,
        tce_saved=saved,
        tco2e_saved=saved[::-1].copy(),
    )


def rule(share: float, cap: float, budget: float, rank: str, count: int) -> AwardRule:
    return AwardRule(
        rank=f"{rank}_per_cny",
        share=np.full(count, share),
        project_cap_cny=cap,
        budget_cny=np.array([budget, budget / 2]),
        payer="central",
        eligible=frozenset({0, 1, 2}),
    )


@given(projects, rules)
def test_awards_keep_every_limit(
    rows: list[tuple[int, int, float, float]], given_rules: list[tuple[float, float, float, str]]
) -> None:
    asked = applications(rows)
    by_policy = {f"p{k}": rule(*given, len(rows)) for k, given in enumerate(given_rules)}
    budgets = Budgets()
    awards = clear_awards(asked, by_policy, budgets, 0.4)
    total = np.zeros(len(rows))
    for name, award in awards.items():
        kept = by_policy[name]
        assert (award >= 0).all()
        assert (award <= kept.project_cap_cny).all()
        assert (award <= kept.share * asked.capex_cny * (1 + 1e-12)).all()
        assert (award[asked.technology == 3] == 0).all()
        for park in (0, 1):
            for amount in award[(asked.park == park) & (award > 0)].tolist():
                budgets.spend(2025, park, name, "central", amount)
        total += award
    assert (total <= 0.4 * asked.capex_cny * (1 + 1e-12)).all()


@given(projects, rules)
def test_the_order_of_applicants_and_policies_never_matters(
    rows: list[tuple[int, int, float, float]],
    given_rules: list[tuple[float, float, float, str]],
) -> None:
    asked = applications(rows)
    order = np.random.default_rng(len(rows)).permutation(len(rows))
    moved = Applications(**{n: getattr(asked, n)[order] for n in Applications.__dataclass_fields__})
    by_policy = {f"p{k}": rule(*given, len(rows)) for k, given in enumerate(given_rules)}
    straight = clear_awards(asked, by_policy, Budgets(), 0.4)
    shuffled = clear_awards(moved, dict(reversed(by_policy.items())), Budgets(), 0.4)
    for name, award in straight.items():
        np.testing.assert_array_equal(award[order], shuffled[name])


def test_the_best_saving_per_yuan_is_served_first() -> None:
    asked = applications([(0, 0, 100.0, 1.0), (0, 0, 100.0, 9.0), (0, 0, 100.0, 5.0)])
    rules = {"grant": rule(0.3, 1e9, 60.0, "tce", 3)}
    assert clear_awards(asked, rules, Budgets(), 0.4)["grant"].tolist() == [0.0, 30.0, 30.0]


def test_a_budget_cannot_go_negative() -> None:
    budgets = Budgets()
    budgets.open(0, "grant", "central", 10.0)
    budgets.spend(2025, 0, "grant", "central", 6.0)
    with pytest.raises(ValueError, match=r"budget of grant in park 0 overspent by 2\.00 CNY"):
        budgets.spend(2025, 0, "grant", "central", 6.0)
    assert budgets.spent_cny == {(2025, 0, "grant", "central"): 6.0}


def test_two_firms_trade_at_the_price_where_what_one_offers_the_other_asks() -> None:
    """Short 20 t and long 10 t of 100 t each, half elastic: the price rises by a tenth."""
    short, volume = np.array([20.0, -10.0]), np.array([100.0, 100.0])
    price = uniform_price(short, volume, 60.0, 0.5, 2.0)
    assert price == pytest.approx(66.0)
    more = 0.5 * volume * (price / 60.0 - 1.0)
    asked, offered = short[0] - more[0], -short[1] + more[1]
    assert asked == pytest.approx(offered) == pytest.approx(15.0)


def test_a_balanced_market_trades_at_the_reference_and_an_empty_one_has_no_other_price() -> None:
    assert uniform_price(np.array([7.0, -7.0]), np.array([50.0, 80.0]), 60.0, 0.5, 2.0) == 60.0
    assert uniform_price(np.zeros(0), np.zeros(0), 60.0, 0.5, 2.0) == 60.0


def test_the_price_stays_within_its_bounds() -> None:
    volume = np.array([10.0, 10.0])
    assert uniform_price(np.array([500.0, 0.0]), volume, 60.0, 0.5, 2.0) == 120.0
    assert uniform_price(np.array([-500.0, 0.0]), volume, 60.0, 0.5, 2.0) == 30.0
