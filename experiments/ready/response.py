"""The response of outcomes to the strength of a lever in one park."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.ready.threshold import (
    Threshold,
    half_way,
)

if TYPE_CHECKING:
    from sim.park import Park

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

DEFAULT = ("cleaner_production_audit", "subsidy", "land_use")
TOGETHER = "together"


@dataclass(frozen=True)
class Response:
    """One lever (or all `together`) in one park.

    `gains` (strength, seed[, draw]) against strength 0, positive is better, in `unit`; `met` of
    the same shape; `tip` where the aim is reached with the asked probability.
    """

    park: Park
    lever: str
    unit: str
    strengths: Floats
    gains: Floats
    met: Flags
    tip: Threshold

    @property
    def half(self) -> float:
        """The strength that brings half of the gain of the largest one."""
        mean = np.nanmean(self.gains.reshape(len(self.strengths), -1), axis=1)
        return half_way(self.strengths, mean)
