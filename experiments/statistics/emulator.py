"""A Gaussian process in place of the model: the mean of an output over the unit cube of inputs."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.statistics.extras import load

Floats = NDArray[np.float64]

_TINY = 1e-10


@dataclass(frozen=True)
class Emulator:
    """A fitted process; `centre` and `scale` undo the scaling of the outputs."""

    process: Any
    centre: float
    scale: float

    def predict(self, inputs: Floats) -> tuple[Floats, Floats]:
        """Return mean and variance of the output's mean at (point, factor) inputs."""
        if self.process is None:
            flat = np.full(len(inputs), self.centre)
            return flat, np.zeros(len(inputs))
        mean, spread = self.process.predict(inputs, return_std=True)
        return self.centre + self.scale * mean, (self.scale * spread) ** 2


def fit(inputs: Floats, outputs: Floats, noise: Floats, seed: int = 1) -> Emulator:
    """Fit a process to the mean of an output at (point, factor) inputs in the unit cube.

    `noise` is the variance of each mean that the replicates leave, (point,). Matern 5/2 with a
    length a factor (Rasmussen and Williams 2006), lengths and size by maximum likelihood.
    """
    module = load("sklearn.gaussian_process", "analysis")
    kernels = load("sklearn.gaussian_process.kernels", "analysis")
    centre, scale = float(outputs.mean()), float(outputs.std())
    if scale <= _TINY * max(abs(centre), 1.0):
        return Emulator(None, centre, 0.0)
    count = inputs.shape[1]
    kernel = kernels.ConstantKernel(1.0, (1e-2, 1e2)) * kernels.Matern(
        np.ones(count), [(0.05, 20.0)] * count, nu=2.5
    )
    process = module.GaussianProcessRegressor(
        kernel,
        alpha=noise / scale**2 + 1e-8,
        n_restarts_optimizer=1,
        random_state=seed,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # lengths at their bounds: factors that do nothing
        process.fit(inputs, (outputs - centre) / scale)
    return Emulator(process, centre, scale)
