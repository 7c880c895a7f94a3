"""Who considers a retrofit in a year: inertia, what others have done, calls, and audits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.sums import sum_one
from sim.world import World

Floats = NDArray[np.float64]
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
    heed = world.terms["peer_factor"]
    more = 1.0 + assumption["peer_effect"] * _adopted_in_sector(world) * heed
    own = _has_retrofit(world)
    more += assumption["partner_effect"] * _share_of_partners(world, own) * heed
    here = enterprises.active & enterprises.inside
    count = np.bincount(enterprises.park[here], minlength=world.parks)
    done = np.bincount(enterprises.park[here & own], minlength=world.parks)
    more += assumption["neighbour_effect"] * (done / np.maximum(count, 1))[enterprises.park] * heed
    effort = world.terms["committee_effort_factor"][enterprises.park]
    more *= 1.0 + assumption["mobilisation_effect"] * np.maximum(effort - 1.0, 0.0)
    chance = assumption["consider_share"] * more * world.terms["consider_factor"]
    draw = world.draws.uniform("consider", enterprises.key, world.year)
    considers: Flags = ((draw < chance) | audited(world)) & here
    return considers


def audited(world: World) -> Flags:
    """Say which enterprises are audited this year: those drawn within the share of their terms."""
    share = world.terms["audited"]
    if not share.any():
        return np.zeros(len(share), dtype=bool)
    chosen: Flags = world.draws.uniform("audit", world.columns.enterprises.key, world.year) < share
    return chosen


def _adopted_in_sector(world: World) -> Floats:
    retrofits, cell = world.columns.retrofits, world.cell
    cells = world.parks * len(world.catalogue.sectors)
    peers = cell[retrofits.enterprise]
    total = np.bincount(peers, minlength=cells)
    adopted = sum_one(peers, (retrofits.installed_month >= 0).astype(np.float64), cells)
    share: Floats = (adopted / np.maximum(total, 1))[cell]
    return share


def _has_retrofit(world: World) -> Flags:
    retrofits = world.columns.retrofits
    own = np.zeros(len(world.columns.enterprises), dtype=bool)
    own[retrofits.enterprise[retrofits.installed_month >= 0]] = True
    return own


def _share_of_partners(world: World, own: Flags) -> Floats:
    """Return the share of each enterprise's partners, by contract, that have a retrofit."""
    contracts, owner = world.columns.contracts, world.columns.slots.enterprise
    runs = np.flatnonzero((contracts.end_month > world.month) & ~contracts.on_site)
    giver, taker = owner[contracts.giver_slot[runs]], owner[contracts.taker_slot[runs]]
    one, other = np.concatenate((giver, taker)), np.concatenate((taker, giver))
    size = len(own)
    share: Floats = sum_one(one, own[other].astype(np.float64), size)
    return share / np.maximum(np.bincount(one, minlength=size), 1)
