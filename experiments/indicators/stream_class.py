"""Classes of streams, so that a planner sees ash apart from sludge, heat and scrap."""

from __future__ import annotations

from functools import cache

from sim.tables import read_tables

CLASSES = ("mineral", "metal", "organic", "chemical", "heat", "fuel gas", "water")
"""Minerals (ash, slag, gypsum, ceramics), metals, organics (biomass, paper, plastics, sludge),
chemicals (acids, alkalis, salts, solvents, oils, gases), heat, fuel gas and water."""

BIOFUELS = (
    "bagasse", "bagasse_pith", "wood_residue", "crop_residue", "biomass_pellet", "paper_sludge",
    "sludge_wwtp", "uco", "biogas",
)  # fmt: skip
"""Streams whose carbon is biogenic and which are burnt for their heat."""

_MEMBERS = {
    "metal": (
        "scrap_steel scrap_al scrap_copper battery_scrap battery_metals retired_battery retired_pv"
        " e_waste pcb_scrap al_dross al_alloy iron_dust mill_scale eaf_dust copper_sludge"
        " plating_sludge chrome_sludge spent_catalyst spent_etchant"
    ),
    "organic": (
        "bagasse bagasse_pith biomass_pellet bio_sludge cane compound_fert crop_residue digestate"
        " filter_mud fish_sludge food_waste hide_trim manure molasses paper_sludge pulp"
        " pulper_rejects rdf recycled_pellet sludge_dye sludge_wwtp spent_grain spent_yeast uco"
        " vinasse waste_fibre waste_packaging waste_paper waste_plastic waste_textile waste_tyre"
        " wood_residue black_liquor"
    ),
    "mineral": (
        "bf_slag bottom_ash bottom_ash_msw brine_sludge caf2_sludge carbide_slag cdw ceramic_waste"
        " coal_gangue copper_slag cullet fgd_gypsum fly_ash fly_ash_msw foundry_sand foundry_slag"
        " gasif_slag green_mud phosphogypsum red_gypsum red_mud slag_powder spl steel_slag"
        " white_mud"
    ),
    "fuel gas": "bfg cog ldg fuel_gas biogas hydrogen",
}
_CLASS = {stream: kind for kind, streams in _MEMBERS.items() for stream in streams.split()}


@cache
def class_of(stream: str) -> str:
    """Return the class of a stream, one of `CLASSES`.

    By unit where that tells (MJ is heat, m3 of liquid is water), else by name; what is left of the
    liquids, gases and salts is chemical.

    >>> class_of("fly_ash"), class_of("steam_mp"), class_of("waste_acid")
    ('mineral', 'heat', 'chemical')
    """
    if stream in _CLASS:
        return _CLASS[stream]
    row = read_tables()["streams"].row(stream)
    if row["unit"] in ("MJ", "kWh"):
        return "heat"
    return "water" if row["unit"] == "m3" and row["state"] == "liquid" else "chemical"
