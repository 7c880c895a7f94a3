"""Who considers a retrofit in a year: inertia, what others have done, calls, and audits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.kernel import kernel
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def considering(world: World) -> Flags:
    """Say which enterprises consider a retrofit this year.

    chance = `consider_share` x (1 + effects of others x term `peer_factor`) x term
    `consider_factor`. The effects of others: the share of the park's possible retrofits in the
    sector that stand (`peer_effect`), of partners that have a retrofit (`partner_effect`) and of
    the park's enterprises that have one (`neighbour_effect`). A committee at more than ordinary
    effort mobilises: the chance rises by `mobilisation_effect` for each unit of the term
    `committee_effort_factor` above 1. An audited enterprise considers in any case.
    """
    enterprises, assumption = world.columns.enterprises, world.assumption
    heed, (adopted, partners, neighbours) = world.terms["peer_factor"], _others(world)
    more = 1.0 + assumption["peer_effect"] * adopted * heed
    more += assumption["partner_effect"] * partners * heed
    more += assumption["neighbour_effect"] * neighbours * heed
    effort = world.terms["committee_effort_factor"][enterprises.park]
    more *= 1.0 + assumption["mobilisation_effect"] * np.maximum(effort - 1.0, 0.0)
    chance = assumption["consider_share"] * more * world.terms["consider_factor"]
    draw = world.draws.uniform("consider", enterprises.key, world.year)
    here = enterprises.active & enterprises.inside
    considers: Flags = ((draw < chance) | audited(world)) & here
    return considers


def audited(world: World) -> Flags:
    """Say which enterprises are audited this year: those drawn within the share of their terms."""
    share = world.terms["audited"]
    if not share.any():
        return np.zeros(len(share), dtype=bool)
    chosen: Flags = world.draws.uniform("audit", world.columns.enterprises.key, world.year) < share
    return chosen


def _others(world: World) -> Floats:
    """Return what `share_of_others` does of the world as it stands."""
    columns, parks = world.columns, world.parks
    enterprises, retrofits, contracts = columns.enterprises, columns.retrofits, columns.contracts
    return share_of_others(
        retrofits.enterprise, retrofits.installed_month, contracts.giver_slot,
        contracts.taker_slot, contracts.end_month, contracts.on_site, columns.slots.enterprise,
        enterprises.active, enterprises.inside, enterprises.park, world.cell,
        parks * len(world.catalogue.sectors), world.month,
    )  # fmt: skip


@kernel
def share_of_others(
    enterprise: Ints, installed_month: Ints, giver_slot: Ints, taker_slot: Ints, end_month: Ints,
    on_site: Flags, owner: Ints, active: Flags, inside: Flags, park: Ints, cell: Ints, cells: int,
    month: int,
) -> Floats:  # fmt: skip
    """Return what stands of the retrofits of the sector in the park, and who has one.

    By (number, enterprise): the share of its `cell`'s retrofits that stand, and the shares of its
    partners by contract and of the park's enterprises that have a retrofit.
    """
    many = len(active)
    own = np.zeros(many, dtype=np.bool_)
    total, adopted = np.zeros((2, cells))
    met, like, here, done = np.zeros((4, many))
    for row in range(len(enterprise)):
        e = enterprise[row]
        total[cell[e]] += 1.0
        if installed_month[row] >= 0:
            adopted[cell[e]] += 1.0
            own[e] = True
    for row in range(len(giver_slot)):
        if end_month[row] > month and not on_site[row]:
            giver, taker = owner[giver_slot[row]], owner[taker_slot[row]]
            met[giver] += 1.0
            met[taker] += 1.0
            like[giver] += 1.0 if own[taker] else 0.0
            like[taker] += 1.0 if own[giver] else 0.0
    for e in range(many):
        if active[e] and inside[e]:
            here[park[e]] += 1.0
            done[park[e]] += 1.0 if own[e] else 0.0
    share = np.empty((3, many))
    for e in range(many):
        share[0, e] = adopted[cell[e]] / max(total[cell[e]], 1.0)
        share[1, e] = like[e] / max(met[e], 1.0)
        share[2, e] = done[park[e]] / max(here[park[e]], 1.0)
    return share
