"""The per-mu ranking of a year: who would stand in class A to D, policy or no policy."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.energy_tiers import energy_by_enterprise
from experiments.indicators.expected import fuel_ratio, made_by_enterprise
from experiments.indicators.links import is_firm
from experiments.indicators.panel import Panel, kept
from experiments.indicators.registry import STOCK, yearly
from policies.parameters import Parameters, load_parameters
from policies.per_mu import CLASSES, classes, groups_of, scores

Floats = NDArray[np.float64]

INDICATORS = ("tax_per_mu", "va_per_mu", "labour_productivity", "va_per_energy", "va_per_emission")
"""What is ranked, in the names of their weights `hpm_weight_...`; research spending is unknown."""


class Ranking(NamedTuple):
    """By (year, enterprise), nan where a firm is not ranked."""

    indicators: dict[str, Floats]
    score: Floats
    place: Floats
    """Class 1 (A) to 4 (D)."""


def _register(letter: str) -> None:
    rank = 1.0 + CLASSES.index(letter)

    @yearly(
        f"per_mu_class_{letter.lower()}",
        f"Firms|Per-Mu Class|{letter}",
        "count",
        f"Firms of class {letter} by the per-mu ranking of the year",
        f"亩均效益评价{letter}类企业数",
        "",
        STOCK,
    )
    def count(panel: Panel) -> Floats:
        """Firms ranked in this class by tax, value added, people, energy and emissions."""
        return panel.count_parks(ranking(panel).place == rank)


for _letter in CLASSES:
    _register(_letter)


@kept
def ranking(panel: Panel) -> Ranking:
    """Rank the firms of each year by the books of that year.

    Weights, shares and groups as the parameters of the per-mu evaluation have them; emissions are
    COD, ammonia nitrogen, SO2 and NOx (Zhejiang guiding opinion on heroes-per-mu, 2018).
    """
    table = load_parameters()
    columns = panel.world.columns.enterprises
    whole = {name: _ratio(panel, name) for name in INDICATORS}
    score = np.full_like(whole["tax_per_mu"], np.nan)
    place = score.copy()
    weights = {name: table.central(f"hpm_weight_{name}") for name in INDICATORS}
    shares = [table.central(f"hpm_share_{name}") for name in CLASSES]
    least = table.central("hpm_least_group")
    for k in range(len(panel.years)):
        group = groups_of(columns.park, columns.sector, _ranked(panel, table, k), least)
        score[k] = scores({name: one[k] for name, one in whole.items()}, weights, group)
        place[k] = classes(score[k], group, columns.key, shares)
    return Ranking(whole, score, place)


def _ranked(panel: Panel, table: Parameters, k: int) -> NDArray[np.bool_]:
    """Say who is ranked: firms inside, with land and output, that have run long enough."""
    columns = panel.world.columns.enterprises
    months = table.central("hpm_years_before") * 12.0
    old = (k + 1) * 12 - columns.start_month >= months
    works = (panel.year("output")[k] > 0) & (columns.land_mu > 0) & columns.inside
    flags: NDArray[np.bool_] = is_firm(panel) & old & works
    return flags


def _ratio(panel: Panel, name: str) -> Floats:
    """Return an indicator of the ranking by (year, enterprise): infinite where it uses nothing."""
    columns = panel.world.columns.enterprises
    made = panel.year("output") * columns.value_added_cny_per_unit
    rows = made.shape
    part, whole = {
        "tax_per_mu": (panel.year("tax_cny"), columns.land_mu),
        "va_per_mu": (made, columns.land_mu),
        "labour_productivity": (made, columns.jobs),
        "va_per_energy": (made, energy_by_enterprise(panel)),
        "va_per_emission": (made, main_pollutants(panel)),
    }[name]
    whole = np.broadcast_to(whole, rows)
    found: Floats = np.divide(part, whole, out=np.full(rows, np.inf), where=whole > 0)
    return found


def main_pollutants(panel: Panel) -> Floats:
    """Return COD, ammonia nitrogen, SO2 and NOx together by (year, enterprise), t."""
    water = made_by_enterprise(panel, "cod") + made_by_enterprise(panel, "nh3n")
    air = made_by_enterprise(panel, "so2") + made_by_enterprise(panel, "nox")
    mass: Floats = water + air * fuel_ratio(panel)
    return mass
