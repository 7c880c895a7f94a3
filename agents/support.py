"""Support of projects: awards cleared in January, and what is paid of them in later years."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from agents.options import Options
from sim.assess import award_rules
from sim.clearing import Applications, asked_cny, clear_awards
from sim.money import ACCOUNT
from sim.policy import AwardRule
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Support:
    """What options get from all policies together."""

    now_cny: Floats
    """Grants paid at once, by option."""
    later_worth_cny: Floats
    """Present worth of what is promised for later years, by option."""
    by_policy: dict[str, tuple[AwardRule, Floats]] = field(default_factory=dict)
    """Rule and award by option, promises included, by policy."""


@dataclass
class Claim:
    """Support that a policy has promised to one project and pays in later Januaries."""

    policy: str
    rule: AwardRule
    enterprise: int
    year: int
    """In which the project was built."""
    promised_cny: float
    loan_cny: float
    tce_saved: float
    """A year, as appraised."""
    tce_per_unit: float
    """Of the enterprise in the year before the project; nan where it made nothing."""
    paid_cny: float = 0.0


def awarded(world: World, options: Options, power: Floats) -> Support:
    """Clear the awards of all policies on each applicant's favourite option."""
    nothing = Support(np.zeros(len(options.row)), np.zeros(len(options.row)))
    rules = award_rules(world)
    if not rules:
        return nothing
    loan = world.assumption["project_loan_share"]
    rows = options.best(*_hoped(world, options, rules, power))
    applications = Applications(
        enterprise=options.enterprise[rows],
        park=world.columns.enterprises.park[options.enterprise[rows]],
        key=world.columns.enterprises.key[options.enterprise[rows]],
        technology=options.technology[rows],
        capex_cny=options.capex_cny[rows],
        tce_saved=options.tce_saved[rows],
        tco2e_saved=options.tco2e_saved[rows],
    )
    cap = world.assumption["support_cap"]
    cleared = clear_awards(applications, rules, world.budgets, cap, loan)
    found = nothing
    for policy, award in cleared.items():
        by_option = np.zeros(len(options.row))
        by_option[rows] = award
        rule = rules[policy]
        worth = by_option * worth_of_later(world, rule)[options.enterprise]
        found.now_cny[:] += 0.0 if rule.later else by_option
        found.later_worth_cny[:] += worth
        found.by_policy[policy] = (rule, by_option)
    return found


def worth_of_later(world: World, rule: AwardRule) -> Floats:
    """Return what a yuan promised is worth to each enterprise now; 0 for what is paid at once.

    An award for energy saved comes after a year, an interest subsidy in equal parts over its
    years, discounted at the enterprise's hurdle rate.
    """
    hurdle = world.memory["hurdle"]
    if rule.interest_pp is not None:
        worth = np.zeros_like(hurdle)
        for year in range(1, rule.interest_years + 1):
            worth += (1.0 + hurdle) ** -year / rule.interest_years
        return worth
    if rule.cny_per_tce is not None:
        early: Floats = 1.0 / (1.0 + hurdle)
        return early
    return np.zeros_like(hurdle)


def _hoped(
    world: World, options: Options, rules: dict[str, AwardRule], power: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return what each option would get if budgets lasted: grant, power to pay, worth of later."""
    asked = {
        name: asked_cny(rule, options, world.assumption["project_loan_share"])
        for name, rule in sorted(rules.items())
    }
    now, later = np.zeros(len(options.row)), np.zeros(len(options.row))
    room = world.assumption["support_cap"] * options.capex_cny
    for name, cny in asked.items():
        given = np.minimum(cny, room)
        room = room - given
        now += 0.0 if rules[name].later else given
        later += given * worth_of_later(world, rules[name])[options.enterprise]
    return now, power, later


def book_support(world: World, options: Options, chosen: Ints, support: Support) -> None:
    """Spend what chosen projects are awarded at once, and set aside what they are promised."""
    enterprises, book, year = world.columns.enterprises, world.last_book, world.year
    for policy, (rule, awards) in support.by_policy.items():
        rows = chosen[awards[chosen] > 0]
        owner, amounts = options.enterprise[rows], awards[rows].tolist()
        parks = enterprises.park[owner].tolist()
        if not rule.later:
            for park, amount in zip(parks, amounts, strict=True):
                world.budgets.spend(year, park, policy, rule.payer, amount)
            continue
        listed = zip(rows.tolist(), owner.tolist(), parks, amounts, strict=True)
        for row, e, park, amount in listed:
            world.budgets.commit(park, policy, rule.payer, amount)
            made = float(book.output[e])
            world.claims.append(
                Claim(
                    policy=policy,
                    rule=rule,
                    enterprise=e,
                    year=year,
                    promised_cny=amount,
                    loan_cny=world.assumption["project_loan_share"] * float(options.capex_cny[row]),
                    tce_saved=float(options.tce_saved[row]),
                    tce_per_unit=float(book.energy_tce[e]) / made if made > 0 else np.nan,
                )
            )


def pay_promised(world: World) -> None:
    """Pay what was promised to projects, on what last year's books show, to firms that still run.

    An award for energy is paid once, for what the enterprise used less in its first year with the
    project than it would have at the unit energy of the year before, at most what was appraised;
    below the rule's least saving it is lost. An interest subsidy is paid year by year on the loan,
    as far as the enterprise still owes as much.
    """
    open_claims = []
    for claim in world.claims:
        e, age = claim.enterprise, world.year - claim.year
        if not world.columns.enterprises.active[e]:
            continue
        due = min(_due(world, claim), claim.promised_cny - claim.paid_cny)
        if due > 0.0:
            park = int(world.columns.enterprises.park[e])
            claim.paid_cny += due
            world.budgets.pay(world.year, park, claim.policy, claim.rule.payer, due)
            world.flows.money[ACCOUNT["grants"], e] += due
            world.event("support_paid", e, policy=claim.policy, grant_cny=due, age_years=age)
        if claim.rule.interest_pp is not None and age < claim.rule.interest_years:
            open_claims.append(claim)
    world.claims = open_claims


def _due(world: World, claim: Claim) -> float:
    rule, e = claim.rule, claim.enterprise
    if rule.interest_pp is not None:
        owed = min(claim.loan_cny, float(world.columns.enterprises.debt[e]))
        return float(rule.interest_pp[e]) / 100.0 * max(owed, 0.0)
    assert rule.cny_per_tce is not None
    saved = claim.tce_per_unit * float(world.last_book.output[e])
    saved = min(saved - float(world.last_book.energy_tce[e]), claim.tce_saved)
    if not saved >= max(rule.least_tce, 0.0):
        return 0.0
    return float(rule.cny_per_tce[e]) * saved
