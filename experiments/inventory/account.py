"""The account: what each row posts to its enterprise, and what the park draws over its fence."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.inventory.defaults import Defaults
from experiments.inventory.pollutants import equivalents
from experiments.inventory.postings import (
    BALANCES,
    BIOGENIC,
    CALORIFIC,
    FUELS,
    GRID_2020,
    LOCATION,
    METHODS,
    PROCESS,
    SWITCHES,
    USED,
    WASTES,
    WHOLE,
    postings,
)
from experiments.inventory.row import Row
from experiments.inventory.rows import read_rows
from experiments.inventory.zero_carbon import zero_carbon

PARK = "park"

Totals = dict[str, float]

_CLEAN = (USED, "grid_gj", "green_gj", "own_renewable_gj", "clean_fuel_tce", "energy_in_tce")


@dataclass(frozen=True)
class Inventory:
    """The account of a table for one year and place.

    `firms` holds item -> value by enterprise, `park` the same over the fence: what one enterprise
    of the table sold to another is in neither side. `energy`, `pollutants` and `wastes` are rows by
    enterprise and name, `factors` every factor used with its source. CO2 in t, energy in GJ and
    tce.
    """

    year: int
    place: str
    tce: str
    firms: Mapping[str, Totals]
    park: Totals
    indicators: Mapping[str, float]
    energy: list[dict[str, Any]]
    pollutants: list[dict[str, Any]]
    wastes: list[dict[str, Any]]
    factors: list[dict[str, Any]]
    notes: list[str]

    def as_json(self) -> dict[str, Any]:
        """Return the account as plain values."""
        return {
            "year": self.year, "place": self.place, "tce": self.tce, "park": self.park,
            "indicators": dict(self.indicators), "firms": dict(self.firms),
            "energy": self.energy, "pollutants": self.pollutants, "wastes": self.wastes,
            "factors": self.factors, "notes": self.notes,
        }  # fmt: skip

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """Return the account as rows, one table a file."""
        whole = {**self.firms, PARK: self.park}
        rows = [
            {"enterprise": name, "item": item, "value": value}
            for name, items in whole.items()
            for item, value in items.items()
        ]
        known = ((name, v) for name, v in self.indicators.items() if not math.isnan(v))
        rows += [{"enterprise": PARK, "item": name, "value": v} for name, v in known]
        return {
            "account": rows, "energy": self.energy, "pollutants": self.pollutants,
            "wastes": self.wastes, "factors": self.factors,
        }  # fmt: skip


def inventory(
    path: Path | str, year: int = 2023, place: str = "CN-ZJ", tce: str = CALORIFIC
) -> Inventory:
    r"""Work out the account of a table of quantities.

    CO2 by GB/T 32150: fuels + process + power and heat bought - power and heat sold; market-based
    power at the residual mix, green power at 0. `tce` says how power and heat count in
    comprehensive energy (GB/T 2589): `calorific` or `equal_value`. Errors: `InputError` with every
    fault of the table.

    A plant burns 1000 t of raw coal and sells 500 GJ to a dyer (0.11 t/GJ): the ledgers of the two
    move, the park's does not (GB/T 32150-2015, net of energy sold).

    >>> from tempfile import TemporaryDirectory
    >>> rows = ["enterprise,activity,carrier,quantity,unit,counterpart"]
    >>> rows += ["plant,fuel burnt,raw_coal,1000,t,", "dyer,heat bought,,500,GJ,plant"]
    >>> with TemporaryDirectory() as folder:
    ...     table = Path(folder, "table.csv")
    ...     _ = table.write_text("\n".join(rows) + "\n")
    ...     found = inventory(table)
    >>> [round(firm["co2_location"], 1) for firm in found.firms.values()]
    [1845.3, 55.0]
    >>> round(found.park["co2_location"], 1)
    1900.3
    """
    defaults = Defaults(year, place)
    rows = read_rows(Path(path), defaults)
    firms: dict[str, Totals] = {name: {} for name in dict.fromkeys(row.enterprise for row in rows)}
    park: Totals = {}
    for row in rows:
        over_the_fence = not row.counterpart
        for item, value in postings(row, defaults):
            _add(firms[row.enterprise], item, value)
            if over_the_fence or item in WHOLE:
                _add(park, item, value)
    _set_equivalents(list(firms.values()), park, rows)
    whole = [_completed(totals, tce) for totals in (*firms.values(), park)]
    return Inventory(
        year,
        place,
        tce,
        dict(zip(firms, whole[:-1], strict=True)),
        whole[-1],
        zero_carbon(whole[-1], defaults.clean_grid_share(), defaults.coal_of_power(CALORIFIC)),
        _by_name(rows, "energy", defaults),
        _by_name(rows, "pollutants", defaults),
        _by_name(rows, "wastes", defaults),
        _factor_rows(defaults),
        _notes(rows, whole[-1], defaults),
    )


def _add(totals: Totals, item: str, value: float) -> None:
    totals[item] = totals.get(item, 0.0) + value


def _set_equivalents(own: list[Totals], park: Totals, rows: list[Row]) -> None:
    """Add pollution equivalents: of each enterprise by the law, of the park their sum."""
    for medium in ("air", "water"):
        item = f"{medium}_equivalents"
        if not any(row.activity == f"{medium} pollutant" for row in rows):
            continue
        for totals in own:
            prefix = f"{medium}_kg."
            kilograms = {
                k.removeprefix(prefix): v for k, v in totals.items() if k.startswith(prefix)
            }
            totals[item] = sum(equivalents(kilograms).values())
        park[item] = sum(totals[item] for totals in own)


def _completed(totals: Totals, tce: str) -> Totals:
    """Return the items in order with the totals that they make."""
    get = totals.get
    done: Totals = {FUELS: get(FUELS, 0.0), PROCESS: get(PROCESS, 0.0)}
    done["scope_1"] = done[FUELS] + done[PROCESS]
    heat, sold_heat = get("scope_2_heat", 0.0), get("sold_heat", 0.0)
    done["scope_2_heat"] = heat
    for method in METHODS:
        done[f"scope_2_{method}"] = get(f"scope_2_power_{method}", 0.0) + heat
        done[f"sold_{method}"] = get(f"sold_power_{method}", 0.0) + sold_heat
    for method in METHODS:
        bought, sold = done[f"scope_2_{method}"], done[f"sold_{method}"]
        done[f"co2_{method}"] = done["scope_1"] + bought - sold
    done["co2_of_grid_since_2020"] = done[f"co2_{LOCATION}"] - done[f"co2_{GRID_2020}"]
    done[BIOGENIC] = get(BIOGENIC, 0.0)
    for switch in SWITCHES:
        parts = ("fuel_tce", f"power_tce_{switch}", f"heat_tce_{switch}")
        done[f"energy_tce_{switch}"] = sum(get(part, 0.0) for part in parts)
    done["energy_tce"] = done[f"energy_tce_{tce}"]
    for item in ("power_gj", "heat_gj", *_CLEAN):
        done[item] = get(item, 0.0)
    if any(item in totals for item in ("fresh_water_m3", "waste_water_m3")):
        for name in ("fresh water", "reused water", "waste water"):
            done[BALANCES[name]] = get(BALANCES[name], 0.0)
        done["water_consumed_m3"] = done["fresh_water_m3"] - done["waste_water_m3"]
    if any(item in totals for item in WASTES.values()):
        for item in WASTES.values():
            done[item] = get(item, 0.0)
        generated, used, disposed = (done[item] for item in WASTES.values())
        done["solid_waste_to_store_t"] = generated - used - disposed
    for item, value in totals.items():
        if item.endswith("_equivalents") or item.startswith("waste_heat"):
            done[item] = value
    return done


def _by_name(rows: Iterable[Row], kind: str, defaults: Defaults) -> list[dict[str, Any]]:
    """Return energy, pollutants or wastes by enterprise and name, in order of the table."""
    found: dict[tuple[str, ...], dict[str, float]] = {}
    for row in rows:
        for keys, values in _named(row, kind, defaults):
            total = found.setdefault((row.enterprise, *keys), dict.fromkeys(values, 0.0))
            for name, value in values.items():
                total[name] += value
    heads = {"energy": "carrier", "pollutants": "pollutant", "wastes": "waste"}
    names = ("enterprise", "activity", heads[kind], "counterpart")
    return [{**dict(zip(names, keys, strict=True)), **values} for keys, values in found.items()]


def _named(
    row: Row, kind: str, defaults: Defaults
) -> Iterator[tuple[tuple[str, str, str], dict[str, float]]]:
    name = row.carrier or ("electricity" if "electricity" in row.activity else "heat")
    keys = row.activity, name, row.counterpart
    is_energy = row.activity.startswith(("fuel", "by-product", "heat")) or "electric" in name
    if kind == "energy" and is_energy:
        values = {"gj": defaults.heat_of(row)}
        if row.activity.startswith(("fuel", "by-product")):
            values["tce_calorific"] = defaults.coal_of(row)
        else:
            per_gj = defaults.coal_of_power if "electric" in name else defaults.coal_of_heat
            values["tce_calorific"] = values["gj"] * per_gj(CALORIFIC)
        yield keys, values
    elif kind == "pollutants" and row.activity.endswith("pollutant"):
        kg = row.amount * 1000.0
        yield keys, {"kg": kg, "equivalents": equivalents({row.carrier: kg}).get(row.carrier, 0.0)}
    elif kind == "wastes" and row.activity in WASTES:
        yield keys, {"t": row.amount}


def _factor_rows(defaults: Defaults) -> list[dict[str, Any]]:
    return [
        {
            "factor": one.name,
            "value": one.value,
            "unit": one.unit,
            "year": one.year,
            "place": one.place,
            "confidence": one.confidence,
            "low": None if math.isnan(one.low) else one.low,
            "high": None if math.isnan(one.high) else one.high,
            "source": one.source,
            "note": one.basis,
        }
        for one in sorted(defaults.used.values(), key=lambda factor: (factor.name, factor.year))
    ]


def _notes(rows: Iterable[Row], park: Totals, defaults: Defaults) -> list[str]:
    """Say what a reader must know: what was estimated, held apart or not closed."""
    notes = []
    estimated = sorted({f.name for f in defaults.used.values() if f.confidence == "estimate"})
    if estimated:
        notes.append(f"estimated factors: {', '.join(estimated)}")
    given = [row for row in rows if not math.isnan(row.co2_factor)]
    if given:
        notes.append(f"CO2 factors of the table itself stand in {len(given)} postings")
    if any(row.activity.startswith("by-product") for row in rows):
        notes.append("by-product fuels: their carbon is booked where they arise, here 0")
    if park.get("solid_waste_to_store_t", 0.0) < 0:
        notes.append("more solid waste was used and disposed of than generated: old stock")
    if park.get("water_consumed_m3", 0.0) < 0:
        notes.append("more waste water than fresh water: rain, sewage or water in materials")
    return notes
