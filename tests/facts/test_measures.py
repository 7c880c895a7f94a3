"""How facts are measured, on cases whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.facts import Figure, Sample
from experiments.facts.brokered import funnel
from experiments.facts.hub import by_chance, degrees
from experiments.facts.sample import Place
from experiments.facts.steady import months_to_full, variation
from experiments.facts.trace import Trace, trace
from experiments.facts.uneven import gini


@pytest.fixture(scope="module")
def kalundborg() -> Trace:
    return trace(Place("kalundborg"), 1, 2024)


def test_a_band_without_bounds_judges_nothing() -> None:
    assert not Figure("links", 3.0, "one run").judged
    assert Figure("links", 3.0, "one run", 1.0).holds
    assert not Figure("links", float("nan"), "one run", 1.0).holds


def test_a_step_is_at_full_size_at_once_and_a_ramp_is_not() -> None:
    step, ramp = np.full(60, 5.0), np.minimum(np.arange(60.0) / 40.0, 1.0)
    assert months_to_full(step, 0, 60) == 0
    waited = months_to_full(ramp, 0, 60)
    assert waited is not None and waited > 12
    assert months_to_full(step, 0, 40) is None


def test_variation_leaves_the_first_year_out() -> None:
    years = np.repeat([1.0, 9.0, 11.0, 9.0, 11.0], 12)
    assert variation(np.repeat([1.0, 5.0, 5.0, 5.0, 5.0], 12), 0, 60) == 0.0
    assert variation(years, 0, 60) == pytest.approx(np.std([9, 11, 9, 11], ddof=1) / 10)


def test_gini_of_one_who_has_all_grows_with_the_others() -> None:
    assert gini(np.array([0.0] * 9 + [1.0])) == pytest.approx(0.9)


def test_chance_gives_a_hub_of_all_links_between_two() -> None:
    assert by_chance(2, 5, seed=1) == 1.0
    assert by_chance(40, 20, seed=1) < 0.5


def test_every_running_link_ends_at_two_enterprises(kalundborg: Trace) -> None:
    assert degrees(kalundborg).sum() == 2 * kalundborg.running.sum() > 0


def test_deliveries_by_month_add_up_over_a_link_and_its_renewals(kalundborg: Trace) -> None:
    assert (kalundborg.monthly >= 0).all()
    assert (kalundborg.first <= np.arange(len(kalundborg.first))).all()
    outside = np.arange(kalundborg.months)[:, None]
    idle = (outside < kalundborg.start) | (outside >= kalundborg.end)
    assert not kalundborg.monthly[idle].any()


def test_only_a_study_makes_an_exchange_brokered(kalundborg: Trace) -> None:
    assert funnel(kalundborg) == (0, 0, 0)
    proposed, studied, built = funnel(
        trace(Place("kalundborg", bare=True), 1, 2024, (("broker_proposals_per_year", 7.0),))
    )
    assert proposed >= studied >= built > 0


def test_sizes_of_composed_parks_span_the_range_in_each_mix() -> None:
    sample = Sample(5)
    for mix in sample.mixes:
        sizes = sorted(place.firms for place, _ in sample.crowd() if place.name == mix)
        assert sizes == [20, 65, 110, 155, 200]
