"""PRIM and CART find a known box, and say so with honest shares."""

import numpy as np
import pytest

from experiments.statistics import discovery
from experiments.statistics.discovery import cart, prim
from sim.faults import InputError

NAMES = ("price", "reach", "idle", "idle too")
BOX = np.array([[0.6, 1.0], [0.0, 0.4]])


@pytest.fixture(scope="module")
def sample():
    inputs = np.random.default_rng(1).random((2000, 4))
    interest = (inputs[:, 0] >= BOX[0, 0]) & (inputs[:, 1] <= BOX[1, 1])
    return inputs, interest


@pytest.mark.parametrize("method", [prim, cart])
def test_a_known_box_is_found(method, sample):
    inputs, interest = sample
    found = method(NAMES, inputs, interest, outputs=interest * 5.0, density=0.95)
    box = found.boxes[0]
    assert box.coverage > 0.9 and box.density > 0.95
    assert box.mean == pytest.approx(5.0 * box.density)
    ends = {one.factor: one for one in box.restrictions}
    assert ends["price"].low == pytest.approx(0.6, abs=0.03) and ends["price"].high is None
    assert ends["reach"].high == pytest.approx(0.4, abs=0.03) and ends["reach"].low is None
    assert ends["price"].low_p < 1e-6 and ends["reach"].high_p < 1e-6
    assert set(ends) == {"price", "reach"}


def test_shares_of_a_box_are_those_of_its_runs(sample):
    inputs, interest = sample
    noisy = interest ^ (np.random.default_rng(2).random(len(interest)) < 0.1)
    found = prim(NAMES, inputs, noisy, density=0.85, most=1)
    box = found.boxes[0]
    held = np.ones(len(inputs), bool)
    for one in box.restrictions:
        column = inputs[:, NAMES.index(one.factor)]
        held &= column >= (-np.inf if one.low is None else one.low)
        held &= column <= (np.inf if one.high is None else one.high)
    assert box.runs == held.sum() and box.interest == (held & noisy).sum()
    assert box.coverage == (held & noisy).sum() / noisy.sum()
    assert box.density == noisy[held].mean() and box.mass == held.mean()
    way = found.trajectories[0]
    assert way[0].coverage == 1.0 and way[0].restricted == 0
    assert any((step.coverage, step.density) == (box.coverage, box.density) for step in way)


def test_two_boxes_are_found_one_after_the_other():
    inputs = np.random.default_rng(3).random((3000, 5))
    first = (inputs[:, 0] > 0.6) & (inputs[:, 1] < 0.4)
    second = (inputs[:, 2] > 0.8) & (inputs[:, 3] > 0.7)
    found = prim(("a", "b", "c", "d", "idle"), inputs, first | second, density=0.9)
    ends = [{one.factor for one in box.restrictions} for box in found.boxes]
    assert ends == [{"a", "b"}, {"c", "d"}]  # a third would be no denser than all runs
    assert [box.density > 0.9 for box in found.boxes] == [True, True]
    assert 0.85 < found.boxes[0].coverage + found.boxes[1].coverage <= 1.0


def test_each_replicate_counts_as_a_run():
    inputs = np.random.default_rng(4).random((400, 2))
    chance = np.where(inputs[:, :1] > 0.5, 0.9, 0.1)
    interest = np.random.default_rng(5).random((400, 6)) < chance
    found = prim(("a", "b"), inputs, interest, density=0.85, most=1)
    assert found.runs == 2400 and found.interest == interest.sum()
    (restriction,) = [one for one in found.boxes[0].restrictions if one.factor == "a"]
    assert restriction.low == pytest.approx(0.5, abs=0.06)


def test_a_density_that_is_not_reached_is_noted():
    rng = np.random.default_rng(6)
    inputs = rng.random((500, 2))
    interest = rng.random(500) < 0.2 + 0.3 * inputs[:, 0]
    assert "only" in prim(("a", "b"), inputs, interest, density=0.99).notes[0]
    assert "densest" in cart(("a", "b"), inputs, interest, density=1.01).notes[0]


def test_faulty_cases_are_named_at_once(sample):
    inputs, interest = sample
    with pytest.raises(InputError, match=r"none of 2000 runs .* move the threshold"):
        prim(NAMES, inputs, np.zeros_like(interest))
    with pytest.raises(InputError, match="all of 2000 runs"):
        cart(NAMES, inputs, np.ones_like(interest))
    lost = inputs.copy()
    lost[0, 0] = np.nan
    with pytest.raises(InputError, match="some are missing"):
        prim(NAMES, lost, interest)
    with pytest.raises(InputError, match="1 of 2000 runs failed"):
        prim(NAMES, inputs, interest, np.where(np.arange(2000) == 5, np.nan, 1.0))
    with pytest.raises(ValueError, match="do not fit"):
        prim(NAMES[:2], inputs, interest)


def test_a_missing_library_names_the_extra(sample, monkeypatch):
    import importlib

    def missing(name: str) -> None:
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(InputError, match=r"parkloop\[discovery\]"):
        discovery.prim(NAMES, *sample)


def test_versions_without_a_threshold_are_called_without_one(sample, monkeypatch):
    """EMA Workbench 3.0 dropped the argument."""
    from inspect import signature

    from experiments.statistics.extras import load

    module = load("ema_workbench.analysis.prim", "discovery")
    former = module.Prim

    class Newer(former):
        def __init__(self, x, y, mass_min=0.05):
            more = {"threshold": 0.0} if "threshold" in signature(former).parameters else {}
            super().__init__(x, y, mass_min=mass_min, **more)

    monkeypatch.setattr(module, "Prim", Newer)
    assert prim(NAMES, *sample).boxes[0].density >= 0.8
