"""Counter-based random draws, keyed by who decides what and when.

A draw depends only on (run seed, decision name, keys), never on how many draws came before it:
adding an enterprise or a policy leaves every other draw as it was.
"""

from __future__ import annotations

import hashlib
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Keys = NDArray[np.uint64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = (np.uint64(s) for s in (30, 27, 31, 11))
_TO_UNIT = 2.0**-53


@cache
def key_of(text: str) -> int:
    """Return a 64-bit key of a name: the same on every machine."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def keys_of(texts: list[str]) -> Keys:
    """Return the 64-bit keys of many names."""
    return np.array([key_of(text) for text in texts], dtype=np.uint64)


def mix(state: Keys) -> Keys:
    """Return the splitmix64 finaliser of each 64-bit word (Steele, Lea and Flood 2014)."""
    z = state + _GOLDEN
    z = (z ^ (z >> _S30)) * _MIX_1
    z = (z ^ (z >> _S27)) * _MIX_2
    return z ^ (z >> _S31)


class Draws:
    """The draws of one run.

    >>> a = Draws(1).uniform("exit", keys_of(["mill", "plant"]), 2024)
    >>> b = Draws(1).uniform("exit", keys_of(["plant"]), 2024)
    >>> bool(a[1] == b[0])
    True
    """

    def __init__(self, seed: int) -> None:
        self.seed = int(seed)

    def bits(self, decision: str, *keys: ArrayLike) -> Keys:
        """Return 64 random bits for each key; `keys` are arrays or whole numbers, broadcast together."""
        with np.errstate(over="ignore"):
            word = mix(np.array([(self.seed ^ key_of(decision)) & 0xFFFFFFFFFFFFFFFF], dtype=np.uint64))
            for key in keys:
                word = mix(word ^ np.asarray(key).astype(np.uint64))
        return word

    def uniform(self, decision: str, *keys: ArrayLike) -> Floats:
        """Return a number in (0, 1) for each key."""
        bits = self.bits(decision, *keys) >> _S11
        return (bits.astype(np.float64) + 0.5) * _TO_UNIT

    def normal(self, decision: str, *keys: ArrayLike) -> Floats:
        """Return a standard normal number for each key (Box and Muller 1958)."""
        radius = self.uniform(decision, *keys, 1)
        angle = self.uniform(decision, *keys, 2)
        wave: Floats = np.sqrt(-2.0 * np.log(radius)) * np.cos(2.0 * np.pi * angle)
        return wave

    def gumbel(self, decision: str, *keys: ArrayLike) -> Floats:
        """Return a standard Gumbel number for each key: its argmax is a logit choice."""
        draw: Floats = -np.log(-np.log(self.uniform(decision, *keys)))
        return draw
