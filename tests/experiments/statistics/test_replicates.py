"""The sequential rule against closed forms, and on a real park in miniature."""

import numpy as np
import pytest

from experiments.statistics.replicated import until_half_width
from experiments.statistics.replicates import Rule, Width, enough, half_widths, replicate
from experiments.study import Study
from experiments.sweep.runner import Runner
from sim.faults import InputError


class Noise:
    """Points of known mean and spread; remembers what was asked of it."""

    def __init__(self, means, spreads, seed=1):
        self.means, self.spreads, self.seed = means, spreads, seed
        self.rounds: list[list[int]] = []

    def __call__(self, wanted):
        self.rounds.append(list(wanted))
        return [
            (m + s * np.random.default_rng([self.seed, k]).standard_normal(1000))[:n, None]
            for k, (m, s, n) in enumerate(zip(self.means, self.spreads, wanted, strict=True))
        ]


def test_running_half_widths_are_those_of_each_prefix():
    values = np.random.default_rng(1).normal(1e6, 1.0, 30)
    mean, half = half_widths(values, 0.95)
    from scipy.stats import t

    for n in (2, 7, 30):
        part = values[:n]
        assert mean[n - 1] == pytest.approx(part.mean(), rel=1e-14)
        expected = t.ppf(0.975, n - 1) * part.std(ddof=1) / n**0.5
        assert half[n - 1] == pytest.approx(expected, rel=1e-9)
    assert half[0] == np.inf


def test_numbers_of_replicates_follow_the_closed_form():
    """Noise of spread s needs about (1.96 s / h)^2 replicates for half-width h."""
    spreads = np.repeat([2.0, 4.0], 60)
    rule = Rule(confidence=0.95, most=1000)
    found = replicate(Noise([10.0] * 120, spreads), 120, [Width("x", absolute=0.8)], rule)
    numbers = np.array([one.needed for one in found], dtype=float).reshape(2, 60)
    expected = (1.96 * np.array([2.0, 4.0]) / 0.8) ** 2  # 24 and 96
    assert numbers.mean(axis=1) == pytest.approx(expected, rel=0.15)
    assert all(one.half_width[0] <= 0.8 * 1.15 for one in found)
    covered = [abs(one.mean[0] - 10.0) <= one.half_width[0] for one in found]
    assert np.mean(covered) >= 0.9


def test_relative_widths_follow_the_mean():
    rule = Rule(most=1000)
    noise = Noise([10.0] * 40 + [-100.0] * 40, [1.0] * 40 + [10.0] * 40)
    found = replicate(noise, 80, [Width("x", relative=0.04)], rule)
    targets = np.array([one.target[0] for one in found]).reshape(2, 40)
    assert targets.mean(axis=1) == pytest.approx([0.4, 4.0], rel=0.02)
    needed = np.array([one.needed for one in found]).reshape(2, 40)
    assert needed.mean(axis=1) == pytest.approx([26.4, 26.4], rel=0.12)  # (t(n-1) / 0.4) ** 2 = n


def test_points_that_reach_the_cap_are_reported():
    found = replicate(Noise([0.0, 5.0], [9.0, 0.01]), 2, [Width("x", 0.01)], Rule(most=40))
    assert found[0].capped and found[0].replicates == 40 and found[0].needed is None
    assert not found[1].capped and found[1].needed == 3 and found[1].replicates == 8


def test_a_settled_point_is_asked_for_nothing_more():
    noise = Noise([5.0, 5.0], [0.01, 3.0])
    replicate(noise, 2, [Width("x", 0.1)], Rule(most=1000))
    assert {asked[0] for asked in noise.rounds} == {8}
    assert [asked[1] for asked in noise.rounds] == sorted({a[1] for a in noise.rounds})


def test_the_look_ahead_passes_over_an_early_stroke_of_luck():
    values = np.array([[1.0], [1.0], [1.0], [9.0], [1.0], [5.0], [1.0], [9.0]])
    near = [Width("x", absolute=0.5)]
    assert enough(values, near, Rule(look_ahead=0)) == 3
    assert enough(values, near, Rule(look_ahead=5)) is None
    assert enough(values[:3], near, Rule(look_ahead=5)) is None
    assert enough(values[:3], near, Rule(look_ahead=5, most=3)) == 3


def test_all_widths_must_be_met():
    rng = np.random.default_rng(1)
    values = np.stack([rng.normal(1, 0.01, 60), rng.normal(1, 0.3, 60)], axis=1)
    quick, slow = Width("a", 0.1), Width("b", 0.1)
    both = enough(values, [quick, slow], Rule(most=200))
    assert both == enough(values[:, 1:], [slow], Rule(most=200)) > 10


def test_failed_replicates_count_to_the_cap_and_not_to_the_mean():
    def draw(wanted):
        column = np.arange(float(wanted[0])) % 2 + 1.0
        column[::4] = np.nan
        return [column[:, None]]

    (found,) = replicate(draw, 1, [Width("x", 1e-6)], Rule(most=20))
    assert found.capped and found.failed == 5 and found.replicates == 15
    assert 1.0 < found.mean[0] < 2.0


def test_look_ahead_grows_beyond_a_hundred_replicates():
    assert [Rule().ahead(n) for n in (3, 100, 200, 1000)] == [5, 5, 10, 50]


@pytest.mark.parametrize("text", ["co2", "co2=", "co2=0", "co2=-1", "co2=x"])
def test_a_width_that_is_none_is_refused(text):
    with pytest.raises(InputError, match="half-width co2"):
        Width.read(text)


def test_widths_are_read_as_written():
    assert Width.read("co2=0.02") == Width("co2", relative=0.02)
    assert "percent" in Width.read("co2=0.02").text() and "unit" in Width.read("co2=5abs").text()
    with pytest.raises(InputError, match="2 <= first"):
        Rule(first=1)


def test_replicates_of_a_real_park_are_added_and_kept(tmp_path):
    study = Study.of(
        name="enough", park="kalundborg", package=["none", "baseline"], seeds=[11, 12],
        until=2021, outputs=["value_added", "co2"],
    )  # fmt: skip
    widths, rule = [Width("value_added", 1e-9)], Rule(first=2, look_ahead=1, most=5)
    with Runner(tmp_path) as runner:
        found = until_half_width(study, runner, widths, rule)
        again = until_half_width(study, runner, widths, rule)
        pairs = until_half_width(study, runner, [Width("co2", 10.0)], rule, paired=True)
    assert found.settled == again.settled
    for one in found.settled:
        assert one is not None and one.capped and one.replicates == 5
    assert found.capped == list(found.points)
    values = [point.scenario(seed).run().series("value_added")[-1]
              for point in found.points[:1] for seed in (11, 12, 13, 14, 15)]  # fmt: skip
    assert found.settled[0].mean[0] == pytest.approx(np.mean(values), rel=1e-12)
    assert pairs.settled[0] is None and pairs.settled[1] is not None
    with pytest.raises(InputError, match="does not keep it"), Runner(tmp_path) as runner:
        until_half_width(study, runner, [Width("tax", 0.1)])
