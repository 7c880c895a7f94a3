"""One quantity of an inventory."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from experiments.inventory.activity import ACTIVITIES


@dataclass(frozen=True)
class Row:
    """One quantity in its base unit (t, m3, GJ or tce); measured factors are per base unit."""

    place: str
    enterprise: str
    activity: str
    carrier: str
    amount: float
    base: str
    counterpart: str = ""
    heating_value: float = math.nan
    co2_factor: float = math.nan

    def mirrored(self) -> Row:
        """Return the row that the other side of a trade would have written."""
        other = ACTIVITIES[self.activity].trade
        return replace(
            self, enterprise=self.counterpart, counterpart=self.enterprise, activity=other
        )
