"""A public body is paid for by a public budget: what it receives is booked, its cash stays."""

from __future__ import annotations

import numpy as np
import pytest

from sim.money import ACCOUNT
from sim.world import World, run_month
from tests.engine.worlds import world_of
from tests.market.actors import park_of


def net(world: World) -> float:
    firms = world.columns.enterprises
    return float(firms.cash[0] + firms.receivables[0] - firms.debt[0])


def test_what_a_municipality_costs_is_paid_by_its_budget_month_by_month() -> None:
    world = world_of(park_of({"sector": "municipality"}, {"sector": "dyeing"}), months=36)
    enterprises, paid = world.columns.enterprises, 0.0
    assert enterprises.public.tolist() == [True, False]
    start = net(world)
    for _ in range(36):
        run_month(world)
        money = world.flows.money
        paid += money[ACCOUNT["public_funds"], 0]
        assert money[ACCOUNT["public_funds"], 1:].sum() == 0.0
        assert net(world) >= start - 1e-6 * paid
    assert paid > 1e6
    booked = world.budgets.services_cny
    assert {payer for _, _, payer in booked} == {"municipal"}
    assert np.sum(list(booked.values())) == pytest.approx(paid)
    assert not world.budgets.spent_cny, "no policy pays for it"
