"""What keeps the market from the optimum: one reason a pair, and the optimum's value by reason."""

from __future__ import annotations

from copy import copy

import numpy as np
from numpy.typing import NDArray

from agents.contract import spending_power
from agents.openings import find_openings
from experiments.symbiosis.look import Look

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

REASONS = {
    "unknown": "neither side knows the option",
    "no talks": "a side knows the option, and the two did not meet or talk this year",
    "untrusted": "both would gain, less than they ask for as long as they do not trust each other",
    "unprofitable": "the two together would lose",
    "permit": "signed; waits for the permit of a hazardous waste",
    "lead time": "signed; waits until pipe or trucks are ready",
    "capex": "the taker can neither pay nor borrow the investment",
    "capacity": "what one side makes or needs is held by contracts with others, or for less",
    "open": "nothing: a later search finds it, unless it is too little for a contract",
}
"""What blocks a link, in the order in which reports list it."""


def reasons(look: Look, amount: Floats) -> NDArray[np.object_]:
    """Return for each feasible pair the first reason why it does not exchange `amount` a year.

    A pair that has a contract waits for it (permit, lead time) or, where it runs, is held by it;
    of the others the first that holds: unprofitable, unknown, untrusted, capex, no talks, open.
    """
    pairs, programme = look.pairs, look.programme
    deal, stands = pairs.deal, programme.standing > 0
    gain = np.where(stands, deal.operating, pairs.value)
    joint = np.where(stands, deal.joint(annuity=False), deal.joint())
    capex = programme.by_pair("capex_cny", amount)
    hazardous = look.world.market.facts.hazardous[pairs.exchange]
    found = np.select(
        [
            look.running > 0,
            (look.waiting > 0) & hazardous,
            look.waiting > 0,
            gain <= 0,
            ~pairs.known,
            joint <= 0,
            capex > spending_power(look.world)[pairs.buyer],
            ~_talking(look),
        ],
        ["capacity", "permit", "lead time", "unprofitable", "unknown", "untrusted", "capex",
         "no talks"],
        "open",
    )  # fmt: skip
    return found.astype(object)


def _talking(look: Look) -> Flags:
    """Say which pairs could sign by the month's end if everybody searched."""
    world = copy(look.world)
    world.month, world.kept = world.month - 1, dict(world.kept)  # the run goes on as it was
    everybody = np.ones(len(world.columns.prospects), dtype=bool)
    found = find_openings(world, everybody)
    talking = np.zeros(len(look.pairs), dtype=bool)
    rows = look.pairs.rows(found.giver, found.taker)
    talking[rows[rows >= 0]] = True
    return talking


def by_reason(look: Look, objective: str, best: Floats) -> dict[str, float]:
    """Split the optimum of an objective into what the market reaches and what blocks the rest.

    market + waiting + missing beside them + tied = optimum: contracts that run; those signed
    (permit, lead time); what the best plan adds without touching any contract, by the reason of
    its pairs; and what only breaking contracts could add (capacity). Returns `market` and each of
    `REASONS`, in the objective's unit.
    """
    programme = look.programme
    signed = look.running + look.waiting
    beside = programme.solve(objective, at_least=signed)
    now, later, added = (
        programme.by_pair(objective, amount) for amount in (look.running, signed, beside)
    )
    reason = reasons(look, beside)
    parts = {"market": float(now.sum()), **dict.fromkeys(REASONS, 0.0)}
    for name in REASONS:
        parts[name] += float((added - later)[reason == name].sum())
        waits = (look.waiting > 0) & (_waits_for(look) == name)
        parts[name] += float((later - now)[waits].sum())
    parts["capacity"] += float(programme.by_pair(objective, best).sum() - added.sum())
    return parts


def _waits_for(look: Look) -> NDArray[np.object_]:
    hazardous = look.world.market.facts.hazardous[look.pairs.exchange]
    return np.where(hazardous, "permit", "lead time").astype(object)
