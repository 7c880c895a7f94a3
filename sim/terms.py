"""The sheet of terms: what an enterprise or a park faces, and how policies' entries compose it.

A policy never changes a price itself. It writes entries; they are composed in a fixed order of
operations, so that the order in which policies are listed never matters. The entries are kept:
they are the breakdown of a term.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.entries import OPERATIONS as OPERATIONS
from sim.entries import PLACE, apply_entry
from sim.entries import Entry as Entry
from sim.entries import Terms as Terms

Floats = NDArray[np.float64]

ROWS = ("enterprise", "park", "park and sector")
"""What a term may have a row for."""


@dataclass(frozen=True)
class Term:
    """One column of the sheet: `rows` is one of `ROWS`.

    A row of the last kind is park x sectors + sector: what holds for plants that are not there yet.
    """

    name: str
    rows: str
    unit: str
    default: float
    meaning: str


SHEET: dict[str, Term] = {
    term.name: term
    for term in (
        Term(
            "power_adder_cny_per_kwh", "enterprise", "CNY/kWh", 0.0,
            "added to the price of purchased power",
        ),
        Term(
            "tou_spread", "enterprise", "ratio", 1.0,
            "on what the price of an hour stands off that of a flat load (peak and valley)",
        ),
        Term(
            "green_power_share", "enterprise", "fraction", 0.0,
            "share of purchased power bought as green power by direct line or contract, at most 1",
        ),
        Term(
            "green_power_premium_cny_per_kwh", "enterprise", "CNY/kWh", 0.0,
            "premium of green power over other purchased power",
        ),
        Term(
            "green_certificate_share", "enterprise", "fraction", 0.0,
            "share of the other purchased power that green certificates cover, at most 1",
        ),
        Term(
            "green_certificate_cny_per_kwh", "enterprise", "CNY/kWh", 0.0,
            "price of a green certificate, a kWh",
        ),
        Term(
            "pv_offer_share", "enterprise", "fraction/year", 0.0,
            "share of enterprises that are offered photovoltaics on their roof in a year",
        ),
        Term(
            "pv_award_cny_per_kwh", "enterprise", "CNY/kWh", 0.0,
            "award for power of photovoltaics, used on site or fed in",
        ),
        Term(
            "demand_response_cny_per_kw", "enterprise", "CNY/kW/year", 0.0,
            "payment for load that energy management can move, offered to an aggregator",
        ),
        Term(
            "water_adder_cny_per_m3", "enterprise", "CNY/m3", 0.0,
            "added to the price of fresh water",
        ),
        Term(
            "sewage_adder_cny_per_m3", "enterprise", "CNY/m3", 0.0,
            "added to the fee for waste water",
        ),
        Term(
            "discharge_cost_factor", "enterprise", "ratio", 1.0,
            "on what treating waste water to the discharge limit costs; a stricter limit raises it",
        ),
        *(
            Term(
                f"{name}_left", "enterprise", "fraction", 1.0,
                f"share of the {label} discharged that a stricter discharge limit leaves",
            )
            for name, label in (("cod", "chemical oxygen demand"), ("nh3n", "ammonia nitrogen"))
        ),
        Term(
            "landfill_cost_factor", "enterprise", "ratio", 1.0,
            "on the fee for waste on a landfill's route; a limit on landfill raises it",
        ),
        Term(
            "permit_factor", "enterprise", "ratio", 1.0,
            "on the months that the permit for a hazardous exchange takes, up to 1, at its giver",
        ),
        Term(
            "link_lead_factor", "enterprise", "ratio", 1.0,
            "on the months from a contract to its start, up to 1, at its giver",
        ),
        Term(
            "pipe_cost_factor", "enterprise", "ratio", 1.0,
            "on the capex and the cost per km of a piped exchange, at its taker",
        ),
        Term(
            "haul_cost_factor", "enterprise", "ratio", 1.0,
            "on the cost of a truck per km of an exchange, at its taker",
        ),
        Term(
            "haul_carbon_factor", "enterprise", "ratio", 1.0,
            "on the CO2 of transport by truck, at the taker of an exchange",
        ),
        Term(
            "land_tax_cny_per_m2", "enterprise", "CNY/m2/year", 6.0,
            "urban land use tax (default: parameter land_lut_industrial_zone)",
        ),
        Term(
            "loan_spread_pp", "enterprise", "percentage points", 0.0,
            "added to the loan rate",
        ),
        Term(
            "project_loan_spread_pp", "enterprise", "percentage points", 0.0,
            "added to the loan rate of projects that save energy, carbon, water or material",
        ),
        Term(
            "equipment_tax_credit", "enterprise", "fraction", 0.0,
            "share of what a project that saves costs, grants apart, credited to income tax",
        ),
        Term(
            "project_tax_free_years", "enterprise", "years", 0.0,
            "years in which a project that saves pays no income tax; as many again at half",
        ),
        Term(
            "debt_ratio_added", "enterprise", "fraction of assets", 0.0,
            "added to the debt over assets up to which banks lend",
        ),
        Term(
            "green_lending_share", "park", "fraction/year", 0.0,
            "loans a year that banks keep for projects that save, over the debt of the park's "
            "enterprises, beside the pool for all",
        ),
        Term(
            "consider_factor", "enterprise", "ratio", 1.0,
            "on the chance that an enterprise considers a retrofit in a year",
        ),
        Term(
            "peer_factor", "enterprise", "ratio", 1.0,
            "on what the retrofits of peers, partners and neighbours do to that chance",
        ),
        Term(
            "option_notice", "enterprise", "fraction/year", 0.0,
            "chance that an enterprise hears of an exchange option at a meeting in a year",
        ),
        Term(
            "retrofit_capex_factor", "enterprise", "ratio", 1.0,
            "on the capex of a retrofit",
        ),
        Term(
            "lighting_offer_share", "enterprise", "fraction/year", 0.0,
            "share of enterprises that are offered efficient lighting of their buildings in a year",
        ),
        Term(
            "expansion_share", "enterprise", "fraction", 1.0,
            "share of a wanted capacity expansion that the energy quota and land allow",
        ),
        Term(
            "entry_va_per_mu_10k_cny", "park", "10^4 CNY/mu/year", 0.0,
            "least value added per mu of an entrant (standard land)",
        ),
        Term(
            "entry_energy_limit_tce_per_10k_cny", "park", "tce/10^4 CNY", 99.0,
            "most energy at equal value over value added of an entrant",
        ),
        Term(
            "entry_carbon_limit_t_per_10k_cny", "park", "t/10^4 CNY", 999.0,
            "most CO2 of scope 1 and power over value added of an entrant",
        ),
        Term(
            "entry_priority", "park", "fraction", 0.0,
            "share of free plots kept for entrants in the best half by value added per mu",
        ),
        Term(
            "entry_rate_factor", "park", "ratio", 1.0,
            "on the chance that an entry slot of a park is taken in a year",
        ),
        Term(
            "promoted_share", "park and sector", "fraction", 0.0,
            "share of a park's entrants that promotion brings from this sector",
        ),
        Term(
            "redevelopment_share", "park", "fraction/year", 0.2,
            "share of idle land brought back to use each year",
        ),
        Term(
            "platform_share", "park", "fraction", 0.0,
            "share of a park's enterprises on the information platform",
        ),
        Term(
            "broker_proposals_per_year", "park", "1/year", 0.0,
            "exchanges a year that a broker proposes to a park's enterprises",
        ),
        Term(
            "committee_effort_factor", "park", "ratio", 1.0,
            "effort of the park's committee over its ordinary one; it mobilises enterprises",
        ),
        Term(
            "committee_grant_cny", "park", "CNY/year", 0.0,
            "grant to the park's committee, to be spent on the levers in its hands",
        ),
        Term(
            "award_cny", "enterprise", "CNY/year", 0.0,
            "award paid to an enterprise in January, whatever it does with it",
        ),
        Term(
            "solid_waste_adder_cny_per_t", "enterprise", "CNY/t", 0.0,
            "added to the fee for solid waste released on a waste route, hazardous waste included",
        ),
        Term(
            "steam_tariff_factor", "enterprise", "ratio", 1.0,
            "on the price of steam bought, from the park's mains or outside in their place",
        ),
        Term(
            "closure_order", "enterprise", "fraction", 0.0,
            "share of the enterprises so ordered that must have closed by this January",
        ),
        Term(
            "audited", "enterprise", "fraction", 0.0,
            "share of the enterprises so ordered that are audited this year: an audited one "
            "considers retrofits and learns of options",
        ),
        Term(
            "energy_limit_over_base", "enterprise", "ratio", 99.0,
            "energy per unit over the archetype's beyond which a plant must rectify",
        ),
        Term(
            "threatened_output_share", "enterprise", "fraction", 1.0,
            "share of capacity that a plant above the limit may run once its time is up",
        ),
        Term(
            "output_cap_share", "enterprise", "fraction", 1.0,
            "share of capacity that may run this year",
        ),
        Term(
            "new_capacity_allowed", "park and sector", "fraction", 1.0,
            "share of expansions, and of entrants, that may add capacity",
        ),
        Term(
            "closed_per_new_capacity", "park and sector", "ratio", 0.0,
            "capacity of the sector in the park to be closed before a unit of new capacity",
        ),
        Term(
            "reuse_relief_cny_per_t", "enterprise", "CNY/t", 0.0,
            "relief or award to the taker per tonne of solid waste or by-product taken in and used",
        ),
        Term(
            "link_grant_share", "enterprise", "fraction", 0.0,
            "share of the capex of a link that its taker gets while the park's budget lasts",
        ),
        Term(
            "link_grant_budget_cny", "park", "CNY/year", 0.0,
            "budget of the year for grants to links, first come in the order of signing",
        ),
        Term(
            "carbon_price_cny_per_t", "enterprise", "CNY/t", 0.0,
            "price of CO2 on an enterprise's scope 1",
        ),
        Term(
            "carbon_power_share", "enterprise", "fraction", 0.0,
            "share of the carbon price that holds on power (grid factor) and heat purchased",
        ),
        Term(
            "carbon_allocation_tco2e_per_unit", "enterprise", "t/product unit", 0.0,
            "free allowances per product unit",
        ),
        Term(
            "carbon_allocation_tco2e", "enterprise", "t/year", 0.0,
            "free allowances a year, whatever the output",
        ),
        Term(
            "carbon_auction_share", "enterprise", "fraction", 0.0,
            "share of the allowances surrendered that a budget has sold",
        ),
        Term(
            "energy_price_cny_per_tce", "enterprise", "CNY/tce", 0.0,
            "price of the right to use energy bought, at equal value, beyond the quota; what is "
            "left of the quota is sold at it",
        ),
        Term(
            "energy_quota_tce", "enterprise", "tce/year", 0.0,
            "energy at equal value that an enterprise may use without paying for the right",
        ),
        *(
            Term(
                f"{name}_charge_cny_per_kg", "enterprise", "CNY/kg", 0.0,
                f"charge on {label} discharged",
            )
            for name, label in (
                ("so2", "sulphur dioxide"), ("nox", "nitrogen oxides"), ("pm", "dust"),
                ("voc", "volatile organic compounds"), ("cod", "chemical oxygen demand"),
                ("nh3n", "ammonia nitrogen"),
            )
        ),
        Term(
            "resource_tax_share", "enterprise", "fraction", 0.0,
            "tax on minerals that a plant quarries itself, over their price",
        ),
        Term(
            "resource_tax_cny_per_m3", "enterprise", "CNY/m3", 0.0,
            "tax on fresh water taken in",
        ),
        Term(
            "border_price_cny_per_t", "enterprise", "CNY/t", 0.0,
            "price of scope 1 at a foreign border, on the mean of what is sold",
        ),
        Term(
            "border_free_tco2e_per_unit", "enterprise", "t/product unit", 0.0,
            "scope 1 per product unit that the foreign border leaves free",
        ),
    )
}  # fmt: skip


def compose(
    written: Mapping[str, Iterable[Entry]], enterprises: int, parks: int, sectors: int = 1
) -> Terms:
    """Compose the entries of all policies (name -> entries) into one sheet of terms.

    The result is the same, bit for bit, in whatever order the policies are given. Errors:
    `KeyError` for a term or an operation that does not exist.
    """
    entries = [(policy, entry) for policy in sorted(written) for entry in written[policy]]
    on: dict[str, list[tuple[int, Entry]]] = {}
    for policy, entry in entries:
        if entry.term not in SHEET:
            raise KeyError(f"{policy}: no term {entry.term!r}; the sheet has {sorted(SHEET)}")
        if entry.operation not in PLACE:
            raise KeyError(f"{policy}: no operation {entry.operation!r}; write {OPERATIONS}")
        on.setdefault(entry.term, []).append((PLACE[entry.operation], entry))
    values = dict(_untouched(enterprises, parks, sectors))
    for name, written_on in on.items():
        column = values[name] = values[name].copy()
        if len(written_on) > 1:
            written_on.sort(key=_in_order)
        for operation, entry in written_on:
            apply_entry(operation, column, _by_row(entry.value, len(column)))
        column.setflags(write=False)
    return Terms(values, entries)


def _in_order(written: tuple[int, Entry]) -> int:
    """Return the place of an entry's operation; entries of one operation keep their order."""
    return written[0]


def _by_row(value: Floats | float, rows: int) -> Floats:
    """Return an entry's value for each row."""
    if isinstance(value, np.ndarray) and value.shape == (rows,) and value.dtype == np.float64:
        return value
    return np.array(np.broadcast_to(np.asarray(value, dtype=np.float64), rows))


@lru_cache(maxsize=1024)
def _untouched(enterprises: int, parks: int, sectors: int) -> dict[str, Floats]:
    """Return the sheet that nobody writes on."""
    values: dict[str, Floats] = {}
    for kind, rows in zip(ROWS, (enterprises, parks, parks * sectors), strict=True):
        terms = [term for term in SHEET.values() if term.rows == kind]
        block = np.array([term.default for term in terms]).repeat(rows).reshape(len(terms), rows)
        block.setflags(write=False)
        values.update(zip([term.name for term in terms], block, strict=True))
    return values
