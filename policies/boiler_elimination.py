"""Elimination of coal boilers: boiler houses below a size are ordered to close, by dated shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument, where_known
from sim.catalogue import Catalogue, per_catalogue
from sim.policy import View
from sim.terms import Entry

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

COAL_BOILERS = ("boiler_coal",)
HOURS_PER_MONTH = 730.0


@dataclass(frozen=True)
class BoilerElimination(Instrument):
    """Orders that close coal boiler houses below a size limit; their users turn to other steam.

    The share that must have closed follows a dated path; strength scales it, to all of them at
    most: twice the strength is twice the speed. A boiler house counts as one boiler, its size what
    it can make running the whole month. Nobody is paid for closing, and the mains, contracts or
    the market outside supply the users.

    >>> from policies.parameters import load_parameters
    >>> rule = BoilerElimination(load_parameters())
    >>> [rule.share(year) for year in (2020, 2021, 2023, 2025, 2030)]
    [0.0, 0.2, 0.55, 0.95, 0.95]
    """

    name: ClassVar[str] = "boiler_elimination"
    title_en: ClassVar[str] = "Elimination of small coal boilers"
    title_zh: ClassVar[str] = "淘汰燃煤小锅炉"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "004_a854ff2084ab9ca2.txt",
            "III(II)4",
            "Boilers that burn coal and oil are eliminated further, and central heat and gas "
            "supply of industrial parks is developed.",
            "进一步淘汰燃煤、燃油锅炉，发展工业园区集中供热供气。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = ("boiler_size_limit", "boiler_closed_share")
    terms: ClassVar[tuple[str, ...]] = ("closure_order",)
    payer: ClassVar[str] = "enterprises"

    def share(self, year: int) -> float:
        """Return the share that must have closed by January of a year, at strength 1."""
        return self.at("boiler_closed_share", year, otherwise=0.0)

    def small(self, view: View) -> Flags:
        """Say which enterprises are coal boiler houses below the size limit."""
        size = view.enterprises.capacity / (HOURS_PER_MONTH * gj_per_t(view.catalogue))
        below: Flags = size < self.at("boiler_size_limit", view.year)
        return below & view.sector_in(*COAL_BOILERS)

    def write(self, view: View) -> Sequence[Entry]:
        """Return the orders, as the share of the boiler houses concerned that must have closed."""
        share = np.minimum(self.share(view.year) * view.strength, 1.0)
        return (Entry("closure_order", "floor", where_known(share, self.small(view))),)


POLICY = BoilerElimination


@per_catalogue
def gj_per_t(catalogue: Catalogue) -> float:
    """Return the heat of a tonne of steam above that of the condensate."""
    rows = catalogue.tables["carriers"].rows(carrier="steam_purchased", parameter="enthalpy")
    return float(rows["value"][0])
