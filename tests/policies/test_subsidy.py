"""Investment subsidy: shares by date and sector, and what is a project."""

from __future__ import annotations

import numpy as np
import pytest

from policies.parameters import load_parameters
from policies.subsidy import Subsidy
from sim.catalogue import load_catalogue
from sim.policy import AwardRule
from sim.projects import green_projects
from tests.policies.scene import firms, terms_of, view

TABLE = load_parameters()
SECTORS = ["dyeing", "steel_eaf", "machinery"]


def rule_of(year: int, strength: float = 1.0, **changes: float) -> AwardRule | None:
    return Subsidy(TABLE.changed(changes)).award_rule(view(SECTORS, year, strength=strength))


@pytest.mark.parametrize(
    ("year", "shares"),
    [(2021, [0.12] * 3), (2023, [0.12] * 3), (2024, [0.15, 0.2, 0.15]), (2030, [0.15, 0.2, 0.15])],
)
def test_share_of_the_project_by_date_and_industry(year: int, shares: list[float]) -> None:
    rule = rule_of(year)
    assert rule is not None
    assert rule.share == pytest.approx(shares)
    assert rule.payer == "central"


def test_before_the_first_rule_there_is_no_grant_and_no_call() -> None:
    assert rule_of(2020) is None
    assert terms_of(Subsidy(TABLE), view(SECTORS, 2020))["consider_factor"].tolist() == [1.0] * 3


def test_a_listed_demonstration_gets_thirty_percent() -> None:
    early, late = (rule_of(year, cb_on_demonstration_list=1) for year in (2022, 2025))
    assert early is not None and late is not None
    assert early.share == pytest.approx([0.12] * 3)
    assert late.share == pytest.approx([0.3] * 3)


def test_cap_budget_and_rank_follow_the_date() -> None:
    before, after = rule_of(2023), rule_of(2024)
    assert before is not None and after is not None
    assert (before.project_cap_cny, after.project_cap_cny) == (np.inf, 1e8)
    assert (before.rank, after.rank) == ("tce_per_cny", "tco2e_per_cny")
    assert after.budget_cny.tolist() == [1.5e7]


def test_strength_scales_share_budget_and_call() -> None:
    rule = rule_of(2025, strength=2.0)
    assert rule is not None
    assert rule.share == pytest.approx([0.3, 0.4, 0.3])
    assert rule.budget_cny.tolist() == [3e7]
    for strength, chance in ((0.5, 1.15), (1.0, 1.3), (2.0, 1.6)):
        terms = terms_of(Subsidy(TABLE), view(SECTORS, 2025, strength=strength))
        assert terms["consider_factor"] == pytest.approx([chance] * 3)


def test_a_park_without_the_lever_gets_nothing() -> None:
    seen = view(firms(["dyeing", "dyeing"], park=[0, 1]), 2025, strength=[0.0, 1.0])
    rule = Subsidy(TABLE).award_rule(seen)
    assert rule is not None
    assert rule.share == pytest.approx([0.0, 0.15])
    assert rule.budget_cny.tolist() == [0.0, 1.5e7]


@pytest.mark.parametrize(
    ("technology", "counts"),
    [("motor_vfd", True), ("whr_power", True), ("membrane_reuse", True), ("metal_recovery", True),
     ("ccus_cement", True), ("voc_catalytic", False), ("battery_storage", False),
     ("green_power", False)],
)  # fmt: skip
def test_a_project_saves_energy_carbon_or_water_or_recovers_material(
    technology: str, counts: bool
) -> None:
    catalogue = load_catalogue()
    number = catalogue.technologies.index(technology)
    assert (number in green_projects(catalogue)) == counts
