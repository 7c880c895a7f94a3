"""One run set against its paired counterfactual: effects, additionality and leakage by year."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from experiments.finance.measure import Measured

Floats = NDArray[np.float64]


def effects(run: Measured, other: Measured, policies: Sequence[str]) -> dict[str, Floats]:
    """Return by year what a run does against another, and what `policies` cost and brought in it.

    Avoided and lost is other - run. `fiscal_cny` is the change of the whole public purse: spent
    less collected less taxes, of all policies. `own_co2_t`, what the enterprises avoid, is split
    into what making less avoids and what comes at equal output (`split`); the awards are those of
    `policies` (`anyway`).
    """
    here, there = run.outcomes, other.outcomes
    found = {f"avoided_{name}": there[name] - here[name]
             for name in ("co2_t", "energy_tce", "waste_t", "water_m3")}  # fmt: skip
    found["more_reused_t"] = here["reused_t"] - there["reused_t"]
    found["more_avoided_elsewhere_t"] = here["elsewhere_t"] - there["elsewhere_t"]
    found["more_technologies"] = here["technologies"] - there["technologies"]
    for name, book in (
        ("cost_cny", run.spent), ("revenue_cny", run.collected), ("adders_cny", run.adders),
    ):  # fmt: skip
        found[name] = np.zeros(len(run.years))
        for policy in sorted(policies):
            found[name] = found[name] + book.get(policy, 0.0)
    found["net_cost_cny"] = found["cost_cny"] - found["revenue_cny"]
    change = {name: here[name] - there[name] for name in here}
    found["fiscal_cny"] = (
        change["public_cost_cny"] - change["public_revenue_cny"] - change["tax_cny"]
    )
    found["private_cny"] = change["private_cost_cny"]
    found["lost_value_added_cny"] = -change["value_added_cny"]
    found["output_co2_t"], found["intensity_co2_t"] = split(run, other)
    found["own_co2_t"] = found["output_co2_t"] + found["intensity_co2_t"]
    found.update(zip(("granted_cny", "anyway_cny", "later_cny"), anyway(run, other, policies),
                     strict=True))  # fmt: skip
    return found


def split(run: Measured, other: Measured) -> tuple[Floats, Floats]:
    """Return the CO2 that enterprises avoid by making less, and by emitting less per unit, t.

    CO2 of an enterprise = output x CO2 per unit. The first part is the output that only one of the
    runs makes x CO2 per unit of that run: what less output avoids, or more adds; an enterprise that
    stands in one run only is all in it. The second is the rest of the difference, the fall per unit
    x the output that both make. They sum to the difference; exchanging the runs turns every sign.
    Utilities of the park follow the demand of the others: all of their difference is in the second.
    """
    names = sorted({*run.names, *other.names})
    q1, e1 = _aligned(run, names)
    q0, e0 = _aligned(other, names)
    more = np.maximum(q0, q1)
    share = np.divide(q0 - q1, more, out=np.zeros_like(more), where=more > 0)
    follows = run.utilities | other.utilities
    share[:, [name in follows for name in names]] = 0.0
    by_output = share * np.where(q0 >= q1, e0, e1)
    return by_output.sum(axis=1), ((e0 - e1) - by_output).sum(axis=1)


def _aligned(run: Measured, names: Sequence[str]) -> tuple[Floats, Floats]:
    """Return output and CO2 by (year, name); 0 where a run has no such enterprise."""
    place = {name: k for k, name in enumerate(run.names)}
    rows = np.array([place.get(name, len(run.names)) for name in names], dtype=np.int64)
    wide = (np.pad(values, ((0, 0), (0, 1))) for values in (run.output, run.tco2e))
    output, tco2e = (values[:, rows] for values in wide)
    return output, tco2e


def anyway(
    run: Measured, other: Measured, policies: Sequence[str]
) -> tuple[Floats, Floats, Floats]:
    """Return by year what retrofits are awarded, what of it comes anyway, and comes later anyway.

    A retrofit comes anyway where the same enterprise has it by the same January of the paired run,
    later where it has it in a later year of that run. The rest is additional.
    """
    granted, same, later = np.zeros((3, len(run.years)))
    for policy in sorted(policies):
        for grant in run.grants.get(policy, ()):
            year = grant.month // 12
            granted[year] += grant.award_cny
            month = other.installed.get((grant.enterprise, grant.technology))
            if month is not None:
                (same if month <= grant.month else later)[year] += grant.award_cny
    return granted, same, later


def output_by_sector(run: Measured) -> dict[str, Floats]:
    """Return product units by sector and year."""
    found: dict[str, Floats] = {}
    for k, sector in enumerate(run.sectors):
        found[sector] = found.get(sector, 0.0) + run.output[:, k]
    return found
