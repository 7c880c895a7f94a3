"""The energy platform: who is connected, what it pays and what it costs."""

from __future__ import annotations

import numpy as np
import pytest

from policies.energy_platform import SYSTEM, EnergyPlatform
from policies.parameters import load_parameters
from sim.catalogue import load_catalogue
from tests.policies.runs import example, run
from tests.policies.scene import assessed, firms, terms_of, view

RULE = EnergyPlatform(load_parameters())
USED = [1000.0, 999.0, 5000.0, 4999.0, 10_000.0]


@pytest.mark.parametrize(
    ("year", "connected"),
    [(2020, [0, 0, 0, 0, 1]), (2022, [0, 0, 1, 0, 1]), (2024, [1, 0, 1, 1, 1])],
)
def test_the_bound_falls_by_date_and_equal_counts_as_above(year: int, connected: list[int]) -> None:
    found = RULE.assess(view(["machinery"] * 5, year, energy_tce=USED))
    assert found["connected"].tolist() == connected


def test_who_stands_outside_or_has_no_output_is_not_connected() -> None:
    crowd = firms(["machinery"] * 3, inside=[True, False, True], active=[True, True, False])
    assert RULE.assess(view(crowd, 2024, energy_tce=1e6))["connected"].tolist() == [1, 0, 0]
    idle = view(["machinery"], 2024, energy_tce=1e6, output=0.0)
    assert RULE.assess(idle)["connected"].tolist() == [0]


def test_power_counts_at_equal_value() -> None:
    # 5 GWh are 615 tce at calorific and above 1,000 tce at equal value
    seen = view(["machinery"], 2024, energy_tce=614.5, power_kwh=5e6)
    assert RULE.assess(seen)["connected"].tolist() == [1]
    fuel = view(["machinery"], 2024, energy_tce=614.5, power_kwh=0.0)
    assert RULE.assess(fuel)["connected"].tolist() == [0]


def test_the_connected_consider_more_and_get_a_share_of_a_system() -> None:
    crowd = firms(["machinery"] * 3, park=[0, 0, 1])
    seen = assessed(RULE, view(crowd, 2024, energy_tce=[5e3, 10.0, 5e3], strength=[1.0, 2.0]))
    terms = terms_of(RULE, seen, assess=False)
    assert terms["consider_factor"] == pytest.approx([1.3, 1.0, 1.6])
    award = RULE.award_rule(seen)
    assert award is not None
    assert award.share == pytest.approx([0.2, 0.0, 0.4])
    assert award.budget_cny == pytest.approx([2e6, 4e6])
    assert award.eligible == {load_catalogue().technologies.index(SYSTEM)}


def test_the_park_pays_for_the_platform_and_each_meter() -> None:
    crowd = firms(["machinery"] * 3, park=[0, 0, 1])
    seen = assessed(RULE, view(crowd, 2024, energy_tce=[5e3, 5e3, 10.0], strength=[1.0, 0.5]))
    assert RULE.public_cost(seen) == pytest.approx([64e4, 30e4])


def test_grants_go_to_management_systems_alone() -> None:
    world = run(example("zhejiang_dyeing_60"), [RULE], [1.0], 3, 72)
    paid = [e for e in world.events if e["event"] == "technology_installed" and e.get("grant_cny")]
    assert paid and {event["technology"] for event in paid} == {SYSTEM}
    assert np.sum([value for value in world.budgets.spent_cny.values()]) > 0
