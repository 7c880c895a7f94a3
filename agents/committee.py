"""The park committee: each January it may move the levers that are in its own hands.

A fixed committee keeps the strengths of its package. An adaptive one learns from its own history:
which lever has closed how much of the gap to the park's goals, and what a year of it has cost. It
moves few levers a year, within its purse, and what it decides holds only after a lag.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.draws import key_of
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

OWN_BUDGET = "park"
"""Payer of what comes out of the park's own budget."""
PURSE = "committee"
"""Name under which the committee's own staff cost is booked."""
GOALS = ("tco2e", "energy_tce", "fresh_water_m3")
"""Quantities of the yearbook whose use per value added is to fall, by the assumptions `goal_*`."""


@dataclass
class Experience:
    """What one park's committee has seen: a row a year that has ended."""

    base: Floats | None = None
    """Use per value added in the first year, by goal."""
    years: list[int] = field(default_factory=list)
    gap: list[float] = field(default_factory=list)
    strength: list[Floats] = field(default_factory=list)
    """Strength in force, by own lever."""
    waiting: list[Floats] = field(default_factory=list)
    """Strengths decided that do not hold yet, the oldest first."""


def own_levers(world: World) -> Ints:
    """Return the numbers of the policies whose strength the park's committee may set."""
    own = [k for k, policy in enumerate(world.policies) if policy.local]
    return np.array(own, dtype=np.int64)


def gap_to_goals(world: World, park: int, seen: Experience) -> float:
    """Return how far a park is from its goals: the mean relative excess over the path of each.

    The path of a goal falls in a straight line from the first year's use per value added to the
    share of it that the assumption `goal_<quantity>` leaves in 2030, the end of the plan. What
    is below its path counts as 0: no goal pays for another.
    """
    enterprises, book = world.columns.enterprises, world.last_book
    here = (enterprises.park == park) & enterprises.inside
    earned = float(np.sum(book.value_added_cny[here]))
    if earned <= 0:
        return 0.0
    used = np.array([float(np.sum(getattr(book, name)[here])) / earned for name in GOALS])
    if seen.base is None:
        seen.base = used
    left = np.array([1.0 - world.assumption[f"goal_{name}"] for name in GOALS])
    gone = min((book.year - world.first_year) / max(2030 - world.first_year, 1), 1.0)
    path = seen.base * (1.0 - gone * (1.0 - left))
    excess = np.divide(used, path, out=np.ones_like(used), where=path > 0) - 1.0
    return float(np.mean(np.maximum(excess, 0.0)))


def effects(world: World, seen: Experience, levers: int) -> tuple[Floats, Floats]:
    """Return what a year at strength 1 of each own lever closes of the gap: mean and spread.

    A regression on the committee's own history, fall of the gap on the strengths that held, with a
    common drift, drawn towards a prior (mean `prior_effect`, spread as large): beta = (X'X / v +
    P)^-1 (X'y / v + P m), with v the variance of `gap_noise`. With no history it is the prior.
    """
    prior = world.assumption["committee_prior_effect"]
    weight = np.diag(np.full(levers + 1, prior**-2.0))
    mean = np.full(levers + 1, prior)
    mean[-1] = 0.0
    weight[-1, -1] = 1.0
    fall = -np.diff(np.array(seen.gap))
    if len(fall):
        held = np.column_stack((np.array(seen.strength)[1 : len(fall) + 1], np.ones(len(fall))))
        precision = world.assumption["committee_gap_noise"] ** -2.0
        total = held.T @ held * precision + weight
        mean = np.linalg.solve(total, held.T @ fall * precision + weight @ mean)
        weight = total
    spread = np.sqrt(np.diag(np.linalg.inv(weight)))
    return mean[:-1], spread[:-1]


def yearly_costs(world: World, park: int, own: Ints, seen: Experience) -> Floats:
    """Return what a year at strength 1 of each own lever has cost the park's own budget, CNY.

    What the park paid over strengths that held, and the committee's own work. What the centre, the
    county or enterprises pay costs a committee nothing: it applies for their programmes.
    """
    spent = np.zeros(len(own))
    place = {world.policies[k].name: i for i, k in enumerate(own.tolist())}
    for (_, where, policy, payer), amount in sorted(world.budgets.spent_cny.items()):
        if where == park and policy in place and payer == OWN_BUDGET:
            spent[place[policy]] += amount
    used = np.sum(np.array(seen.strength), axis=0) if seen.strength else np.zeros(len(own))
    mean: Floats = np.divide(spent, used, out=np.zeros(len(own)), where=used > 0)
    return mean + world.assumption["committee_effort_cny"]


def set_levers(world: World) -> None:
    """Let adaptive committees decide on next year's levers, and let what they decided hold."""
    if not world.adaptive:
        return
    own = own_levers(world)
    if len(own) == 0:
        return
    for park in range(world.parks):
        seen = world.experience.setdefault(park, Experience())
        if world.month > 0:
            seen.years.append(world.year - 1)
            seen.gap.append(gap_to_goals(world, park, seen))
            seen.strength.append(world.levers[park, own].copy())
            seen.waiting.append(_decide(world, park, own, seen))
            if len(seen.waiting) >= round(world.assumption["committee_lag_years"]):
                world.levers[park, own] = seen.waiting.pop(0)
        effort = world.assumption["committee_effort_cny"] * float(np.sum(world.levers[park, own]))
        if effort > 0:
            world.budgets.pay(world.year, park, PURSE, OWN_BUDGET, effort)


def _decide(world: World, park: int, own: Ints, seen: Experience) -> Floats:
    """Return the strengths wanted: up to a few levers moved by a step each.

    Each lever's worth is the gap it is expected to close per yuan, tried out with a draw from its
    spread (Thompson 1933). While a gap is open the most worthy lever that the purse can carry is
    raised; where the purse is overdrawn, or a lever is expected to widen the gap, the least worthy
    is lowered. Without a gap nothing moves.
    """
    wanted = (seen.waiting[-1] if seen.waiting else world.levers[park, own]).copy()
    mean, spread = effects(world, seen, len(own))
    names = np.array([key_of(world.policies[k].name) for k in own.tolist()], dtype=np.uint64)
    home = key_of(world.columns.park_ids[park])
    drawn = mean + spread * world.assumption["committee_curiosity"] * world.draws.normal(
        "committee", home, world.year, names
    )
    cost = yearly_costs(world, park, own, seen)
    worth = drawn / cost
    purse = _purse(world, park)
    effort = float(world.terms["committee_effort_factor"][park])
    most = np.array([world.policies[k].max_strength for k in own.tolist()])
    step = world.assumption["committee_step"]
    gap = seen.gap[-1]
    for _ in range(round(world.assumption["committee_moves"] * effort)):
        planned = float(np.sum(wanted * cost))
        down = np.flatnonzero((wanted > 0) & ((worth < 0) | (planned > purse)))
        up = np.flatnonzero((wanted < most) & (worth > 0) & (planned + step * cost <= purse))
        if len(down):
            lever, move = int(down[np.argmin(worth[down])]), -step
        elif gap > 0 and len(up):
            lever, move = int(up[np.argmax(worth[up])]), step
        else:
            break
        wanted[lever] = min(max(wanted[lever] + move, 0.0), most[lever])
        numbers = (wanted[lever], gap, mean[lever], cost[lever], purse)
        _record(world, park, world.policies[own[lever]].name, [float(one) for one in numbers])
        worth[lever] = 0.0  # each lever moves once a year
    return wanted


def _purse(world: World, park: int) -> float:
    """Return what a committee may spend this year, CNY: by enterprise, effort and grants."""
    firms = world.columns.enterprises.active & (world.columns.enterprises.park == park)
    own = world.assumption["committee_budget_cny_per_firm"] * float(np.count_nonzero(firms))
    effort, grant = (world.terms[f"committee_{name}"] for name in ("effort_factor", "grant_cny"))
    return own * float(effort[park]) + float(grant[park])


NUMBERS = (
    "strength", "gap", "expected_fall_per_year", "cost_cny_per_year", "purse_cny_per_year",
)  # fmt: skip
"""What is told of a move: the lever it goes to, and what made the committee choose it."""


def _record(world: World, park: int, policy: str, numbers: list[float]) -> None:
    told = dict(zip(NUMBERS, numbers, strict=True))
    home = world.columns.park_ids[park]
    world.moves.append({"year": world.year, "park": home, "policy": policy, **told})
    world.park_event("lever_moved", park, lever=policy, **told)


def pay_effort(world: World) -> None:
    """Book what a committee's effort beyond its ordinary one costs the park: staff and meetings."""
    more = np.maximum(world.terms["committee_effort_factor"] - 1.0, 0.0)
    for park in more.nonzero()[0].tolist():
        cost = world.assumption["committee_effort_cny"] * float(more[park])
        world.budgets.pay(world.year, park, PURSE, OWN_BUDGET, cost)
