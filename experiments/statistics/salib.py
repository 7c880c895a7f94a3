"""Calls of SALib that leave no trace: its analyses reseed numpy and rewrite warning filters."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.statistics.extras import load

Floats = NDArray[np.float64]
Found = dict[str, Floats]


@contextmanager
def contained() -> Iterator[None]:
    """Put numpy's global generator and the warnings back as they were."""
    state, formatted = np.random.get_state(), warnings.formatwarning
    try:
        with warnings.catch_warnings(record=True):
            warnings.simplefilter("ignore")
            yield
    finally:
        np.random.set_state(state)
        warnings.formatwarning = formatted


def call(method: str, bounds: Floats, inputs: Floats, outputs: Floats, **options: Any) -> Found:
    """Return what `SALib.analyze.<method>` finds, by name of the index.

    Factors go by number: some analyses refuse names with certain endings. An index that SALib has
    no answer for stays NaN.
    """
    analyze = load(f"SALib.analyze.{method}", "analysis").analyze
    names = [f"x{k}" for k in range(len(bounds))]
    problem = {"num_vars": len(bounds), "names": names, "bounds": bounds.tolist()}
    given = (outputs,) if method == "sobol" else (inputs, outputs)
    with contained():
        found = analyze(problem, *given, **{"seed": 1, "print_to_console": False, **options})
    return {
        name: np.asarray(value, dtype=np.float64)
        for name, value in found.items()
        if name not in ("names", "notes") and value is not None
    }


def delta(inputs: Floats, outputs: Floats, resamples: int, confidence: float) -> Found:
    """Return Borgonovo's delta and S1 by factor, bias-reduced (Plischke et al. 2013, eq. 26, 30).

    Put together from SALib's estimators on the sample as given: `SALib.analyze.delta.analyze` of
    1.6 takes its estimate from one bootstrap draw, which is too noisy to rank with. Half-widths
    `*_conf` come from the bootstrap.
    """
    from scipy.stats import norm

    module = load("SALib.analyze.delta", "analysis")
    count, rng = len(outputs), np.random.default_rng(1)
    exponent = 2.0 / (7.0 + np.tanh((1500.0 - count) / 500.0))
    classes = np.linspace(0, count, min(int(np.ceil(count**exponent)), 48) + 1)
    grid = np.linspace(outputs.min(), outputs.max(), 100)
    draws = rng.integers(count, size=(resamples, count))
    found: Found = {name: np.empty(inputs.shape[1]) for name in ("delta", "S1")}
    found |= {f"{name}_conf": np.empty(inputs.shape[1]) for name in ("delta", "S1")}
    z = float(norm.ppf(0.5 + confidence / 2.0))
    with contained():
        for k, column in enumerate(inputs.T):
            distance = module.calc_delta(outputs, grid, column, classes)
            again = np.array(
                [module.calc_delta(outputs[r], grid, column[r], classes) for r in draws]
            )
            first = np.array([module.sobol_first(outputs[r], column[r], classes) for r in draws])
            found["delta"][k] = 2.0 * distance - again.mean()
            found["delta_conf"][k] = z * again.std(ddof=1)
            found["S1"][k] = module.sobol_first(outputs, column, classes)
            found["S1_conf"][k] = z * first.std(ddof=1)
    return found
