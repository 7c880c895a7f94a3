"""Environmental protection tax on what goes to air and water, by pollution equivalents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument, where_known
from policies.pollution_equivalents import charges_cny_per_kg, share_paid
from sim.policy import View
from sim.terms import Entry

Floats = NDArray[np.float64]

AIR = {"so2": "so2", "nox": "nox", "pm": "dust"}
WATER = {"cod": "cod", "nh3n": "nh3n"}
"""Column of the sectors table -> pollutant of the law. Volatile organic compounds as a sum have no
equivalent in it; the loads of class one are not known."""


@dataclass(frozen=True)
class EnvironmentalTax(Instrument):
    """The tax in force since 2018: rate x equivalents of the largest pollutants of an outlet.

    An enterprise stands for one outlet to air and one to water. Of air and of water the three
    largest count (Art. 9); a pollutant well below its limit pays 75 or 50 percent (Art. 13), read
    from last year: the archetype's load a unit is taken to stand at `ept_archetype_of_limit` of the
    limit, so that technologies which cut a load by half halve the tax twice over. Of waste water
    only the share that is discharged directly pays: what a park's plant treats is not discharged by
    the enterprise (Art. 4(1)). Solid waste that is stored, used or disposed of as the rules ask
    pays nothing (Art. 4(2)), and in the model all is: `waste_charge` is the proposal to go beyond.

    Strength scales the rates. Standing: `paid_share_<pollutant>`.

    >>> from policies.parameters import load_parameters
    >>> tax = EnvironmentalTax(load_parameters())
    >>> tax.at("ept_air_zj", 2025), tax.at("ept_water_zj", 2025)
    (1.2, 1.4)
    """

    name: ClassVar[str] = "environmental_tax"
    title_en: ClassVar[str] = "Environmental protection tax"
    title_zh: ClassVar[str] = "环境保护税"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "003_aded7f206b310b3e.txt",
            "10(2)",
            "Collection of the environmental protection tax and the resource tax is strengthened.",
            "加强环境保护税、资源税的征收管理。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "ept_air_zj", "ept_water_zj", "ept_item_limit", "ept_relief_30", "ept_relief_50",
        "ept_archetype_of_limit", "ept_direct_water",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = tuple(f"{name}_charge_cny_per_kg" for name in AIR | WATER)
    payer: ClassVar[str] = "enterprises"
    collector: ClassVar[str] = "local"

    def assess(self, view: View) -> Mapping[str, Floats]:
        """Return the share of the tax that each enterprise pays on each pollutant."""
        of_limit = self.at("ept_archetype_of_limit", view.year)
        reliefs = self.at("ept_relief_30", view.year), self.at("ept_relief_50", view.year)
        found = {}
        for name in AIR | WATER:
            left = self._load(view, name)
            usual = self._usual(view, name) * view.book.output
            left = np.divide(left, usual, out=np.ones_like(left), where=usual > 0)
            found[f"paid_share_{name}"] = share_paid(left * of_limit, *reliefs)
        return found

    def write(self, view: View) -> Sequence[Entry]:
        """Return what a kg of each pollutant costs, the strength times the rate."""
        year = view.year
        count = int(self.at("ept_item_limit", year))
        direct = self.at("ept_direct_water", year)
        return [
            *self._entries(view, AIR, count, self.at("ept_air_zj", year)),
            *self._entries(view, WATER, count, self.at("ept_water_zj", year) * direct),
        ]

    def _entries(
        self, view: View, names: Mapping[str, str], count: int, rate: float
    ) -> list[Entry]:
        table = view.catalogue.tables["pollutants"]
        values = [float(table.row(one)["kg_per_equivalent"]) for one in names.values()]
        loads = [np.maximum(self._load(view, name), self._usual(view, name)) for name in names]
        charges = charges_cny_per_kg(loads, values, count, rate)
        entries = []
        for name, charge in zip(names, charges, strict=True):
            paid = np.nan_to_num(self.standing(view, f"paid_share_{name}"), nan=1.0)
            due = charge * paid * view.strength
            entries.append(Entry(f"{name}_charge_cny_per_kg", "add", where_known(due, due > 0)))
        return entries

    def _load(self, view: View, name: str) -> Floats:
        """Return last year's load of a pollutant, kg."""
        load: Floats = getattr(view.book, f"{name}_kg")
        return load

    def _usual(self, view: View, name: str) -> Floats:
        """Return the archetype's load, kg per product unit."""
        per_unit = view.catalogue.number("sectors", f"{name}_kg_per_unit")
        usual: Floats = per_unit[view.enterprises.sector]
        return usual


POLICY = EnvironmentalTax
