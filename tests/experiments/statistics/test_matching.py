"""History matching on functions whose plausible inputs are known."""

import numpy as np
import pytest

from experiments.statistics.emulator import fit
from experiments.statistics.matching import Observation, implausibility, match
from sim.faults import InputError


def linear(inputs):
    """Two outputs, each one input; no noise."""
    return np.stack([10.0 * inputs[:, 0], 5.0 - 20.0 * inputs[:, 1]], axis=1)[:, None, :]


def test_implausibility_by_hand():
    seen = [Observation("x", 10.0, error=3.0, discrepancy=4.0), Observation("y", 0.0, error=1.0)]
    scores = implausibility(
        np.array([[22.0, 1.0]]), np.array([[100.0, 2.0]]), np.array([19.0, 1.0]), seen
    )
    assert scores.tolist() == [[1.0, 0.5]]  # 12 / sqrt(100 + 19 + 9 + 16), 1 / sqrt(2 + 1 + 1)


def test_an_emulator_meets_what_it_was_given_and_doubts_elsewhere():
    inputs = np.linspace(0.0, 0.6, 8)[:, None]
    outputs = 3.0 + np.sin(5.0 * inputs[:, 0])
    found = fit(inputs, outputs, np.zeros(8))
    mean, variance = found.predict(np.array([[0.3], [1.0]]))
    assert mean[0] == pytest.approx(3.0 + np.sin(1.5), abs=0.01)
    assert variance[1] > 100.0 * variance[0]
    flat, none = fit(inputs, np.full(8, 7.0), np.zeros(8)).predict(inputs)
    assert (flat == 7.0).all() and (none == 0.0).all()


def test_the_space_shrinks_to_its_analytic_size():
    true = np.array([0.3, 0.6])
    seen = [Observation("a", 3.0, error=0.2), Observation("b", -7.0, error=0.3, discrepancy=0.4)]
    found = match(linear, ("a", "b"), seen, waves=3, size=20)
    expected = (2 * 3 * 0.2 / 10.0) * (2 * 3 * 0.5 / 20.0)  # three standard deviations each way
    assert found.waves[-1].share == pytest.approx(expected, rel=0.1)
    shares = [wave.share for wave in found.waves]
    assert shares[-1] <= shares[0] * 1.05
    low, _, high = found.ranges().T
    assert (low < true).all() and (true < high).all()
    assert not any(one.missed for one in found.misses())


def test_the_size_of_a_curved_space_is_right_too():
    def curved(inputs):
        return (inputs[:, 0] * inputs[:, 1] * 10.0)[:, None, None]

    found = match(curved, ("a", "b"), [Observation("ab", 2.5, error=0.1)], waves=3, size=25)
    grid = (np.stack(np.meshgrid(*[np.arange(500) / 500 + 0.001] * 2), -1)).reshape(-1, 2)
    expected = np.mean(np.abs(grid.prod(axis=1) * 10.0 - 2.5) <= 0.3)
    assert found.waves[-1].share == pytest.approx(expected, rel=0.1)


@pytest.mark.parametrize("seed", range(4))
def test_the_true_input_is_never_ruled_out_by_noisy_runs(seed):
    rng = np.random.default_rng(seed)
    true = rng.uniform(0.2, 0.8, 3)

    def model(inputs):
        x = np.stack([inputs[:, 0] + inputs[:, 1] ** 2, 3 * inputs[:, 1] * inputs[:, 2]], axis=1)
        return x[:, None, :] + 0.05 * rng.standard_normal((len(x), 5, 2))

    observed = model(true[None, :])[0, 0] + rng.normal(0.0, 0.05, 2)
    seen = [Observation(name, value, 0.05) for name, value in zip("ab", observed, strict=True)]
    found = match(model, ("x", "y", "z"), seen, waves=3, size=25, seed=seed)
    assert not found.empty and found.waves[-1].share < 0.3
    away = np.abs(found.waves[-1].left - true).max(axis=1).min()
    assert away < 0.08  # something left lies at the true input
    assert len(found.waves) == 3 and found.replicates == 5


def test_what_no_input_meets_is_shown_as_missed():
    seen = [Observation("a", 3.0, error=0.2), Observation("b", 30.0, error=0.5)]
    found = match(linear, ("a", "b"), seen, waves=3, size=20)
    assert found.empty and len(found.waves) == 1 and found.waves[0].share == 0.0
    assert "rules out every input" in found.notes[0]
    met, missed = found.misses()
    assert not met.missed and missed.missed
    assert (met.side, missed.side) == ("", "below")
    assert missed.least > 40.0 and missed.high < 5.0 < missed.observation.value
    assert np.isnan(found.ranges()).all()


def test_the_same_match_asks_for_the_same_points():
    asked = [[], []]
    for k in range(2):

        def model(inputs, k=k):
            asked[k].append(inputs)
            return linear(inputs)

        match(model, ("a", "b"), [Observation("a", 3.0, error=0.2), Observation("b", 0.0, 1.0)], 2)
    assert all((one == two).all() for one, two in zip(*asked, strict=True))


def test_failed_points_are_counted_and_too_many_refused():
    def fails(inputs, above):
        outputs = linear(inputs)
        outputs[inputs[:, 0] > above] = np.nan
        return outputs

    seen = [Observation("a", 3.0, error=0.2), Observation("b", -7.0, error=0.5)]
    found = match(lambda x: fails(x, 0.8), ("a", "b"), seen, waves=1, size=20)
    assert found.waves[0].failed == 4 and len(found.waves[0].inputs) == 16
    with pytest.raises(InputError, match="of wave 1 failed"):
        match(lambda x: fails(x, 0.2), ("a", "b"), seen, waves=1, size=20)
    with pytest.raises(InputError, match="no width"):
        match(linear, ("a", "b"), [Observation("a", 3.0, error=0.0)])
    with pytest.raises(InputError, match="nothing to match"):
        match(linear, ("a", "b"), [])
