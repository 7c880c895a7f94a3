"""The bank: a yearly pool of loans for each park, granted by rank until it runs out.

A loan is what an investment costs beyond the cash that a firm has not committed yet. Without a
limit (`bank_lending_share` of 99 or more) every loan is granted.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

NO_LIMIT = 99.0
"""Value of `bank_lending_share` from which banks have no limit."""
POOL = "lending pool"
ALL, GREEN = 0, 1
"""Rows of the pool: loans for anything, and those kept for projects that save."""


def open_pools(world: World) -> None:
    """Set what banks may lend to each park's enterprises this year, over what these owe."""
    world.memory.pop(POOL, None)
    share = world.assumption["bank_lending_share"]
    if share >= NO_LIMIT:
        return
    enterprises = world.columns.enterprises
    owed = np.bincount(enterprises.park, enterprises.debt * enterprises.active, world.parks)
    world.memory[POOL] = np.array([share * owed, world.terms["green_lending_share"] * owed])


def lend(world: World, enterprise: Ints, paid_cny: Floats, green: Flags | bool = False) -> Flags:
    """Say which investments can be paid for, and take their loans from the pools.

    `enterprise` holds each borrower once, `paid_cny` what it pays net of grants. Those with the
    lowest debt over assets come first, ties by key; a loan is granted as a whole or not at all, and
    who is refused leaves what is left to the next. Projects that save draw on what banks keep for
    them first.
    """
    pool = world.memory.get(POOL)
    granted = np.ones(len(enterprise), dtype=bool)
    if pool is None or len(enterprise) == 0:
        return granted
    loan = np.maximum(paid_cny - _own_cash(world)[enterprise], 0.0)
    keeps = np.broadcast_to(np.asarray(green, dtype=bool), granted.shape)
    park = world.columns.enterprises.park[enterprise]
    for row in _ranked(world, enterprise).tolist():
        if loan[row] <= 0.0:
            continue
        granted[row] = _take(pool, int(park[row]), loan.item(row), bool(keeps[row]))
        if not granted[row]:
            world.event("loan_refused", int(enterprise[row]), loan_cny=loan.item(row))
    return granted


def lends(world: World, enterprise: int, paid_cny: float) -> bool:
    """Say whether one investment can be paid for; see `lend`."""
    if POOL not in world.memory:
        return True
    return bool(lend(world, np.array([enterprise]), np.array([paid_cny]))[0])


def within_pools(world: World, power_cny: Floats, borrowers: Ints) -> Floats:
    """Return what borrowers can spend on projects that save, given what is left of the pools.

    Each may borrow up to its own limit, those with the lowest debt over assets first.
    """
    pool = world.memory.get(POOL)
    if pool is None:
        return power_cny
    borrowers = np.unique(borrowers)
    own, park = _own_cash(world), world.columns.enterprises.park
    left, power = pool.sum(axis=0), np.minimum(power_cny, own)
    for row in borrowers[_ranked(world, borrowers)].tolist():
        line = min(max(power_cny.item(row) - own.item(row), 0.0), left.item(park[row]))
        left[park[row]] -= line
        power[row] += line
    return power


def draw_loans(world: World, borrower: Ints, paid_cny: Floats) -> None:
    """Take from the pools what borrowers pay beyond their cash, for projects that save."""
    note_loan(world, borrower, paid_cny)
    pool = world.memory.get(POOL)
    if pool is None:
        return
    own, park = np.maximum(_own_cash(world), 0.0), world.columns.enterprises.park
    for row, paid in zip(borrower.tolist(), paid_cny.tolist(), strict=True):
        cash = min(own.item(row), paid)
        own[row] -= cash
        _take(pool, int(park[row]), paid - cash, True)


def own_cash(world: World) -> Floats:
    """Return the cash that each enterprise has not committed yet, CNY."""
    return np.maximum(_own_cash(world), 0.0)


def note_loan(world: World, enterprise: Ints, capex_cny: Floats) -> None:
    """Keep the loans of projects that save: a share of what they cost."""
    rows = (capex_cny > 0.0).nonzero()[0]
    if len(rows) == 0:
        return
    cny = world.assumption["project_loan_share"] * capex_cny[rows]
    world.project_loans.add(len(rows), enterprise=enterprise[rows], year=world.year, cny=cny)


def _own_cash(world: World) -> Floats:
    enterprises = world.columns.enterprises
    return np.maximum(enterprises.cash, 0.0) - enterprises.committed_cny


def _ranked(world: World, enterprise: Ints) -> Ints:
    """Return borrowers in the order in which banks serve them, as places in `enterprise`."""
    enterprises = world.columns.enterprises
    assets = np.maximum(enterprises.cash, 0.0) + enterprises.receivables + enterprises.fixed_assets
    debt = enterprises.debt[enterprise]
    ratio = debt / np.maximum(assets[enterprise], 1.0)
    order: Ints = np.lexsort((enterprises.key[enterprise], ratio))
    return order


def _take(pool: Floats, park: int, cny: float, green: bool) -> bool:
    """Take a loan from a park's pools, or nothing where they cannot cover it."""
    kept = pool[GREEN, park] if green else 0.0
    if cny > kept + pool[ALL, park]:
        return False
    first = min(cny, float(kept))
    pool[GREEN, park] -= first
    pool[ALL, park] = max(pool[ALL, park] - (cny - first), 0.0)
    return True
