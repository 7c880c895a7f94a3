"""The province names, inspects and strikes off: titles of parks and of factories."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from experiments.scenario import Scenario
from policies.accreditation import Accreditation
from policies.green_factory import GreenFactory
from policies.green_park_cultivation import GreenParkCultivation
from policies.instrument import Instrument
from policies.package import Package
from policies.parameters import load_parameters
from sim.titles import record_titles
from sim.world import World
from tests.policies.scene import assessed, firms, terms_of, view

TABLE = load_parameters()
NEVER = TABLE.changed({"title_inspection_chance": 0.0})
ALWAYS = TABLE.changed({"title_inspection_chance": 1.0})
PARK = firms(["dyeing", "machinery"])
BEST: dict[str, Any] = {
    "value_added_cny": 6e7, "energy_tce": 1e3, "tco2e": 2e3, "fresh_water_m3": 1e3,
    "tax_cny": 6e7, "solid_generated_t": 100.0, "solid_disposed_t": 0.0, "output": 1.0,
}  # fmt: skip
"""Books of a park that reaches every leading value, but for a fall of CO2 that has to be seen."""
WORST: dict[str, Any] = {**BEST, "energy_tce": 1e5, "tco2e": 2e5, "fresh_water_m3": 1e7}
WORST |= {"tax_cny": 0.0, "solid_disposed_t": 100.0}


def history(rule: Instrument, books: dict[int, dict[str, Any]]) -> dict[int, dict[str, float]]:
    """Let a rule assess year after year; return the first row of its standing by year."""
    found, standing = {}, {}
    for year, book in books.items():
        seen = assessed(rule, view(PARK, year, standing=standing, **book))
        standing = dict(seen.standing)
        found[year] = {
            name.removeprefix(f"{rule.name}."): float(column[0])
            for name, column in standing.items()
        }
    return found


def test_a_park_that_reaches_all_leading_values_scores_one_but_for_its_trend() -> None:
    first = history(Accreditation(TABLE), {2024: BEST})[2024]
    assert first["score"] == pytest.approx(5 / 6)
    falling = {**BEST, "tco2e": 2e3 * 0.95}
    later = history(Accreditation(TABLE), {2024: BEST, 2025: falling})[2025]
    assert later["score"] == pytest.approx(1.0)
    worst = history(Accreditation(TABLE), {2024: WORST})[2024]
    assert worst["score"] < 0.1


def test_the_title_is_won_from_the_year_of_the_notice_on() -> None:
    found = history(Accreditation(NEVER), {2022: BEST, 2023: BEST, 2024: BEST})
    assert [found[year]["title"] for year in found] == [0.0, 1.0, 1.0]
    assert found[2024]["won"] == 2023


def test_a_holder_that_falls_short_keeps_its_title_until_it_is_looked_at() -> None:
    years = {2023: BEST, 2024: WORST, 2025: WORST, 2026: WORST, 2027: BEST, 2028: BEST}
    unseen = history(Accreditation(NEVER), years)
    assert [unseen[year]["title"] for year in years] == [1.0, 1.0, 1.0, 0.0, 0.0, 1.0]
    assert unseen[2026]["lost"] == 2026  # found by the review in the third year after the award
    watched = history(Accreditation(ALWAYS), years)
    assert [watched[year]["title"] for year in years] == [1.0, 0.0, 0.0, 0.0, 1.0, 1.0]


def test_a_small_shortfall_is_tolerated() -> None:
    rule = Accreditation(ALWAYS.changed({"title_pass_score": 0.86, "title_tolerance": 0.05}))
    falling = {**BEST, "tco2e": 2e3 * 0.95}
    found = history(rule, {2023: BEST, 2024: falling, 2025: {**BEST, "tco2e": 2e3 * 0.99}})
    assert found[2025]["score"] < 0.9
    assert found[2024]["title"] == found[2025]["title"] == 1.0


def test_zero_carbon_asks_by_size() -> None:
    rule = Accreditation(TABLE)
    for energy, carbon, title in ((1e3, 0.19, 1.0), (1e3, 0.25, 0.0), (1e6, 0.25, 1.0)):
        book = {**BEST, "energy_tce": energy, "tco2e": carbon * energy}
        assert history(rule, {2026: book})[2026]["zero_carbon"] == title
    assert history(rule, {2024: {**BEST, "tco2e": 0.0}})[2024]["zero_carbon"] == 0.0


def test_effort_is_greatest_where_the_title_is_at_stake() -> None:
    rule, effort = Accreditation(NEVER), []
    for score in (0.1, 0.4, 0.5, 0.6, 0.95):
        standing = {"accreditation.score": np.full(2, score)}
        seen = view(PARK, 2025, standing=standing, **BEST)
        terms = terms_of(rule, seen, assess=False)
        effort.append(float(terms["committee_effort_factor"][0]))
    assert effort[2] == max(effort) == 1.0 + TABLE.central("title_effort")
    assert effort[0] == effort[-1] == 1.0
    assert effort[1] == pytest.approx(effort[3])


def test_grants_go_to_parks_that_hold_the_title_and_more_to_zero_carbon_parks() -> None:
    rule = Accreditation(NEVER)
    assert rule.award_rule(assessed(rule, view(PARK, 2026, **WORST))) is None
    green = rule.award_rule(assessed(rule, view(PARK, 2026, **BEST)))
    zero = rule.award_rule(assessed(rule, view(PARK, 2026, **{**BEST, "tco2e": 0.0})))
    assert green is not None and zero is not None
    assert green.share.tolist() == [TABLE.central("title_project_share")] * 2
    assert zero.share.tolist() == [TABLE.central("cb_demo")] * 2


def test_a_park_is_listed_once_and_for_a_time() -> None:
    rule = GreenParkCultivation(TABLE.changed({"cult_years": 2.0}))
    middling = {**WORST, "fresh_water_m3": 1e3, "tax_cny": 3e7}
    years = dict.fromkeys(range(2021, 2026), middling)
    found = history(rule, years)
    assert [found[year]["listed"] for year in years] == [0.0, 1.0, 1.0, 0.0, 0.0]
    assert history(rule, {2023: BEST})[2023]["listed"] == 0.0
    assert history(rule, {2023: WORST})[2023]["listed"] == 0.0
    seen = assessed(rule, view(PARK, 2023, **middling))
    cost = rule.public_cost(seen)
    assert cost is not None
    diagnoses = 2 * TABLE.central("cult_diagnosed") * rule.at("diagnosis_free", 2023) * 1e4
    assert cost[0] == pytest.approx(TABLE.central("cult_grant") * 1e4 + diagnoses)


FACTORY = {**BEST, "tco2e": 1.5e3}


def test_a_factory_is_named_awarded_once_and_struck_off_on_review() -> None:
    rule, standing, awards, grades = GreenFactory(TABLE), {}, [], []
    for year, over in zip(range(2022, 2030), (0.8, 0.8, 3.0, 3.0, 0.8, 0.8, 0.8, 0.8), strict=True):
        book = {**FACTORY, "solid_disposed_t": 100.0 * (over > 1)}
        seen = assessed(rule, view(PARK, year, over_base=over, standing=standing, **book))
        standing = dict(seen.standing)
        awards.append(float(terms_of(rule, seen, assess=False)["award_cny"][0]))
        grades.append(float(standing["green_factory.grade"][0]))
    assert grades == [1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0]
    assert awards == [5e5, *[0.0] * 7]


def test_a_zero_carbon_factory_is_awarded_twice_as_much() -> None:
    rule = GreenFactory(TABLE)
    terms = terms_of(rule, view(PARK, 2025, over_base=0.8, **{**FACTORY, "tco2e": 100.0}))
    assert terms["award_cny"].tolist() == [1e6, 1e6]
    assert terms["loan_spread_pp"].tolist() == [-TABLE.central("factory_spread")] * 2


def test_peers_of_named_firms_consider_more() -> None:
    park = firms(["dyeing", "dyeing", "machinery"])
    rule = GreenFactory(TABLE)
    seen = assessed(rule, view(park, 2025, over_base=[0.8, 3.0, 3.0], **FACTORY))
    grades = np.array([1.0, 0.0, 0.0])
    named = {**seen.standing, "green_factory.grade": grades}
    heed = terms_of(rule, view(park, 2025, standing=named), assess=False)["consider_factor"]
    half = 1.0 + 0.5 * TABLE.central("factory_peers")
    assert heed.tolist() == [half, half, 1.0]


def named_in(park: str, until: int = 2027, **levers: float) -> World:
    return Scenario(park, Package("mine", strength=levers), until=until).simulate()


def test_awards_reach_the_firms_and_are_booked_to_the_payer() -> None:
    world = named_in("zhejiang_mixed_120", green_factory=1.0)
    won = [e for e in world.events if e["event"] == "title_won"]
    assert won and all(e["title"] == "grade" and e["enterprise"] for e in won)
    paid = {y: v for (y, _, name, _), v in world.budgets.spent_cny.items()}
    first = [e for e in won if e["month"] // 12 + 2020 == 2022]
    assert paid[2022] == pytest.approx(5e5 * np.sum([e["grade"] for e in first]))
    grants = world.record.by_year("grants_cny").sum(axis=1)
    assert grants[2] == pytest.approx(paid[2022])


def test_a_park_wins_the_title_is_paid_and_may_lose_it() -> None:
    easy = {"accreditation": {"title_pass_score": 0.1}}
    package = Package("mine", strength={"accreditation": 1.0}, parameters=easy)
    world = Scenario("zhejiang_dyeing_60", package, until=2025).simulate()
    won = [event for event in world.events if event["event"] == "title_won"]
    assert [(e["park"], e["title"], e["month"]) for e in won] == [
        ("zhejiang_dyeing_60", "title", 36)
    ]
    award = TABLE.central("green_park_award") * 1e4
    assert world.budgets.spent_cny[2023, 0, "accreditation", "province"] >= award
    held = world.standing["accreditation.title"]
    record_titles(world, "accreditation", "title", "park", held, np.zeros_like(held))
    assert world.events[-1]["event"] == "title_lost"
    assert world.events[-1]["park"] == "zhejiang_dyeing_60"
