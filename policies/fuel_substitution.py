"""Fuel substitution: grants for converting boilers and furnaces from coal to gas and power."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from policies.instrument import Clause, Instrument, where_known
from sim.catalogue import Catalogue
from sim.policy import AwardRule, View
from sim.terms import Entry

CNY_PER_WAN = 1e4

TO_GAS = ("coal_to_gas",)
TO_POWER = ("elec_boiler", "elec_furnace", "heat_pump_ht", "mvr")


@dataclass(frozen=True)
class FuelSubstitution(Instrument):
    """Grants from coal to gas and from fuel to power, and a call on those who burn fuel.

    Who burns fuel considers conversion more often. A conversion gets the dated share of its
    investment within a cap and the park's yearly budget, those that save most CO2 per yuan first.
    Strength scales share, budget and call.

    >>> from policies.parameters import load_parameters
    >>> from sim.catalogue import load_catalogue
    >>> rule, catalogue = FuelSubstitution(load_parameters()), load_catalogue()
    >>> sorted(catalogue.technologies[k] for k in rule.eligible(catalogue))
    ['coal_to_gas', 'elec_boiler', 'elec_furnace', 'heat_pump_ht', 'mvr']
    """

    name: ClassVar[str] = "fuel_substitution"
    title_en: ClassVar[str] = "Coal to gas and fuel to power"
    title_zh: ClassVar[str] = "煤改气与电能替代"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "003_aded7f206b310b3e.txt",
            "4(3)",
            "Enterprises convert from coal, coal-to-gas projects go on, and power takes the place "
            "of fuel.",
            "企业由用煤工艺转向其他能源，继续推进煤改气，以电替代燃料。",
        ),
        Clause(
            "004_a854ff2084ab9ca2.txt",
            "III(II)4",
            "Coal to power, coal to gas and oil to power are guided, so that more of final energy "
            "is power.",
            "引导企业煤改电、煤改气、油改电，提高终端用能的电气化水平。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "conversion_share", "conversion_cap", "conversion_budget", "conversion_call",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("consider_factor",)
    payer: ClassVar[str] = "county"

    def eligible(self, catalogue: Catalogue) -> frozenset[int]:
        """Return the technologies that convert, as rows of the catalogue."""
        return frozenset(catalogue.technologies.index(name) for name in (*TO_GAS, *TO_POWER))

    def write(self, view: View) -> Sequence[Entry]:
        """Return how much likelier who burns fuel is to consider a conversion."""
        more = (self.at("conversion_call", view.year) - 1.0) * view.strength
        burns = view.book.scope_1_tco2e > 0.0
        return (Entry("consider_factor", "scale", where_known(1.0 + more, burns)),)

    def award_rule(self, view: View) -> AwardRule | None:
        """Return share, cap and budget of the year for conversions."""
        share = self.at("conversion_share", view.year) * view.strength
        budget = self.at("conversion_budget", view.year) * CNY_PER_WAN
        return AwardRule(
            rank="tco2e_per_cny",
            share=np.minimum(share, 1.0),
            project_cap_cny=self.at("conversion_cap", view.year) * CNY_PER_WAN,
            budget_cny=budget * np.asarray(view.park_strength, dtype=np.float64),
            payer=self.payer,
            eligible=self.eligible(view.catalogue),
        )


POLICY = FuelSubstitution
