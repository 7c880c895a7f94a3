"""Central heat supply: the committee has a gas-fired steam plant built that replaces boilers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.boiler_elimination import COAL_BOILERS
from policies.instrument import Clause, Instrument, where_known
from sim.catalogue import FIRST_YEAR
from sim.policy import FacilityOrder, View
from sim.terms import Entry

Floats = NDArray[np.float64]

PLANT = "boiler_gas"
"""The cleanest plant of the tables that makes steam on request; they have no gas-fired CHP."""


@dataclass(frozen=True)
class CentralHeating(Instrument):
    """Central gas-fired steam supply of a park: a plant, its tariff, and the end of coal boilers.

    Each January from the first dated one the committee orders a plant for a share of the steam that
    the park's users bought outside or had from coal boilers; one is built where what plants have
    free does not cover it, and more as the need grows. Its users join over the years. With each
    full year of supply a share of the park's coal boilers must close, and one pooled tariff holds
    for all steam of the park. Strength scales the share supplied and the closures, to all of it at
    most, and the change of the tariff.

    >>> from policies.parameters import load_parameters
    >>> rule = CentralHeating(load_parameters())
    >>> [rule.share(year) for year in (2021, 2022, 2030)]
    [0.0, 0.8, 0.8]
    """

    name: ClassVar[str] = "central_heating"
    title_en: ClassVar[str] = "Central heat and gas supply"
    title_zh: ClassVar[str] = "园区集中供热供气"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "001_1b3850a509700704.txt",
            "II(1)",
            "Parks actively promote central supply of gas, heat and water.",
            "园区积极推行集中供气、供热、供水。",
        ),
        Clause(
            "004_a854ff2084ab9ca2.txt",
            "III(II)4",
            "Central heat and gas supply of industrial parks is developed while boilers that burn "
            "coal and oil are eliminated.",
            "在淘汰燃煤、燃油锅炉的同时，发展工业园区集中供热供气。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "central_heat_share", "central_heat_public_share", "central_heat_lead",
        "central_heat_tariff", "central_heat_closure",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("steam_tariff_factor", "closure_order")
    payer: ClassVar[str] = "park"

    def share(self, year: int) -> float:
        """Return the share of the need that is supplied at strength 1; 0 before it starts."""
        return self.at("central_heat_share", year, otherwise=0.0)

    def orders(self, view: View) -> Sequence[FacilityOrder]:
        """Return one order a park in which it acts."""
        share = np.minimum(self.share(view.year) * view.park_strength, 1.0)
        return [
            FacilityOrder(
                park=park,
                sector=PLANT,
                need_share=float(share[park]),
                public_share=self.at("central_heat_public_share", view.year),
                lead_months=round(self.at("central_heat_lead", view.year)),
                replaces=COAL_BOILERS,
            )
            for park in np.flatnonzero(share).tolist()
        ]

    def write(self, view: View) -> Sequence[Entry]:
        """Return tariff and closures where a plant has supplied for a year or more."""
        if not self.share(view.year):
            return ()
        firms, years = view.enterprises, years_supplied(view)
        supplied = years[firms.park]
        change = (self.at("central_heat_tariff", view.year) - 1.0) * view.strength
        closed = self.at("central_heat_closure", view.year) * supplied * view.strength
        boilers = view.sector_in(*COAL_BOILERS) & (supplied > 0)
        return (
            Entry("steam_tariff_factor", "scale", where_known(1.0 + change, supplied > 0)),
            Entry("closure_order", "floor", where_known(np.minimum(closed, 1.0), boilers)),
        )


POLICY = CentralHeating


def years_supplied(view: View) -> Floats:
    """Return the full years for which an ordered plant has supplied steam, by park."""
    firms = view.enterprises
    runs = firms.ordered & firms.active & view.sector_in(PLANT)
    years = np.zeros(view.parks)
    since = ((view.year - FIRST_YEAR) * 12 - firms.start_month[runs]) / 12.0
    np.maximum.at(years, firms.park[runs], since)
    return years
