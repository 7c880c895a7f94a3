"""What one row of the table posts to its enterprise, item by item."""

from __future__ import annotations

from experiments.inventory.activity import SOLD
from experiments.inventory.defaults import BASE_YEAR, Defaults
from experiments.inventory.row import Row

CALORIFIC, EQUAL_VALUE = "calorific", "equal_value"
SWITCHES = (CALORIFIC, EQUAL_VALUE)

FUELS, PROCESS, BIOGENIC = "scope_1_fuels", "scope_1_process", "biogenic_co2"
LOCATION, MARKET, GRID_2020 = "location", "market", "location_2020_grid"
USED = "power_used_gj"
WHOLE = (BIOGENIC, USED)
"""Items that count in the park whoever the energy came from; all others only over its fence."""

METHODS = (LOCATION, MARKET, GRID_2020)

BALANCES = {
    "fresh water": "fresh_water_m3",
    "reused water": "reused_water_m3",
    "waste water": "waste_water_m3",
    "waste heat available": "waste_heat_available_gj",
    "waste heat used": "waste_heat_used_gj",
}
WASTES = {
    "solid waste generated": "solid_waste_generated_t",
    "solid waste used": "solid_waste_used_t",
    "solid waste disposed": "solid_waste_disposed_t",
}

Postings = list[tuple[str, float]]


def postings(row: Row, defaults: Defaults) -> Postings:
    """Return what a row adds to its enterprise, item by item."""
    name = row.activity
    if name in ("fuel burnt", "by-product fuel burnt", "by-product fuel given"):
        return _fuel(row, defaults)
    if name == "process":
        return [(PROCESS, defaults.process_co2(row))]
    if "electricity" in name:
        return _power(row, defaults)
    if name in ("heat bought", "heat sold"):
        return _heat(row, defaults)
    if name in BALANCES:
        return [(BALANCES[name], row.amount)]
    if name in WASTES:
        return [(WASTES[name], row.amount)]
    medium = name.removesuffix(" pollutant")
    return [(f"{medium}_kg.{row.carrier}", row.amount * 1000.0)]


def _fuel(row: Row, defaults: Defaults) -> Postings:
    """Return energy and CO2 of a fuel; a by-product's carbon stands where it arises, once.

    A by-product fuel counts as energy only where it crosses from one enterprise to another.
    """
    coal = defaults.coal_of(row)
    biogenic = (BIOGENIC, defaults.biogenic_co2(row))
    if row.activity == "fuel burnt":
        clean = ("clean_fuel_tce", coal if biogenic[1] > 0 else 0.0)
        burnt = [("fuel_tce", coal), ("energy_in_tce", coal)]
        return [*burnt, (FUELS, defaults.fuel_co2(row)), biogenic, clean]
    if row.activity == "by-product fuel given":
        return [("fuel_tce", -coal)]
    return [("fuel_tce", coal if row.counterpart else 0.0), biogenic]


def _power(row: Row, defaults: Defaults) -> Postings:
    """Return energy and CO2 of power; between two of the table the grid factor holds both ways."""
    name, gj = row.activity, row.amount
    if name == "own renewable electricity":
        return [("own_renewable_gj", gj)]
    sold, green = name in SOLD, name == "green electricity bought"
    from_grid = not (sold or green or row.counterpart)
    kind, sign = ("sold", -1.0) if sold else ("scope_2", 1.0)
    at_grid = defaults.power_co2(row)
    market = 0.0 if green else defaults.market_co2(row) if from_grid else at_grid
    used = [] if sold else [(USED, gj), ("energy_in_tce", gj * defaults.coal_of_power(CALORIFIC))]
    return [
        *used,
        ("power_gj", sign * gj),
        ("grid_gj", gj if from_grid else 0.0),
        ("green_gj", gj if green else 0.0),
        (f"{kind}_power_{LOCATION}", at_grid),
        (f"{kind}_power_{MARKET}", market),
        (f"{kind}_power_{GRID_2020}", defaults.power_co2(row, BASE_YEAR)),
        *(
            (f"power_tce_{switch}", sign * gj * defaults.coal_of_power(switch))
            for switch in SWITCHES
        ),
    ]


def _heat(row: Row, defaults: Defaults) -> Postings:
    sold = row.activity in SOLD
    gj = defaults.heat_of(row) * (-1.0 if sold else 1.0)
    return [
        ("energy_in_tce", max(gj, 0.0) * defaults.coal_of_heat(CALORIFIC)),
        ("heat_gj", gj),
        ("sold_heat" if sold else "scope_2_heat", defaults.steam_co2(row)),
        *((f"heat_tce_{switch}", gj * defaults.coal_of_heat(switch)) for switch in SWITCHES),
    ]
