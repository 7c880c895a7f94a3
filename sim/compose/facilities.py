"""The facilities of a composed park: how many, who is on the steam grid, how large.

Heat plants, waste-water and hazardous-waste plants and boilers are sized for what the firms need
by their recipes; other utilities by the mean of the mix.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from sim.compose.mixes import MixRow, sector_facts
from sim.compose.site import Site, number_sites, three_digits
from sim.tables import read_tables

HEAT_PLANT = "coal_chp"
BOILERS = ("boiler_coal", "boiler_gas")

RESERVE = 1.2
"""Capacity of a facility over the need it is sized for (estimate, range 1.1-1.4)."""
CONNECTED_SHARE = 0.9
"""Share of steam users within reach that are on the heat plant's grid (estimate, range 0.7-1)."""


SMALLEST_PLANT = 0.02
"""A need below this part of the typical plant is left to the town or to the firms (estimate)."""


@dataclass(frozen=True)
class Connection:
    """A steam link: heat plant, firm, exchange option and GJ a year."""

    giver: Site
    taker: Site
    exchange: str
    steam_gj: float


@cache
def steam_options() -> dict[str, tuple[str, float]]:
    """Return for each sector the option by which a heat plant serves it, and GJ a product unit."""
    exchanges = read_tables()["exchanges"]
    names = ("exchange", "from_stream", "to_stream", "givers", "takers", "ratio", "max_share")
    options: dict[str, tuple[str, float]] = {}
    for option, given, taken, givers, takers, ratio, most in zip(
        *(exchanges[name] for name in names), strict=True
    ):
        if given != "steam_mp" or HEAT_PLANT not in givers.split(";"):
            continue
        for sector in takers.split(";"):
            need_gj = sector_facts()[sector].steam_gj.get(str(taken), 0.0) * float(most / ratio)
            if need_gj > 0.0 and sector_facts()[sector].role == "firm":
                options.setdefault(sector, (str(option), need_gj))
    return options


def place_plants(rows: Sequence[MixRow], firms: Sequence[Site]) -> list[Site]:
    """Return the utilities of a mix with a first estimate of their capacity.

    Their number follows the mix. A heat plant and a waste-water plant stand wherever the firms'
    need is worth one; boilers share the steam need of firms that no heat plant can serve; the
    others have the mean size of the mix, or what the park needs where that is more.
    """
    facts = sector_facts()
    utilities = [row for row in rows if facts[row.sector].role == "utility"]
    firm_share = sum(row.share for row in rows if facts[row.sector].role == "firm")
    counts = {row.sector: round(row.share / firm_share * len(firms)) for row in utilities}
    boilers = sum(counts.get(sector, 0) for sector in BOILERS)
    sectors, outputs = [], []
    for row in utilities:
        need, count = RESERVE * _need(row.sector, firms), counts[row.sector]
        worth_one = need >= SMALLEST_PLANT * facts[row.sector].typical_output
        size = max(row.mean_output, need / max(count, 1))
        if row.sector in BOILERS:
            count, size = (count, need / boilers) if need > 0.0 and boilers else (0, 0.0)
        elif row.sector == "wwtp" or (row.sector == HEAT_PLANT and worth_one):
            count = max(count, 1) if worth_one else 0
            size = need / max(count, 1)
        sectors += [row.sector] * count
        outputs += [three_digits(size)] * count
    return number_sites(sectors, outputs)


def _need(sector: str, firms: Sequence[Site]) -> float:
    """Return what all firms ask of a kind of utility, its product units a year."""
    facts, options = sector_facts(), steam_options()
    if sector == HEAT_PLANT:
        on_grid = [f.output * options[f.sector][1] for f in firms if f.sector in options]
        return CONNECTED_SHARE * sum(on_grid) / facts[HEAT_PLANT].steam_out_gj
    if sector in BOILERS:
        off_grid = [firm for firm in firms if firm.sector not in options]
        return sum(f.output * sum(facts[f.sector].steam_gj.values()) for f in off_grid)
    if sector == "wwtp":
        return sum(f.output * facts[f.sector].wastewater_m3 for f in firms) / 1000.0
    if sector == "haz_waste_plant":
        return sum(f.output * facts[f.sector].hazardous_t for f in firms)
    return 0.0


def connect_steam(
    firms: Sequence[Site], plants: Sequence[Site], rng: np.random.Generator
) -> list[Connection]:
    """Link steam users to the nearest heat plant, as far as its pipe reaches."""
    heat_plants = [plant for plant in plants if plant.sector == HEAT_PLANT]
    reach_km = float(read_tables()["streams"].row("steam_mp")["max_distance_km"])
    chosen = rng.random(len(firms)) < CONNECTED_SHARE
    links = []
    for firm, wanted in zip(firms, chosen.tolist(), strict=True):
        if not wanted or firm.sector not in steam_options() or not heat_plants:
            continue
        giver = min(heat_plants, key=lambda plant: (plant.km_to(firm), plant.id))
        if giver.km_to(firm) <= reach_km:
            option, per_unit = steam_options()[firm.sector]
            links.append(Connection(giver, firm, option, round(firm.output * per_unit, 1)))
    return links


def size_heat_plants(plants: Sequence[Site], links: Sequence[Connection]) -> None:
    """Set each heat plant's capacity (MWh a year) so that it can make its users' steam."""
    per_mwh = sector_facts()[HEAT_PLANT].steam_out_gj
    for plant in plants:
        if plant.sector == HEAT_PLANT:
            steam_gj = sum(link.steam_gj for link in links if link.giver is plant)
            if steam_gj > 0.0:
                plant.output = three_digits(RESERVE * steam_gj / per_mwh)
