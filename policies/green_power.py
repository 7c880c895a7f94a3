"""Green power: a share of purchased power is bought green, by contract or by certificates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from policies.instrument import Clause, Instrument
from sim.policy import View
from sim.terms import Entry

KWH_PER_MWH = 1000.0


@dataclass(frozen=True)
class GreenPower(Instrument):
    """A duty to buy a share of power green: by direct line or contract first, then certificates.

    The share follows the province's yearly weight of renewable power; `green_by_contract` of it is
    met by contracts at their premium, the rest by certificates at their price. Strength scales the
    share, to all purchased power at most. What enterprises emit by their market-based account
    falls, what the grid emits for them does not.

    >>> from policies.parameters import load_parameters
    >>> rule = GreenPower(load_parameters())
    >>> rule.at("green_duty_share", 2023, 0.0), rule.at("green_duty_share", 2025, 0.0)
    (0.1, 0.235)
    """

    name: ClassVar[str] = "green_power"
    title_en: ClassVar[str] = "Green power and green certificates"
    title_zh: ClassVar[str] = "绿电交易与绿证"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "003_aded7f206b310b3e.txt",
            "4(5)",
            "The market of power is opened, and green power is traded in it.",
            "推进电力市场建设，开展绿电交易。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "green_duty_share", "green_by_contract", "green_premium", "gec_price",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = (
        "green_power_share", "green_power_premium_cny_per_kwh", "green_certificate_share",
        "green_certificate_cny_per_kwh",
    )  # fmt: skip
    payer: ClassVar[str] = "enterprises"

    def write(self, view: View) -> Sequence[Entry]:
        """Return the shares that each enterprise buys green and what they cost a kWh."""
        duty = np.minimum(self.at("green_duty_share", view.year, 0.0) * view.strength, 1.0)
        contract = duty * self.at("green_by_contract", view.year, 0.0)
        # of what contracts leave
        certified = (duty - contract) / np.maximum(1.0 - contract, 1e-12)
        on = np.where(view.strength > 0, 1.0, np.nan)
        premium = self.at("green_premium", view.year, 0.0) / KWH_PER_MWH
        price = self.at("gec_price", view.year, 0.0) / KWH_PER_MWH
        return (
            Entry("green_power_share", "floor", contract),
            Entry("green_power_premium_cny_per_kwh", "floor", premium * on),
            Entry("green_certificate_share", "floor", certified),
            Entry("green_certificate_cny_per_kwh", "floor", price * on),
        )


POLICY = GreenPower
