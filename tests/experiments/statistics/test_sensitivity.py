"""Sensitivity indices against closed forms; failed runs refused; constants and noise told."""

import warnings

import numpy as np
import pytest
from SALib.sample import latin
from SALib.sample import morris as morris_design
from SALib.sample import sobol as sobol_design
from SALib.test_functions import Ishigami, Sobol_G

from experiments.statistics import extras
from experiments.statistics.complete import complete
from experiments.statistics.sensitivity import Problem, delta, morris, pawn, sobol
from sim.faults import InputError

PI = [-np.pi, np.pi]
ISHIGAMI = Problem.of(("a", "b", "c"), [PI, PI, PI])


def salib(problem: Problem) -> dict[str, object]:
    return {
        "num_vars": len(problem.names),
        "names": list(problem.names),
        "bounds": problem.bounds.tolist(),
    }


def ishigami_indices() -> tuple[list[float], list[float]]:
    """Return S1 and ST for A = 7, B = 0.1 (Ishigami and Homma 1990)."""
    one = 0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2
    two, both = 7**2 / 8, 0.1**2 * np.pi**8 * (1 / 18 - 1 / 50)
    total = one + two + both
    return [one / total, two / total, 0.0], [(one + both) / total, two / total, both / total]


def test_sobol_gives_the_indices_of_ishigami():
    inputs = sobol_design.sample(salib(ISHIGAMI), 2048, calc_second_order=True, seed=1)
    found = sobol(ISHIGAMI, Ishigami.evaluate(inputs), second=True)
    first, total = ishigami_indices()
    assert found.values["S1"] == pytest.approx(first, abs=0.02)
    assert found.values["ST"] == pytest.approx(total, abs=0.02)
    assert found.second[0, 2] == pytest.approx(total[2], abs=0.03)
    assert found.ranked() == ["a", "b", "c"]
    assert (np.abs(found.values["ST"] - total) < 2 * found.interval["ST"]).all()
    assert "noise" in found.notes[0]


def test_sobol_gives_the_indices_of_the_g_function():
    a = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0])
    problem = Problem.of([f"x{k}" for k in range(8)], [[0.0, 1.0]] * 8)
    inputs = sobol_design.sample(salib(problem), 2048, calc_second_order=False, seed=1)
    found = sobol(problem, Sobol_G.evaluate(inputs, a))
    own = 1 / (3 * (1 + a) ** 2)
    whole = np.prod(1 + own) - 1
    total = own * np.prod(1 + own) / (1 + own) / whole
    assert found.values["S1"] == pytest.approx(own / whole, abs=0.02)
    assert found.values["ST"] == pytest.approx(total, abs=0.02)


def test_morris_gives_the_slopes_of_a_linear_function_exactly():
    problem = Problem.of(("a", "b", "c"), [[0, 1], [-2, 4], [100, 300]])
    slopes = np.array([3.0, -2.0, 0.01])
    inputs = morris_design.sample(salib(problem), 6, num_levels=4, seed=1)
    found = morris(problem, inputs, (inputs @ slopes)[:, None] + np.array([[0.0, 5.0, 7.0]]))
    spans = slopes * [1.0, 6.0, 200.0]
    assert found.values["mu"] == pytest.approx(spans, rel=1e-12)
    assert found.values["mu_star"] == pytest.approx(np.abs(spans), rel=1e-12)
    assert found.values["sigma"] == pytest.approx(np.zeros(3), abs=1e-10)
    assert found.noise["mu_star"] == pytest.approx(np.zeros(3), abs=1e-10)
    assert found.ranked() == ["b", "a", "c"] and found.replicates == 3


@pytest.mark.parametrize(("method", "size"), [(pawn, 1000), (delta, 300)])
def test_indices_of_any_sample_set_idle_factors_apart(method, size):
    problem = Problem.of(("a", "b", "idle"), [[0, 1]] * 3)
    inputs = latin.sample(salib(problem), size, seed=1)
    found = method(problem, inputs, 3.0 * inputs[:, 0] + 6.0 * inputs[:, 1] ** 2)
    assert found.ranked() == ["b", "a", "idle"]
    b, idle = found.values[found.main][[1, 2]]
    assert b > 1.5 * found.floor and idle < 1.2 * found.floor


@pytest.mark.parametrize("method", ["morris", "sobol", "pawn", "delta"])
def test_a_constant_output_gives_zeros_with_a_note(method):
    inputs = np.random.default_rng(1).random((20, 3))
    outputs = 7.0 + np.tile([[0.0, 1e-14]], (20, 1))
    found = {
        "morris": lambda: morris(ISHIGAMI, inputs, outputs),
        "sobol": lambda: sobol(ISHIGAMI, outputs),
        "pawn": lambda: pawn(ISHIGAMI, inputs, outputs),
        "delta": lambda: delta(ISHIGAMI, inputs, outputs),
    }[method]()
    assert all((values == 0.0).all() for values in found.values.values())
    assert "constant" in found.notes[0]


def test_failed_runs_are_refused_by_name_with_the_way_out():
    outputs = np.ones((10, 2))
    outputs[3, 1], outputs[7, 0] = np.nan, np.inf
    runs = [[f"run{p}.{k}" for k in range(2)] for p in range(10)]
    with pytest.raises(InputError) as refused:
        sobol(ISHIGAMI, outputs, runs=runs, what="output co2")
    said = str(refused.value)
    for part in ("output co2", "2 of 20", "run3.1; run7.0", "repeat them", "2 whole blocks of 5"):
        assert part in said


def test_whole_trajectories_are_left_out_on_request_and_counted():
    problem = Problem.of(("a", "b"), [[0, 1], [0, 1]])
    inputs = morris_design.sample(salib(problem), 5, num_levels=4, seed=2)
    outputs = inputs @ [1.0, 2.0]
    outputs[4] = np.nan
    found = morris(problem, inputs, outputs, drop="blocks")
    assert found.points == 12 and found.values["mu"] == pytest.approx([1.0, 2.0])
    assert found.notes[0] == "3 of 15 points left out: runs failed"


def test_failed_replicates_are_left_out_for_all_points_on_request():
    outputs = np.arange(12.0).reshape(4, 3)
    outputs[2, 1] = np.nan
    kept = complete(outputs, drop="replicates")
    assert kept.outputs.tolist() == [[0.0, 2.0], [3.0, 5.0], [6.0, 8.0], [9.0, 11.0]]
    assert kept.notes() == ("1 of 3 replicates left out: runs failed",)
    with pytest.raises(InputError, match="nothing is left"):
        complete(np.full((4, 2), np.nan), drop="blocks")
    with pytest.raises(ValueError, match="whole blocks of 3"):
        complete(outputs, block=3)
    with pytest.raises(ValueError, match="blocks, replicates"):
        complete(outputs, drop="some")


def test_noise_of_an_index_falls_with_the_replicates():
    inputs = sobol_design.sample(salib(ISHIGAMI), 256, calc_second_order=False, seed=1)
    mean = Ishigami.evaluate(inputs)[:, None]
    noise = np.random.default_rng(1).normal(0.0, 3.0, (len(inputs), 32))
    few, many = (sobol(ISHIGAMI, mean + noise[:, :n]).noise["ST"] for n in (4, 32))
    assert (many < 0.6 * few).all() and (many > 0.0).all()


def test_an_analysis_leaves_global_state_alone():
    inputs = np.random.default_rng(1).random((40, 3))
    np.random.seed(5)
    before, filters, written = np.random.random(), list(warnings.filters), warnings.formatwarning
    np.random.seed(5)
    delta(ISHIGAMI, inputs, inputs[:, 0])
    assert np.random.random() == before
    assert warnings.filters == filters and warnings.formatwarning is written


def test_a_missing_library_names_the_extra():
    with pytest.raises(InputError, match=r"pip install 'parkloop\[analysis\]'"):
        extras.load("no_such_library.analyze", "analysis")


def test_bounds_must_match_names():
    with pytest.raises(ValueError, match="low below high"):
        Problem.of(("a",), [[1.0, 0.0]])
