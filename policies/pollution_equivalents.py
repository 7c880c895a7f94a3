"""Pollution equivalents of the environmental protection tax: what counts, and what is relieved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def largest(equivalents: Floats, count: int) -> NDArray[np.bool_]:
    """Say which pollutants of an outlet, as rows, are among its `count` largest by equivalents.

    >>> largest(np.array([[3.0, 1.0], [2.0, 9.0], [2.0, 0.0]]), 2).tolist()
    [[True, True], [True, True], [False, False]]
    """
    order = np.argsort(-equivalents, axis=0, kind="stable")
    place = np.argsort(order, axis=0, kind="stable")
    among: NDArray[np.bool_] = place < count
    return among


def outlet_tax_cny(
    kg: Mapping[str, float], kg_per_equivalent: Mapping[str, float], count: int, rate_cny: float
) -> float:
    """Return the tax of one outlet: the `count` largest of its pollutants by equivalents x rate.

    Environmental Protection Tax Law, Art. 7, 8 and 9: kg / kg per equivalent (annex 2); for air the
    first three of an outlet; for water the first five of class one (annex 2, table 1) and the first
    three of the others.

    An outlet to air with 950 kg of SO2, 1,900 kg of NOx, 2,000 kg of dust and 1,670 kg of CO has
    1,000, 2,000, 500 and 100 equivalents; carbon monoxide is the fourth and goes free. At 1.2 CNY:

    >>> values = {"so2": 0.95, "nox": 0.95, "dust": 4.0, "co": 16.7}
    >>> outlet_tax_cny({"so2": 950.0, "nox": 1900.0, "dust": 2000.0, "co": 1670.0}, values, 3, 1.2)
    4200.0

    Waste water with six pollutants of class one: the sixth, 1 g of mercury (2 equivalents), goes
    free of the others, which are 10 each; at 1.4 CNY:

    >>> first = {"mercury": 0.0005, "cadmium": 0.005, "chromium": 0.04, "arsenic": 0.02,
    ...          "lead": 0.025, "nickel": 0.025}
    >>> load = {name: 10.0 * value for name, value in first.items()} | {"mercury": 0.001}
    >>> round(outlet_tax_cny(load, first, 5, 1.4), 6)
    70.0

    The others of the same outlet: 1,000 kg of COD, 80 kg of ammonia nitrogen and 240 kg of
    suspended solids are 1,000, 100 and 60; 5 kg of phosphorus are 20 and the fourth:

    >>> others = {"cod": 1.0, "nh3n": 0.8, "ss": 4.0, "tp": 0.25}
    >>> round(outlet_tax_cny({"cod": 1e3, "nh3n": 80.0, "ss": 240.0, "tp": 5.0}, others, 3, 1.4), 6)
    1624.0
    """
    counts = np.array([kg[name] / kg_per_equivalent[name] for name in sorted(kg)])
    return float(np.sum(counts * largest(counts, count)) * rate_cny)


def share_paid(of_limit: Floats | float, relief_30: float = 0.25, relief_50: float = 0.5) -> Floats:
    """Return the share of the tax that is paid at a concentration over the discharge limit.

    Environmental Protection Tax Law, Art. 13: 75 percent at more than 30 percent below the limit,
    50 percent at more than 50 percent below.

    >>> share_paid(np.array([1.0, 0.71, 0.7, 0.69, 0.5, 0.49])).tolist()
    [1.0, 1.0, 1.0, 0.75, 0.75, 0.5]
    """
    value = np.asarray(of_limit, dtype=np.float64)
    return np.where(value < 0.5, 1.0 - relief_50, np.where(value < 0.7, 1.0 - relief_30, 1.0))


def solid_waste_tax_cny(
    generated_t: float, stored_t: float, disposed_t: float, used_t: float, rate_cny_per_t: float
) -> float:
    """Return the tax on solid waste: what is generated less what the rules let store, dispose, use.

    Environmental Protection Tax Law, Art. 4(2) and its implementing rules, Art. 5. Of 1,000 t of
    slag, 300 t are stored and 500 t disposed of as the standards ask and 150 t used; at 25 CNY/t:

    >>> solid_waste_tax_cny(1000.0, 300.0, 500.0, 150.0, 25.0)
    1250.0

    Who obeys the rules pays nothing, hazardous waste at 1,000 CNY/t included:

    >>> solid_waste_tax_cny(80.0, 0.0, 80.0, 0.0, 1000.0)
    0.0
    """
    return max(generated_t - stored_t - disposed_t - used_t, 0.0) * rate_cny_per_t


def charges_cny_per_kg(
    kg: Sequence[Floats], kg_per_equivalent: Sequence[float], count: int, rate_cny: float
) -> Floats:
    """Return what a kg of each pollutant of a medium costs each enterprise, as one outlet.

    >>> charges_cny_per_kg([np.array([950.0]), np.array([400.0])], [0.95, 4.0], 1, 1.2).round(3)
    array([[1.263],
           [0.   ]])
    """
    per_kg = 1.0 / np.array(kg_per_equivalent)[:, None]
    counted = largest(np.array(kg) * per_kg, count)
    charge: Floats = np.where(counted, rate_cny * per_kg, 0.0)
    return charge
