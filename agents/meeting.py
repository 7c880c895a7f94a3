"""The kernels of a search: who looks, who meets whom, and which of these pairs could deal.

Arrays by prospect, slot, option or enterprise are named for what they hold and indexed by row. See
`agents.openings` for the rules in words.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.draws import MIX_1_64, mixed, unit_of
from sim.kernel import kernel
from sim.market import Shelves
from sim.pairs import Table, read

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Keys = NDArray[np.uint64]


class Prospecting(NamedTuple):
    """Columns of the prospects that a search reads."""

    slot: Ints
    exchange: Ints
    giver: Flags
    known: Flags


class Room(NamedTuple):
    """Columns of the slots that a search reads."""

    given_share: Floats
    taken_share: Floats


class Firms(NamedTuple):
    """Columns of the enterprises that a search reads."""

    active: Flags
    owner: Ints
    x_km: Floats
    y_km: Floats
    key: Keys


class Meeting(NamedTuple):
    """What decides whether two prospects that meet may deal."""

    prospects: Prospecting
    slots: Room
    firms: Firms
    enterprise: Ints
    """By prospect."""
    platform: Floats
    """What the platform does for an enterprise."""
    reach_km: Floats
    option_key: Keys
    """By option."""
    ties: Table
    """Trust by pair of enterprises that have dealt."""
    held: Table
    """Pairs of prospects that hold a contract."""
    stranger: float
    """Trust between enterprises that have not dealt."""
    least: float
    """Share of a slot that must be free."""
    state: np.uint64
    """What the draws of the year's talks are mixed into."""
    rate: float
    made_good: float
    """Chance that strangers talk; part of the talks that fail which a platform makes good."""


class Rings(NamedTuple):
    """Where prospects stand and from where they look."""

    shelf: Ints
    point: Floats
    """By prospect."""
    takers: Shelves
    givers: Shelves


@kernel
def who_looks(turn: Floats, now: int, enterprise: Ints, slot: Ints, freed: Flags) -> Flags:
    """Say which prospects look: those whose enterprise's turn it is and those of freed slots."""
    looks = np.empty(len(slot), dtype=np.bool_)
    for i in range(len(slot)):
        looks[i] = turn[enterprise[i]] == now or freed[slot[i]]
    return looks


@kernel
def pair_draw(state: np.uint64, giver: np.uint64, taker: np.uint64, option: np.uint64) -> np.uint64:
    """Return the draw of a pair for a decision whose state is given, as `sim.draws` does."""
    return mixed(state ^ mixed(giver ^ (taker * MIX_1_64) ^ option))


@kernel
def trust_of(seller: int, buyer: int, owner: Ints, ties: Table, stranger: float) -> float:
    """Return the trust of a pair: 1 inside a group, what dealings left, or that of strangers."""
    if owner[seller] == owner[buyer] and owner[seller] >= 0:
        return 1.0
    return read(ties, seller, buyer, stranger)


@kernel
def trusts(seller: Ints, buyer: Ints, owner: Ints, ties: Table, stranger: float) -> Floats:
    """Return the trust of many pairs."""
    trust = np.empty(len(seller))
    for i in range(len(seller)):
        trust[i] = trust_of(seller[i], buyer[i], owner, ties, stranger)
    return trust


@kernel
def apart_km(seller: int, buyer: int, x_km: Floats, y_km: Floats) -> float:
    """Return the straight distance of two enterprises."""
    dx, dy = x_km[seller] - x_km[buyer], y_km[seller] - y_km[buyer]
    return float(np.sqrt(dx * dx + dy * dy))


@kernel
def first_from(place: Floats, low: int, high: int, point: float) -> int:
    """Return the first row from `low` to `high` that stands at a point of the ring or behind it."""
    while low < high:
        middle = (low + high) // 2
        if place[middle] < point:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def come_across(looking: Flags, most: int, invited: Ints, gives: Flags, rings: Rings) -> Ints:
    """Return the pairs of prospects that meet, as giver x prospects + taker; some more than once.

    Each prospect that looks meets up to `most` of the other side on its shelf, from its own point
    of the ring on; `invited` pairs, given in the same form, meet in any case.
    """
    most = min(most, len(looking))
    pairs = np.empty(len(invited) + most * np.sum(looking), dtype=np.int64)
    pairs[: len(invited)] = invited
    shelf, point, met = rings.shelf, rings.point, len(invited)
    met = go_round(looking, most, gives, True, shelf, point, rings.takers, pairs, met)
    met = go_round(looking, most, gives, False, shelf, point, rings.givers, pairs, met)
    return pairs[:met]


@kernel
def go_round(
    looking: Flags, most: int, gives: Flags, givers: bool, shelf: Ints, point: Floats,
    others: Shelves, pairs: Ints, met: int,
) -> int:  # fmt: skip
    """Add the pairs that givers, or takers, meet among `others`; return how many there are."""
    size, begin, rows, place = others.size, others.first, others.rows, others.place
    for me in range(len(looking)):
        if not looking[me] or gives[me] != givers:
            continue
        first = begin[shelf[me]]
        end = first + size[shelf[me]]
        at = first_from(place, first, end, shelf[me] + point[me])
        for _ in range(min(end - first, most)):
            if at == end:
                at = first
            other = rows[at]
            pairs[met] = me * len(looking) + other if givers else other * len(looking) + me
            met += 1
            at += 1
    return met


@kernel
def have_room(
    slot: Ints, enterprise: Ints, active: Flags, given_share: Floats, taken_share: Floats,
    least: float,
) -> Flags:  # fmt: skip
    """Say which prospects may deal: of active enterprises, more than `least` of the slot free."""
    may = np.empty(len(slot), dtype=np.bool_)
    for i in range(len(slot)):
        free = 1.0 - given_share[slot[i]] - taken_share[slot[i]]
        may[i] = active[enterprise[i]] and free > least
    return may


@kernel
def could_sign(pairs: Ints, room: Flags, facts: Meeting) -> Ints:
    """Return those of some pairs of prospects that could sign, once, in order.

    Two enterprises that have `room`, in reach of each other; one knows the option, or the group
    that both belong to; no contract of the option joins them yet; and they talk: who trusts more
    than strangers do always, strangers with the chance `rate`, and two members of a platform make
    good a part of the talks that would fail.
    """
    option, known, firms = facts.prospects.exchange, facts.prospects.known, facts.firms
    prospects, met = len(room), 0
    could = np.empty(len(pairs), dtype=np.int64)
    for pair in pairs:
        giver, taker = pair // prospects, pair % prospects
        seller, buyer = facts.enterprise[giver], facts.enterprise[taker]
        if seller == buyer or not (room[giver] and room[taker]):
            continue
        group = firms.owner[seller] == firms.owner[buyer] and firms.owner[seller] >= 0
        if not (known[giver] or known[taker] or group):
            continue
        km = apart_km(seller, buyer, firms.x_km, firms.y_km)
        if km > facts.reach_km[option[giver]] or read(facts.held, giver, taker, 0.0) > 0.0:
            continue
        trust = trust_of(seller, buyer, firms.owner, facts.ties, facts.stranger)
        if trust <= facts.stranger:
            key = facts.option_key[option[giver]]
            draw = pair_draw(facts.state, firms.key[seller], firms.key[buyer], key)
            both = min(facts.platform[seller], facts.platform[buyer])
            chance = facts.rate + (1.0 - facts.rate) * facts.made_good * both
            if not unit_of(draw) < chance:
                continue
        could[met] = pair
        met += 1
    could = np.sort(could[:met])
    kept = 0
    for i in range(met):
        if i == 0 or could[i] != could[i - 1]:
            could[kept] = could[i]
            kept += 1
    return could[:kept]


@kernel
def describe(pairs: Ints, built: Table, facts: Meeting) -> tuple[Ints, Floats, Flags]:
    """Return who meets in each pair, how they stand, and whether a pipe or line of theirs does.

    By (number, pair): giver, taker, option, seller and buyer; trust and distance in km.
    """
    who, how = np.empty((5, len(pairs)), dtype=np.int64), np.empty((2, len(pairs)))
    stands = np.empty(len(pairs), dtype=np.bool_)
    for i in range(len(pairs)):
        giver, taker = pairs[i] // len(facts.enterprise), pairs[i] % len(facts.enterprise)
        seller, buyer = facts.enterprise[giver], facts.enterprise[taker]
        who[0, i], who[1, i], who[2, i] = giver, taker, facts.prospects.exchange[giver]
        who[3, i], who[4, i] = seller, buyer
        how[0, i] = trust_of(seller, buyer, facts.firms.owner, facts.ties, facts.stranger)
        how[1, i] = apart_km(seller, buyer, facts.firms.x_km, facts.firms.y_km)
        stands[i] = not np.isnan(read(built, giver, taker, np.nan))
    return who, how, stands


@kernel
def meet(
    looking: Flags, most: int, invited: Ints, rings: Rings, built: Table, facts: Meeting
) -> tuple[Ints, Floats, Flags]:
    """Return the pairs that meet and could deal, once, in order, as `describe` says."""
    prospects, slots = facts.prospects, facts.slots
    room = have_room(
        prospects.slot, facts.enterprise, facts.firms.active, slots.given_share, slots.taken_share,
        facts.least,
    )  # fmt: skip
    pairs = come_across(looking & room, most, invited, prospects.giver, rings)
    return describe(could_sign(pairs, room, facts), built, facts)


@kernel
def joint_gain(
    operating: Floats, giver_asks_cny_per_t: Floats, taker_asks_cny_per_t: Floats, annuity: Floats,
    stands: Flags,
) -> Floats:  # fmt: skip
    """Return what is left when both sides have what they ask for; what stands costs no annuity."""
    gain = np.empty(len(operating))
    for i in range(len(gain)):
        asked = (giver_asks_cny_per_t[i] + taker_asks_cny_per_t[i]) / 1000.0
        gain[i] = operating[i] - asked - (0.0 if stands[i] else annuity[i])
    return gain
