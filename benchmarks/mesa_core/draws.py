"""The keyed draws of `sim.draws`, one at a time on Python numbers: the same words, bit for bit."""

from __future__ import annotations

import math
from statistics import NormalDist

from sim.draws import key_of, mix_int

MASK = 0xFFFFFFFFFFFFFFFF
TAKER_FACTOR = 0xBF58476D1CE4E5B9
TO_UNIT = 2.0**-53


def start(seed: int, decision: str, *keys: int) -> int:
    """Return the word on which a decision's draws stand; mix one more key in with `draw`."""
    word = mix_int((seed ^ key_of(decision)) & MASK)
    for key in keys:
        word = mix_int(word ^ (key & MASK))
    return word


def draw(word: int, key: int) -> int:
    """Return 64 random bits for a key."""
    return mix_int(word ^ key)


def unit(word: int) -> float:
    """Return a number in (0, 1) from 64 random bits."""
    return ((word >> 11) + 0.5) * TO_UNIT


def normal(word: int) -> float:
    """Return a standard normal number from 64 random bits (Box and Muller 1958)."""
    return math.sqrt(-2.0 * math.log(unit(word))) * math.cos(2.0 * math.pi * unit(mix_int(word)))


def quantile(word: int) -> float:
    """Return a standard normal number from the first 12 bits, as in the table of `sim.draws`."""
    return NormalDist().inv_cdf(((word >> 52) + 0.5) / 4096)


def pair_key(giver: int, taker: int, option: int) -> int:
    """Return the key of a pair's draws, as `sim.draws.pair_keys` does."""
    return mix_int(giver ^ (taker * TAKER_FACTOR & MASK) ^ option)
