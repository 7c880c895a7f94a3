"""Ledgers of a year: what each slot used or made and where it went, and the money by account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.moves import MOVES, PASSED

if TYPE_CHECKING:
    from sim.world import Flows

Floats = NDArray[np.float64]

LEDGER = ("amount", "market", "contracts", "mains", "plants", "stock", "own")
"""Rows of a year, base units: used (inputs) or made (outputs); bought or released outside; received
or given by contract; taken from the park's steam mains or put into them; taken in by a plant of the
park or sent to one; drawn from a store, net; made on site, less what batteries lose.

An input's amount is the sum of the other six, an output's that of the middle four."""


class SlotLedger:
    """Sums the months of a year by slot and keeps one array by (`LEDGER`, slot) a closed year."""

    def __init__(self) -> None:
        self.years: list[Floats] = []
        self._moved = np.zeros((len(MOVES), 0))

    def add(self, flows: Flows) -> None:
        """Add a month; slots that have come since the year began stand behind the others."""
        slots, old = flows.moved.shape[1], self._moved.shape[1]
        if slots > old:
            moved = np.zeros((len(MOVES), slots))
            moved[:, :old] = self._moved
            self._moved = moved
        self._moved += flows.moved

    def close(self) -> None:
        """Keep the year and start the next at zero."""
        received, given, mains, treated, inflow, stored, laid_in, own, _ = self._moved[
            : len(PASSED)
        ]
        quantity, bought, released, drawn = self._moved[len(PASSED) :]
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
        self._moved[:] = 0.0


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
