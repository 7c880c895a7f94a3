"""Search: an enterprise looks for partners in its own month and when one of its contracts ends."""

from __future__ import annotations

import numpy as np

from agents.broker import report_studies
from agents.contract import end_contracts, sign_in_order
from agents.meeting import who_looks
from agents.openings import find_openings
from sim.world import World


def search(world: World) -> None:
    """Let contracts end, let this month's enterprises search, and sign what pays both sides.

    Enterprises look in their own month, and for what a contract of theirs leaves free when it ends;
    the two sides of a contract that ends, and of a broker's study that is done, meet in any case.
    What they find is signed in order of joint gain, each contract within what the earlier ones left
    free.
    """
    freed, invited = end_contracts(world)
    if not world.symbiosis:
        return
    turn, slot = world.memory["turn"], world.columns.prospects.slot
    looking = who_looks(turn, world.month % 12, world.market.enterprise, slot, freed)
    brought = report_studies(world)
    if len(brought):
        invited = np.concatenate((invited, brought))
    found = find_openings(world, looking, invited)
    if len(found.giver):
        world.talks.append((world.month, found))
        sign_in_order(world, found)
