"""Income tax relief of projects that save: what it is worth, what a year allows, what was used."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.options import Options
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

CARRY_YEARS = 5
"""Years after the first to which a credit is carried (CIT Implementing Regulations, Art. 100)."""


@dataclass
class TaxRelief:
    """Relief of one policy for one project: a credit, and tax on its income that is not due."""

    policy: str
    enterprise: int
    year: int
    """In which the project was built."""
    credit_cny: float
    """Left of the credit."""
    spared_cny: float
    """Tax on a year of the project's income."""
    free_years: float

    def spared(self, year: int) -> float:
        """Return the tax on the project's income that is not due in a year, CNY."""
        return self.spared_cny * free_share(year - self.year, self.free_years)


def free_share(age_years: int, free_years: float) -> float:
    """Return the share of tax not due: all in the first years, half in as many again.

    >>> [free_share(age, 3.0) for age in (0, 2, 3, 5, 6)]
    [1.0, 1.0, 0.5, 0.5, 0.0]
    """
    if age_years < free_years:
        return 1.0
    return 0.5 if age_years < 2.0 * free_years else 0.0


def yearly_tax(world: World, saving: Floats, capex: Floats, life: Floats) -> Floats:
    """Return the income tax on a year of projects' income: saving less straight depreciation."""
    tax: Floats = world.assumption["cit_rate"] * np.maximum(saving - capex / life, 0.0)
    return tax


def worth_of_relief(
    world: World, enterprise: Ints, green: Flags, capex: Floats, saving: Floats, life: Floats
) -> Floats | float:
    """Return the present worth of the relief that the terms give projects, at the hurdle rate.

    Each year's relief is at most the income tax on last year's profit; what is left of a credit is
    carried on, up to `CARRY_YEARS`.
    """
    terms = world.terms
    rate, free = terms["equipment_tax_credit"], terms["project_tax_free_years"]
    if not (rate.any() or free.any()) or world.month == 0:
        return 0.0
    room = world.assumption["cit_rate"] * np.maximum(world.last_book.profit_cny, 0.0)[enterprise]
    tax, hurdle = yearly_tax(world, saving, capex, life), world.memory["hurdle"][enterprise]
    left, worth = rate[enterprise] * capex, np.zeros(len(enterprise))
    years = free[enterprise]
    for age in range(max(CARRY_YEARS + 1, int(np.ceil(2.0 * years.max(initial=0.0))))):
        share = np.where(age < years, 1.0, np.where(age < 2.0 * years, 0.5, 0.0))
        spared = np.minimum(tax * share, room)
        used = np.minimum(left, room - spared) * (age <= CARRY_YEARS)
        left = left - used
        worth += (spared + used) / (1.0 + hurdle) ** (age + 1)
    return np.where(green, worth, 0.0)


def note_relief(world: World, options: Options, chosen: Ints, grants: Floats) -> None:
    """Keep the relief of projects just chosen, by the policies whose terms give it.

    What a grant has paid earns no credit.
    """
    terms = world.terms
    if not (terms["equipment_tax_credit"].any() or terms["project_tax_free_years"].any()):
        return
    credits, free = (terms.parts(t) for t in ("equipment_tax_credit", "project_tax_free_years"))
    life = world.catalogue.number("technologies", "lifetime_years")[options.technology]
    tax = yearly_tax(world, options.saving_cny, options.capex_cny, life)
    for row in chosen.tolist():
        e, paid = int(options.enterprise[row]), float(options.capex_cny[row] - grants[row])
        for policy in sorted({*credits, *free}):
            credit = float(credits[policy][e]) * paid if policy in credits else 0.0
            years = float(free[policy][e]) if policy in free else 0.0
            if credit > 0.0 or years > 0.0:
                world.tax_reliefs.append(
                    TaxRelief(policy, e, world.year, credit, float(tax[row]), years)
                )


def allow_relief(world: World) -> None:
    """Set what relief may take off each enterprise's income tax of the year."""
    allowed = np.zeros(len(world.columns.enterprises))
    for one in world.tax_reliefs:
        allowed[one.enterprise] += one.credit_cny + one.spared(world.year)
    world.memory["tax allowance"] = allowed


def settle_relief(world: World) -> None:
    """Book the income tax that relief took off last year to its policies, and drop what is done.

    Tax on a project's own income goes first, then credits, the oldest first.
    """
    if not world.tax_reliefs:
        return
    room = world.assumption["cit_rate"] * np.maximum(world.profit_so_far, 0.0)
    last, park = world.year - 1, world.columns.enterprises.park
    payers = {policy.name: policy.payer for policy in world.policies}
    used = np.zeros(len(world.tax_reliefs))
    for first in (True, False):
        for k, one in enumerate(world.tax_reliefs):
            wanted = one.spared(last) if first else one.credit_cny
            taken = min(wanted, room.item(one.enterprise))
            room[one.enterprise] -= taken
            used[k] += taken
            if not first:
                one.credit_cny -= taken
    for one, cny in zip(world.tax_reliefs, used.tolist(), strict=True):
        if cny > 0.0:
            home = int(park[one.enterprise])
            world.budgets.pay(world.year, home, one.policy, payers[one.policy], cny)
    world.tax_reliefs = [one for one in world.tax_reliefs if _lasts(one, world.year)]


def _lasts(one: TaxRelief, year: int) -> bool:
    age = year - one.year
    if age > CARRY_YEARS:
        one.credit_cny = 0.0
    return one.credit_cny > 0.0 or one.spared(year) > 0.0
