"""What enterprises weighed in one round of a January's investment, kept to explain it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from agents.options import Options

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Appraisal:
    """One round: the options, their grants, those chosen, and the money that bounded the choice.

    Later rounds of a January hold only options that pay and can be paid for.
    """

    month: int
    options: Options
    grant_cny: Floats
    """By option, all policies together."""
    later_cny: Floats
    """Present worth of support promised for later years, by option."""
    chosen: Ints
    """Rows of `options`."""
    means_cny: Floats
    """What each enterprise could spend."""
    award_cny: dict[str, Floats]
    """What each policy awards, promises included, by option; nothing in later rounds."""
