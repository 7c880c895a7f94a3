"""Clean transport: trucks of new energy and charging stations inside the park."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument
from sim.policy import View
from sim.terms import Entry

Floats = NDArray[np.float64]

CNY_PER_WAN = 1e4


@dataclass(frozen=True)
class CleanTransport(Instrument):
    """New-energy trucks for what exchanges carry: less CO2 a tonne-km, and fuel cost spared.

    With share s of the tonne-km on new-energy trucks, CO2 is 1 - s (1 - their CO2 over that of
    diesel), and the cost per km 1 - s x saving. The share follows a dated path; charging stations
    are a public cost. Strength scales the share, to all of it at most, and the cost. Freight of
    products and raw materials, and passengers, are no account of the model.

    In 2025 a share of 0.15 with trucks at 0.7 of diesel's CO2 leaves 0.955.

    >>> from policies.parameters import load_parameters
    >>> rule = CleanTransport(load_parameters())
    >>> [round(float(rule.left(year, 1.0)[0]), 3) for year in (2022, 2025)]
    [0.994, 0.955]
    """

    name: ClassVar[str] = "clean_transport"
    title_en: ClassVar[str] = "Clean transport in the park"
    title_zh: ClassVar[str] = "园区绿色交通"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "002_4959b361e5f9d355.txt",
            "1(5)",
            "Green transport in the park: infrastructure, and vehicles of low and zero carbon.",
            "建设园区绿色交通设施，推广低碳、零碳运输工具。",
        ),
        Clause(
            "003_aded7f206b310b3e.txt",
            "5(1)-(3)",
            "Vehicles of new energy replace others, and charging and hydrogen stations are built.",
            "以新能源车辆替代传统车辆，建设充电和加氢设施。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "clean_truck_share", "clean_truck_carbon", "clean_truck_saving", "clean_station_cost",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("haul_carbon_factor", "haul_cost_factor")
    payer: ClassVar[str] = "park"
    local: ClassVar[bool] = True

    def left(self, year: int, strength: Floats | float) -> tuple[Floats, Floats]:
        """Return CO2 and cost per tonne-km over those of diesel trucks alone."""
        share = np.minimum(self.at("clean_truck_share", year, otherwise=0.0) * strength, 1.0)
        carbon = 1.0 - share * (1.0 - self.at("clean_truck_carbon", year))
        return carbon, 1.0 - share * self.at("clean_truck_saving", year)

    def write(self, view: View) -> Sequence[Entry]:
        """Return what new-energy trucks do to CO2 and cost."""
        if not self.at("clean_truck_share", view.year, otherwise=0.0):
            return ()
        carbon, cost = self.left(view.year, view.strength)
        return (
            Entry("haul_carbon_factor", "scale", carbon),
            Entry("haul_cost_factor", "scale", cost),
        )

    def public_cost(self, view: View) -> Floats | None:
        """Return the yearly cost of charging stations to each park."""
        if not self.at("clean_truck_share", view.year, otherwise=0.0):
            return None
        each = self.at("clean_station_cost", view.year) * CNY_PER_WAN
        cost: Floats = each * view.park_strength
        return cost


POLICY = CleanTransport
