"""Green factories: firms named by grade, awarded, lent to more cheaply, reviewed, struck off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument, where_known
from policies.park_books import CNY_PER_WAN, ParkBooks, on_rows, ratio
from sim.catalogue import of_role
from sim.policy import View
from sim.sums import sum_one
from sim.terms import Entry

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

GREEN, ZERO = 1.0, 2.0
"""Grades: a green low-carbon factory, and a zero-carbon factory."""


@dataclass(frozen=True)
class GreenFactory(Instrument):
    """The title of a green low-carbon factory, and its highest grade, the zero-carbon factory.

    A firm is scored from last year's books on four parts, each what it reaches of its leading
    value and 1 at most: intensive land (value added per mu against the park's mean), clean
    production and energy (unit energy against the archetype's), use of solid waste, and low-carbon
    energy (CO2 per tce). From `factory_pass_score` on it is named; a named firm whose CO2 per tce
    is at most `factory_zero_limit` is a zero-carbon factory. Every `factory_review_years` after the
    award a named firm is reviewed and struck off where its score falls below what is asked; it may
    be named again.

    The first naming brings an award, twice as much from the highest grade; a named firm borrows at
    a lower rate; others of its sector and park consider more, the more of them are named. Strength
    scales all three.

    Standing: `score`, `grade` (0, 1 or 2), `named` (year), and awards in grades: `due` this year,
    `paid` so far.

    >>> from policies.parameters import load_parameters
    >>> rule = GreenFactory(load_parameters())
    >>> rule.parts(np.array([2.0]), np.array([0.9]), np.array([0.45]), np.array([4.0])).tolist()
    [[1.0], [1.0], [0.5], [0.5]]
    """

    name: ClassVar[str] = "green_factory"
    title_en: ClassVar[str] = "Green and zero-carbon factories"
    title_zh: ClassVar[str] = "绿色低碳工厂与零碳工厂"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "004_a854ff2084ab9ca2.txt",
            "III(IV)3",
            "Green low-carbon factories are built by class on intensive land, harmless materials, "
            "clean production, use of waste and low-carbon energy, cultivated in grades and "
            "managed dynamically; zero-carbon factories are explored.",
            "按用地集约、原料无害、生产洁净、废物利用、能源低碳的要求分类建设绿色低碳工厂，"
            "实行梯度培育和动态管理，探索零碳工厂。",
        ),
        Clause(
            "002_4959b361e5f9d355.txt",
            "1(2)",
            "Factories of extreme energy efficiency and zero-carbon factories are built.",
            "建设极致能效工厂和零碳工厂。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "factory_land", "factory_energy", "factory_solid_use", "factory_co2_per_tce",
        "factory_pass_score", "factory_zero_limit", "factory_review_years", "factory_spread",
        "factory_peers", "green_factory_award_nat",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("award_cny", "loan_spread_pp", "consider_factor")
    payer: ClassVar[str] = "local"
    titles: ClassVar[Mapping[str, str]] = {"grade": "enterprise"}

    def parts(self, land: Floats, energy: Floats, solid: Floats, carbon: Floats) -> Floats:
        """Return what each part reaches of its leading value, by (part, firm).

        Value added per mu over the park's, unit energy over the archetype's, used share of solid
        waste, tCO2 per tce.
        """
        leading = {name: self.parameters.central(f"factory_{name}") for name in ("land", "energy")}
        reached = (
            land / leading["land"],
            leading["energy"] * ratio(np.ones_like(energy), energy),
            solid / self.parameters.central("factory_solid_use"),
            self.parameters.central("factory_co2_per_tce") * ratio(np.ones_like(carbon), carbon),
        )
        return np.clip(np.nan_to_num(np.array(reached)), 0.0, 1.0)

    def score(self, view: View) -> Floats:
        """Return the mean of the parts for firms that made something, nan for others."""
        book, enterprises = view.book, view.enterprises
        per_mu = ratio(book.value_added_cny / CNY_PER_WAN, enterprises.land_mu)
        mean = on_rows(view, ParkBooks.of(view).value_added_wan_per_mu)
        buried = np.nan_to_num(ratio(book.solid_disposed_t, book.solid_generated_t))
        carbon = ratio(book.tco2e, book.energy_tce)
        parts = self.parts(ratio(per_mu, mean), view.energy_over_base, 1.0 - buried, carbon)
        firm = of_role(view.catalogue, "firm")[enterprises.sector]
        firm &= enterprises.inside & enterprises.active & (book.output > 0)
        return np.where(firm, np.mean(parts, axis=0), np.nan)

    def assess(self, view: View) -> Mapping[str, Floats]:
        """Return score and grade of each firm, and the year it was named."""
        year, found = view.year, self.score(view)
        asked = self.at("factory_pass_score", year, otherwise=np.inf)
        before = np.nan_to_num(self.standing(view, "grade"))
        named, paid = self.standing(view, "named"), np.nan_to_num(self.standing(view, "paid"))
        review = (year - named) % self.at("factory_review_years", year) == 0
        gone = np.isnan(found) | (review & (year > named) & ~(found >= asked))
        holds = (before > 0) & ~gone
        wins = (before == 0) & (found >= asked) & (view.strength > 0)
        carbon = ratio(view.book.tco2e, view.book.energy_tce)
        zero = carbon <= self.at("factory_zero_limit", year, otherwise=-1.0)
        grade = np.where(holds | wins, np.where(zero, ZERO, GREEN), 0.0)
        return {
            "score": found,
            "grade": grade,
            "named": np.where(wins, float(year), named),
            "due": np.maximum(grade - paid, 0.0),
            "paid": np.maximum(paid, grade),
        }

    def write(self, view: View) -> Sequence[Entry]:
        """Return awards of this year, the rate of who is named, and what peers heed."""
        due = np.nan_to_num(self.standing(view, "due"))
        named = np.nan_to_num(self.standing(view, "grade")) > 0
        per_grade = self.at("green_factory_award_nat", view.year, otherwise=0.0) * CNY_PER_WAN
        award = per_grade * due * view.strength
        spread = -self.at("factory_spread", view.year) * view.strength
        heed = 1.0 + self.at("factory_peers", view.year) * self.share_named(view) * view.strength
        return (
            Entry("award_cny", "add", award),
            Entry("loan_spread_pp", "add", where_known(spread, named)),
            Entry("consider_factor", "scale", where_known(heed, heed > 1.0)),
        )

    def share_named(self, view: View) -> Floats:
        """Return the share of the firms of its sector and park that are named, by enterprise."""
        sectors = len(view.catalogue.sectors)
        cell = view.enterprises.park * sectors + view.enterprises.sector
        named = np.nan_to_num(self.standing(view, "grade")) > 0
        scored = ~np.isnan(self.standing(view, "score"))
        whole, those = (
            sum_one(cell, flags.astype(np.float64), view.parks * sectors)
            for flags in (scored, named)
        )
        share: Floats = np.nan_to_num(ratio(those, whole))[cell]
        return share


POLICY = GreenFactory
