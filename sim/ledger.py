"""Ledgers of a year: what each slot used or made and where it went, and the money by account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sim.world import Flows

Floats = NDArray[np.float64]

LEDGER = ("amount", "market", "contracts", "mains", "plants", "stock", "own")
"""Rows of a year, base units: used (inputs) or made (outputs); bought or released outside; received
or given by contract; taken from the park's steam mains or put into them; taken in by a plant of the
park or sent to one; drawn from a store, net; made on site, less what batteries lose.

An input's amount is the sum of the other six, an output's that of the middle four."""

_ALONE = ("quantity", "bought", "released", "drawn")


class SlotLedger:
    """Sums the months of a year by slot and keeps one array by (`LEDGER`, slot) a closed year."""

    def __init__(self) -> None:
        self.years: list[Floats] = []
        self._alone = self._passed = np.zeros((0, 0))

    def add(self, flows: Flows) -> None:
        """Add a month; slots that have come since the year began stand behind the others."""
        missing = len(flows.quantity) - self._alone.shape[1]
        if missing or not len(self._alone):
            old, rows = self._alone.shape[1], (len(_ALONE), len(flows.passed))
            alone, passed = (np.zeros((row, len(flows.quantity))) for row in rows)
            if old:
                alone[:, :old], passed[:, :old] = self._alone, self._passed
            self._alone, self._passed = alone, passed
        alone = self._alone
        alone[0] += flows.quantity
        alone[1] += flows.bought
        alone[2] += flows.released
        alone[3] += flows.drawn
        self._passed += flows.passed

    def close(self) -> None:
        """Keep the year and start the next at zero."""
        quantity, bought, released, drawn = self._alone
        received, given, mains, treated, inflow, stored, laid_in, own, _ = self._passed
        self.years.append(
            np.array(
                [
                    quantity,
                    bought + released,
                    received + given,
                    mains,
                    treated + inflow + stored,
                    drawn - laid_in - stored,
                    own,
                ]
            )
        )
        self._alone[:] = 0.0
        self._passed[:] = 0.0


class AccountLedger:
    """Sums the months of a year by account and keeps one array by (account, enterprise) a year."""

    def __init__(self) -> None:
        self.years: list[Floats] = []
        self._year: Floats | None = None

    def add(self, flows: Flows) -> None:
        """Add a month; enterprises enter in January only, so that a year has one width."""
        if self._year is None:
            self._year = flows.money.copy()
        else:
            self._year += flows.money

    def close(self) -> None:
        """Keep the year and start the next."""
        if self._year is not None:
            self.years.append(self._year)
        self._year = None
