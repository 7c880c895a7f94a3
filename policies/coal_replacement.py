"""Coal replacement: new capacity that burns coal needs more of its kind closed in the park."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument
from sim.catalogue import Catalogue, per_catalogue
from sim.policy import View
from sim.terms import Entry

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class CoalReplacement(Instrument):
    """New or larger plants of a sector whose recipe burns coal, by a ratio of capacity closed.

    Coal is set off within the sector and the park; coal that other sectors or parks give up is left
    out. Strength scales the ratio.

    >>> from policies.parameters import load_parameters
    >>> rule = CoalReplacement(load_parameters())
    >>> [rule.at("coal_replacement_ratio", year, otherwise=0.0) for year in (2020, 2024)]
    [0.0, 1.2]
    """

    name: ClassVar[str] = "coal_replacement"
    title_en: ClassVar[str] = "Coal cap and replacement"
    title_zh: ClassVar[str] = "煤炭总量控制与减量替代"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "003_aded7f206b310b3e.txt",
            "4(3)",
            "Total coal use is held down; new and larger projects that use coal replace more of it "
            "than they add.",
            "控制煤炭消费总量，新建、扩建用煤项目实行减量替代。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = ("coal_replacement_ratio",)
    terms: ClassVar[tuple[str, ...]] = ("closed_per_new_capacity",)
    payer: ClassVar[str] = "enterprises"

    def write(self, view: View) -> Sequence[Entry]:
        """Return the ratio by park and sector."""
        ratio = self.at("coal_replacement_ratio", view.year, otherwise=0.0)
        if not ratio:
            return ()
        burns = burns_coal(view.catalogue)
        ratios = np.where(burns[None, :], ratio * view.park_strength[:, None], np.nan)
        return (Entry("closed_per_new_capacity", "floor", ratios.ravel()),)


POLICY = CoalReplacement


@per_catalogue
def burns_coal(catalogue: Catalogue) -> Flags:
    """Say which sectors' recipes burn coal.

    >>> from sim.catalogue import load_catalogue
    >>> catalogue = load_catalogue()
    >>> [bool(burns_coal(catalogue)[catalogue.sector[k]]) for k in ("cement_clinker", "dyeing")]
    [True, False]
    """
    coal = catalogue.stream["coal"]
    return np.array(
        [
            bool((r.fuel & ~r.out & (r.stream == coal) & (r.quantity > 0.0)).any())
            for r in catalogue.recipes
        ]
    )
