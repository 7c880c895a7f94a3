"""Composing a plausible park from a sector mix, for tests, teaching and many-park studies."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.compose.facilities import (
    HEAT_PLANT,
    Connection,
    connect_steam,
    place_plants,
    size_heat_plants,
    steam_options,
)
from sim.compose.ground import cut_plots
from sim.compose.mixes import MixRow, largest_remainder, read_mix, sector_facts
from sim.compose.site import Site, number_sites, three_digits
from sim.faults import Fault, raise_faults
from sim.park import FORMAT_VERSION, Park, sheet_of_rows
from sim.tables import read_tables

FEWEST, MOST = 3, 20_000

SIZE_SIGMA = 0.8
"""Standard deviation of log output within a sector (estimate, range 0.6-1.2; the spread between
sectors adds to it: context `size` implies about 1.5-1.9 over all firms of a park)."""
SIZE_OVER_TYPICAL = (0.02, 5.0)
"""Bounds of a firm's output over the typical plant of its sector (estimate)."""
SPARE_LAND_SHARE = 0.15
"""Free and idle land over all industrial land (estimate, range 0.05-0.30)."""
FIRMS_PER_PLOT = 10
"""One free or idle plot for so many firms, every third of them idle (estimate)."""
FIRMS_PER_GROUP = 12
"""One owner group of two to four firms for so many firms (estimate)."""
START_YEARS = (1990, 2006, 2020)
"""First, likeliest and end year of a triangular start date (estimate)."""

Row = dict[str, Any]


def synth(
    enterprises: int, seed: int, mix: str = "dyeing_textile", province: str = "CN-ZJ"
) -> Park:
    """Compose a park of `enterprises` firms with the facilities of its `mix`.

    `mix` is a row set of table `park_mix`, or several joined by `+` in equal parts. The numbers of
    firms follow the mix by largest remainder, their outputs are log-normal about its means, so
    that the park makes about enterprises / enterprises_typical of the typical park's output of
    2020. Plots follow land; facilities are sized for what the firms need; steam users within
    reach of a heat plant are linked to it. Equal arguments give an equal park on every machine.

    Errors: `InputError` for an unknown mix, for fewer than 3 or more than 20 000 enterprises and
    for a negative seed. Source: tables `park_mix`, `sectors`, `recipes`, `context`; the estimates
    named in this module and in `sim.compose`.
    """
    _refuse(enterprises, seed)
    rows = read_mix(mix)
    rng = np.random.Generator(np.random.PCG64(seed))
    firms = _firms(rows, enterprises, rng)
    plants = place_plants(rows, firms)
    _start(firms, plants, rng)
    _own(firms, plants, rng)
    plots = _settle(firms, plants, rng)
    links = connect_steam(firms, plants, rng)
    size_heat_plants(plants, links)
    return _park(firms, plants, links, plots, _info(enterprises, seed, mix, province))


def _refuse(enterprises: int, seed: int) -> None:
    faults = []
    if not FEWEST <= enterprises <= MOST:
        wrong = f"{enterprises} enterprises cannot be composed"
        faults.append(Fault("enterprises", wrong, f"ask for {FEWEST} to {MOST}"))
    if seed < 0:
        faults.append(Fault("seed", f"{seed} is negative", "give 0 or a positive whole number"))
    raise_faults(faults)


def _firms(rows: Sequence[MixRow], count: int, rng: np.random.Generator) -> list[Site]:
    """Draw the firms; their joint revenue is that of as many mean firms."""
    facts = sector_facts()
    makers = [row for row in rows if facts[row.sector].role == "firm"]
    counts = largest_remainder([row.share for row in makers], count)
    members = [row for row, n in zip(makers, counts, strict=True) for _ in range(n)]
    spread = np.exp(SIZE_SIGMA * rng.standard_normal(count)).tolist()
    revenue = [row.mean_output * facts[row.sector].revenue_cny for row in members]
    level = sum(revenue) / math.fsum(r * s for r, s in zip(revenue, spread, strict=True))
    outputs = [
        _within_bounds(row.sector, row.mean_output * s * level)
        for row, s in zip(members, spread, strict=True)
    ]
    return number_sites((row.sector for row in members), outputs)


def _within_bounds(sector: str, output: float) -> float:
    low, high = (bound * sector_facts()[sector].typical_output for bound in SIZE_OVER_TYPICAL)
    return three_digits(min(max(output, low), high))


def _start(firms: Sequence[Site], plants: Sequence[Site], rng: np.random.Generator) -> None:
    """Draw start years; facilities stand since the first quarter of the firms came."""
    drawn = np.floor(rng.triangular(*START_YEARS, size=len(firms)))
    years = [min(int(year), START_YEARS[2] - 1) for year in drawn.tolist()]
    for firm, year in zip(firms, years, strict=True):
        firm.start_year = year
    for plant in plants:
        plant.start_year = sorted(years)[len(years) // 4]


def _own(firms: Sequence[Site], plants: Sequence[Site], rng: np.random.Generator) -> None:
    """Draw ownership by the shares of table `context` and bind a few firms into groups."""
    context = read_tables()["context"]
    share = dict(zip(context["scope"], context["value"], strict=True))
    state, foreign = (float(share[f"{kind}_share_of_firms"]) for kind in ("state", "foreign_hmt"))
    for firm, chance in zip(firms, rng.random(len(firms)).tolist(), strict=True):
        kinds = ("state", chance < state), ("foreign", chance < state + foreign)
        firm.ownership = next((kind for kind, drawn in kinds if drawn), "private")
    order = rng.permutation(len(firms)).tolist()
    sizes = rng.integers(2, 5, size=len(firms) // FIRMS_PER_GROUP).tolist()
    for group, size in enumerate(sizes, start=1):
        for _ in range(size):
            firm = firms[order.pop()]
            firm.owner, firm.ownership = f"Group {group}", "private"
    for plant in plants:
        is_heat = plant.sector == HEAT_PLANT
        plant.ownership = "state" if is_heat else "park"
        plant.owner = "" if is_heat else "Park company"


def _settle(firms: list[Site], plants: list[Site], rng: np.random.Generator) -> list[Row]:
    """Lay the park out in zones of one sector and return its free and idle plots.

    Heat plants stand among the steam users, other facilities at one end.
    """
    zones: list[str] = list(dict.fromkeys(firm.sector for firm in firms))
    zones = [zones[i] for i in rng.permutation(len(zones)).tolist()]
    zones.sort(key=lambda sector: sector in steam_options())
    order = sorted(firms, key=lambda firm: zones.index(firm.sector))
    line: list[Site | Row] = list(order)
    heat_plants = [plant for plant in plants if plant.sector == HEAT_PLANT]
    for plant, at in zip(heat_plants, _amid_users(order, len(heat_plants)), strict=True):
        line.insert(line.index(order[at]), plant)
    line += [plant for plant in plants if plant.sector != HEAT_PLANT]
    plots = _plots(firms, plants, rng)
    for plot, at in zip(plots, rng.integers(0, len(line) + 1, size=len(plots)), strict=True):
        line.insert(int(at), plot)
    areas = [thing["area_mu"] if isinstance(thing, dict) else thing.land_mu for thing in line]
    for thing, (x_km, y_km) in zip(line, cut_plots(areas, _land_share()), strict=True):
        if isinstance(thing, dict):
            thing.update(x_km=x_km, y_km=y_km)
        else:
            thing.x_km, thing.y_km = x_km, y_km
    return plots


def _amid_users(order: Sequence[Site], count: int) -> list[int]:
    """Return places in `order` with equal steam needs between them."""
    options = steam_options()
    need = [f.output * options[f.sector][1] if f.sector in options else 0.0 for f in order]
    so_far = np.cumsum(need)
    marks = [(k + 0.5) / count * so_far[-1] for k in range(count)]
    return [int(np.searchsorted(so_far, mark)) for mark in marks]


def _land_share() -> float:
    context = read_tables()["context"]
    return float(context.rows(scope="industrial_land_share_of_park")["value"][0])


def _plots(firms: list[Site], plants: list[Site], rng: np.random.Generator) -> list[Row]:
    held_mu = sum(site.land_mu for site in (*firms, *plants))
    count = max(2, round(len(firms) / FIRMS_PER_PLOT))
    weights = rng.uniform(0.5, 1.5, size=count).tolist()
    spare_mu = held_mu * SPARE_LAND_SHARE / (1.0 - SPARE_LAND_SHARE)
    return [
        {
            "plot_id": f"plot_{k:02d}",
            "area_mu": max(1.0, float(round(spare_mu * weight / sum(weights)))),
            "status": "idle" if k % 3 == 0 else "free",
        }
        for k, weight in enumerate(weights, start=1)
    ]


def _info(enterprises: int, seed: int, mix: str, province: str) -> Row:
    parts = [part.strip() for part in mix.split("+")]
    short = parts[0] if len(parts) == 1 else "mixed"
    return {
        "format_version": FORMAT_VERSION,
        "park_id": f"{short}_{enterprises}_s{seed % 10**8}",
        "name_en": f"Composed park of {enterprises} enterprises ({', '.join(parts)})",
        "name_zh": f"合成园区（{enterprises}家企业）",
        "province": province,
        "kind": "composed",
        "note": (
            f"Composed park, not a real one: {enterprises} enterprises drawn from the park mix "
            f"{' + '.join(parts)} (table park_mix, an estimate) with seed {seed}. "
            "合成园区，非真实园区。"
        ),
        "origin": f"composed: mix {' + '.join(parts)}, seed {seed}",
    }


def _park(
    firms: list[Site], plants: list[Site], links: list[Connection], plots: list[Row], info: Row
) -> Park:
    origin = info.pop("origin")
    land = [site.land_mu for site in (*firms, *plants)]
    info["area_mu"] = float(sum(land) + sum(plot["area_mu"] for plot in plots))
    return Park(
        info={name: info[name] for name in _INFO_ORDER},
        enterprises=sheet_of_rows(
            "enterprises",
            [_row(f, origin, enterprise_id=f.id, output=f.output) for f in firms],
        ),
        links=sheet_of_rows("links", [_link(k, link, origin) for k, link in enumerate(links, 1)]),
        facilities=sheet_of_rows(
            "facilities",
            [_row(p, origin, facility_id=p.id, capacity=p.output) for p in plants],
        ),
        plots=sheet_of_rows("plots", plots),
    )


_INFO_ORDER = (
    "format_version", "park_id", "name_en", "name_zh", "province", "kind", "area_mu", "note",
)  # fmt: skip


def _row(site: Site, origin: str, **own: Any) -> Row:
    facts = sector_facts()[site.sector]
    return {
        "name_en": f"{facts.name_en} {site.number}",
        "name_zh": f"{facts.name_zh}{site.number}号",
        "sector": site.sector,
        "x_km": site.x_km,
        "y_km": site.y_km,
        "owner": site.owner,
        "ownership": site.ownership,
        "start_year": site.start_year,
        "land_mu": site.land_mu,
        "source": origin,
        **own,
    }


def _link(number: int, link: Connection, origin: str) -> Row:
    return {
        "link_id": f"steam_{number:02d}",
        "giver": link.giver.id,
        "taker": link.taker.id,
        "exchange": link.exchange,
        "amount_per_year": link.steam_gj,
        "start_year": max(link.giver.start_year, link.taker.start_year),
        "source": origin,
    }
