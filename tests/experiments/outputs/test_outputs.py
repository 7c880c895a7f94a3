"""Output families: parts add up to the indicators they split, and studies may ask for them."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from experiments import Scenario
from experiments.outputs import FAMILIES, family_names, values_of
from experiments.outputs.wastes_left import WHY
from experiments.results import Results
from experiments.study import Study
from experiments.study_outputs import output_names, values_by_year
from sim.faults import InputError
from sim.parkfile import read_park

CASES = (("kalundborg", "none", 2023), ("zhejiang_dyeing_60", "brokered", 2026))

SPLITS = {
    "links_by_class": "links_active",
    "links_born_by": "links_born",
    "links_ended_by": "links_died",
    "waste_made": "solid_generated",
    "waste_made_by_class": "solid_generated",
    "waste_given": "reused",
    "waste_given_by_class": "reused",
    "waste_disposed": "solid_disposed",
    "waste_disposed_by_class": "solid_disposed",
}


@cache
def results_of(case: tuple[str, str, int]) -> Results:
    park, package, until = case
    return Scenario(park, package, seed=2, until=until).run()


def total(results: Results, family: str) -> np.ndarray:
    return np.array(list(values_of(results, FAMILIES[family].outputs).values())).sum(axis=0)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("family", SPLITS)
def test_parts_add_up_to_the_indicator(case: tuple[str, str, int], family: str) -> None:
    results = results_of(case)
    whole = results.series(SPLITS[family])
    assert total(results, family) == pytest.approx(whole, rel=1e-9)
    if case[0] == "zhejiang_dyeing_60":
        assert whole[-1] > 0.0


@pytest.mark.parametrize("case", CASES)
def test_what_is_left_adds_up_by_reason_and_effects_to_the_change(
    case: tuple[str, str, int],
) -> None:
    results = results_of(case)
    left = values_of(results, [f"waste_left_by.{name}" for name in WHY])
    assert all(np.isnan(values[:-1]).all() for values in left.values())
    last = np.array([values[-1] for values in left.values()])
    assert (last >= -1e-6).all()
    assert last.sum() == pytest.approx(results.series("solid_disposed")[-1], rel=1e-9)
    co2 = results.series("co2")
    assert total(results, "co2_effect")[-1] == pytest.approx(co2[-1] - co2[0], rel=1e-9)


def test_brokered_links_are_told_from_found_ones_as_the_events_tell_them() -> None:
    panel = results_of(CASES[1]).panel
    assert panel is not None
    events = [one for one in panel.world.events if one["event"] == "link_signed"]
    brokered = [one for one in events if one["reason"] == "brokered"]
    ran = [one for one in brokered if one["starts"] < panel.months]
    parts = values_of(results_of(CASES[1]), ["links_born_by.brokered"])["links_born_by.brokered"]
    assert 0 < parts.sum() <= len(ran) < len(events)
    alone = values_of(results_of(CASES[0]), ["links_born_by.brokered"])["links_born_by.brokered"]
    assert not alone.any()


def test_links_bring_their_sides_something_and_nothing_without_links() -> None:
    gain = values_of(results_of(CASES[1]), ["links_gain.cny"])["links_gain.cny"]
    assert gain[-1] > 0.0
    lonely = Scenario("zhejiang_dyeing_60", "none", until=2021, symbiosis=False).run()
    assert values_of(lonely, ["links_gain.cny"])["links_gain.cny"].tolist() == [0.0, 0.0]


def test_outputs_stand_beside_indicators_in_a_study() -> None:
    names = output_names()
    assert len(names) == len(set(names)) and set(family_names()) < set(names)
    results = results_of(CASES[0])
    years, values = values_by_year(results, ["links_by_class.heat", "co2", "waste_made.fly_ash"])
    assert years == (2020, 2021, 2022, 2023)
    assert values[:, 1].tolist() == results.series("co2").tolist()
    assert (
        values[:, 0].tolist() == results.months("links_active")[11::12].tolist()
        or (values[:, 0] <= results.series("links_active")).all()
    )
    park = read_park("kalundborg")
    study = Study.of(name="x", park=park, until=2021, outputs=["links_by_class.heat"])
    assert study.outputs == ("links_by_class.heat",)
    with pytest.raises(InputError, match=r"links_by_class\.heat"):
        Study.of(name="x", park=park, until=2021, outputs=["links_by_class.heta"])
    with pytest.raises(KeyError, match="no output"):
        values_of(results, ["links_by_class.heta"])


def test_every_family_says_what_it_counts() -> None:
    for one in FAMILIES.values():
        assert one.text.endswith(".") and one.unit and one.outputs
