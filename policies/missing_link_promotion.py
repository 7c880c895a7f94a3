"""Missing-link promotion: the committee seeks entrants that would take what the park disposes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from policies.instrument import Clause, Instrument
from sim.catalogue import Catalogue, per_catalogue
from sim.policy import View
from sim.stream_facts import stream_facts
from sim.terms import Entry

Floats = NDArray[np.float64]

CNY_PER_WAN = 1e4


@dataclass(frozen=True)
class MissingLinkPromotion(Instrument):
    """Promotion of missing links: a share of entrants from the sectors that could take most waste.

    Each January, by the recipes of the enterprises and last year's output, the solid waste of each
    stream less what takers in the park could use of it is set against what a typical plant of each
    sector could take under the exchange options; the dated number of sectors with most tonnes share
    the promoted entrants in equal parts. Price, distance and quality are left to the enterprises.
    Strength scales the share, to all entrants at most, and the cost.

    A steel works makes 0.3 t of blast-furnace slag a tonne: who could take most are a slag mill and
    grinding stations.

    >>> from policies.parameters import load_parameters
    >>> MissingLinkPromotion(load_parameters()).at("missing_link_share", 2024)
    0.2
    """

    name: ClassVar[str] = "missing_link_promotion"
    title_en: ClassVar[str] = "Promotion of missing links of the chain"
    title_zh: ClassVar[str] = "循环产业链补链招商"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            "001_1b3850a509700704.txt",
            "II(1)",
            "The layout of the park follows the flows of material between enterprises and "
            "industries.",
            "按企业和产业之间的物质流关系优化园区布局。",
        ),
        Clause(
            "001_1b3850a509700704.txt",
            "II(2)",
            "Key projects are built and brought in that extend chains and close loops.",
            "建设和引进延伸产业链、闭合循环的关键项目。",
        ),
    )
    uses: ClassVar[tuple[str, ...]] = (
        "missing_link_share", "missing_link_sectors", "missing_link_cost",
    )  # fmt: skip
    terms: ClassVar[tuple[str, ...]] = ("promoted_share",)
    payer: ClassVar[str] = "park"
    local: ClassVar[bool] = True

    def write(self, view: View) -> Sequence[Entry]:
        """Return the share of entrants that each sector sought has, by park."""
        year = view.year
        whole = np.minimum(
            self.at("missing_link_share", year, otherwise=0.0) * view.park_strength, 1.0
        )
        if not whole.any():
            return ()
        could = could_take_t(view)
        count = round(self.at("missing_link_sectors", year))
        share = np.zeros_like(could)
        for park in range(view.parks):
            best = np.argsort(-could[park], kind="stable")[:count]
            best = best[could[park, best] > 0.0]
            share[park, best] = whole[park] / max(len(best), 1)
        return (Entry("promoted_share", "add", share.ravel()),)

    def public_cost(self, view: View) -> Floats | None:
        """Return what analysing flows and seeking enterprises costs each park."""
        if not self.at("missing_link_share", view.year, otherwise=0.0):
            return None
        cost: Floats = self.at("missing_link_cost", view.year) * CNY_PER_WAN * view.park_strength
        return cost


POLICY = MissingLinkPromotion


def could_take_t(view: View) -> Floats:
    """Return the solid waste left in each park that one plant of each sector could take, t/year.

    Shape: parks x sectors.
    """
    makes, takes, typical = _flows(view.catalogue)
    firms = view.enterprises
    here = np.flatnonzero(firms.active & firms.inside)
    here = here[np.argsort(firms.key[here], kind="stable")]
    cell = firms.park[here] * len(typical) + firms.sector[here]
    made = np.bincount(cell, weights=view.book.output[here], minlength=view.parks * len(typical))
    output = made.reshape(view.parks, len(typical))
    found = np.zeros(output.shape)
    for park in range(view.parks):
        left = np.zeros(makes.shape[1])
        for sector in np.flatnonzero(output[park]).tolist():
            left += output[park, sector] * (makes[sector] - takes[sector])
        for sector in range(len(typical)):
            found[park, sector] = np.minimum(
                np.maximum(left, 0.0), takes[sector] * typical[sector]
            ).sum()
    return found


@per_catalogue
def _flows(catalogue: Catalogue) -> tuple[Floats, Floats, Floats]:
    """Return solid waste made and usable, t a product unit (sector x stream), and typical output.

    Utilities and those outside the park take nothing here: promotion brings firms.
    """
    facts, sectors = stream_facts(catalogue), catalogue.tables["sectors"]
    weight = np.where(facts.waste, facts.solid_t, 0.0)
    makes = np.zeros((len(catalogue.sectors), len(catalogue.streams)))
    takes, need = np.zeros_like(makes), np.zeros_like(makes)
    for sector, recipe in enumerate(catalogue.recipes):
        out = recipe.out & ~recipe.product
        np.add.at(makes[sector], recipe.stream[out], recipe.quantity[out])
        np.add.at(need[sector], recipe.stream[~recipe.out], recipe.quantity[~recipe.out])
    table = catalogue.tables["exchanges"]
    for row in np.flatnonzero(facts.between).tolist():
        given, wanted = catalogue.from_stream[row], catalogue.to_stream[row]
        for name in str(table["takers"][row]).split(";"):
            taker = catalogue.sector[name]
            if sectors["role"][taker] == "firm":
                most = need[taker, wanted] * facts.max_share[row] / table["ratio"][row]
                takes[taker, given] = max(takes[taker, given], most)
    typical: Floats = catalogue.number("sectors", "typical_output")
    return makes * weight, takes * weight, typical
