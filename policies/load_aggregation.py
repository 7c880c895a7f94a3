"""Load aggregation: an aggregator pays for load that enterprises can move when the grid asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from policies.instrument import Clause, Instrument
from sim.policy import View
from sim.terms import Entry


@dataclass(frozen=True)
class LoadAggregation(Instrument):
    """A virtual power plant of the park: demand response paid by the kW of load offered.

    Who has energy management offers the load that it can move. The payment is one a year for being
    ready, as year-long capacity prices of demand response have it; strength scales it.

    >>> from policies.parameters import load_parameters
    >>> rule = LoadAggregation(load_parameters())
    >>> rule.at("demand_response_capacity", 2020, 0.0), rule.at("demand_response_capacity", 2025)
    (0.0, 60.0)
    """

    name: ClassVar[str] = "load_aggregation"
    title_en: ClassVar[str] = "Load aggregation and demand response"
    title_zh: ClassVar[str] = "负荷聚合（虚拟电厂）与需求响应"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "002_4959b361e5f9d355.txt",
            "1(8)",
            "Parks take part in power markets as virtual power plants or load aggregators.",
            "园区以虚拟电厂（负荷聚合商）形式参与电力市场。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = ("demand_response_capacity",)
    terms: ClassVar[tuple[str, ...]] = ("demand_response_cny_per_kw",)
    payer: ClassVar[str] = "grid"

    def write(self, view: View) -> Sequence[Entry]:
        """Return what each enterprise is paid a kW of load that it can move."""
        rate = self.at("demand_response_capacity", view.year, otherwise=0.0) * view.strength
        return (Entry("demand_response_cny_per_kw", "add", rate),)


POLICY = LoadAggregation
