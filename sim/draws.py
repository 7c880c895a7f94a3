"""Counter-based random draws, keyed by who decides what and when.

A draw depends only on (run seed, decision name, keys), never on how many draws came before it:
adding an enterprise or a policy leaves every other draw as it was.
"""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from sim.kernel import kernel

Floats = NDArray[np.float64]
Keys = NDArray[np.uint64]
Key = Keys | NDArray[np.int64] | int

_MASK = 0xFFFFFFFFFFFFFFFF
_GOLDEN, _MIX_1, _MIX_2 = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
GOLDEN_64, MIX_1_64, MIX_2_64 = (np.uint64(word) for word in (_GOLDEN, _MIX_1, _MIX_2))
_S30, _S27, _S31, _S11 = (np.uint64(shift) for shift in (30, 27, 31, 11))
_TO_UNIT = 2.0**-53
_TO_ANGLE = 2.0 * np.pi * _TO_UNIT


@cache
def key_of(text: str) -> int:
    """Return a 64-bit key of a name: the same on every machine."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def keys_of(texts: list[str]) -> Keys:
    """Return the 64-bit keys of many names."""
    return np.array([key_of(text) for text in texts], dtype=np.uint64)


def mix(state: Keys) -> Keys:
    """Return the splitmix64 finaliser of each 64-bit word (Steele, Lea and Flood 2014)."""
    z = state + GOLDEN_64
    z ^= z >> _S30
    z *= MIX_1_64
    z ^= z >> _S27
    z *= MIX_2_64
    z ^= z >> _S31
    return z


@kernel
def mixed(word: np.uint64) -> np.uint64:
    """Return what `mix` returns, of one word in a kernel."""
    z = word + GOLDEN_64
    z = (z ^ (z >> _S30)) * MIX_1_64
    z = (z ^ (z >> _S27)) * MIX_2_64
    return z ^ (z >> _S31)


@kernel
def mix_keys(state: np.uint64, keys: Keys) -> Keys:
    """Return the words of many keys under one state."""
    words = np.empty(len(keys), dtype=np.uint64)
    for i in range(len(keys)):
        words[i] = mixed(state ^ keys[i])
    return words


@kernel
def mix_pairs(words: Keys, keys: Keys) -> Keys:
    """Return the words of many keys, each under a state of its own."""
    mixed_in = np.empty(len(keys), dtype=np.uint64)
    for i in range(len(keys)):
        mixed_in[i] = mixed(words[i] ^ keys[i])
    return mixed_in


@kernel
def mix_all(words: Keys, keys: Keys) -> Keys:
    """Return the words of all keys under each of some states: (state, key)."""
    mixed_in = np.empty((len(words), len(keys)), dtype=np.uint64)
    for i in range(len(words)):
        for k in range(len(keys)):
            mixed_in[i, k] = mixed(words[i] ^ keys[k])
    return mixed_in


def mix_int(state: int) -> int:
    """Return the finaliser of one whole number: the same word that `mix` gives.

    >>> mix_int(7) == int(mix(np.array([7], dtype=np.uint64))[0])
    True
    """
    z = (state + _GOLDEN) & _MASK
    z = ((z ^ (z >> 30)) * _MIX_1) & _MASK
    z = ((z ^ (z >> 27)) * _MIX_2) & _MASK
    return z ^ (z >> 31)


def as_unit(words: Keys) -> Floats:
    """Return 64-bit words as numbers in (0, 1), in their order."""
    return ((words >> _S11).astype(np.float64) + 0.5) * _TO_UNIT


@kernel
def unit_of(word: np.uint64) -> float:
    """Return what `as_unit` returns, of one word in a kernel."""
    return (np.float64(word >> _S11) + 0.5) * _TO_UNIT


@kernel
def units_of(words: Keys) -> Floats:
    """Return what `as_unit` returns, of a row of words."""
    units = np.empty(len(words))
    for i in range(len(words)):
        units[i] = unit_of(words[i])
    return units


@kernel
def discs_of(words: Keys) -> tuple[Floats, Floats]:
    """Return a radius in (0, 1) and an angle in (0, 2 pi) of each word."""
    radius, angle = np.empty(len(words)), np.empty(len(words))
    for i in range(len(words)):
        radius[i] = unit_of(words[i])
        angle[i] = (np.float64(np.uint64(mixed(words[i])) >> _S11) + 0.5) * _TO_ANGLE
    return radius, angle


@cache
def normal_quantiles() -> Floats:
    """Return the standard normal at the middles of 4096 equal slices of probability.

    The first 12 bits of a word pick one: a normal draw without a logarithm, the same everywhere.
    """
    middles = (np.arange(4096) + 0.5) / 4096
    return np.array([NormalDist().inv_cdf(middle) for middle in middles.tolist()])


def pair_keys(giver: Keys, taker: Keys, option: Keys) -> Keys:
    """Return one key for each (giver, taker, option); the order of the two matters."""
    apart: Keys = np.multiply(taker, MIX_1_64)
    word: Keys = np.bitwise_xor(np.bitwise_xor(giver, apart), option)
    return mix(word)


@lru_cache(maxsize=4096)
def _state(seed: int, decision: str, *numbers: int) -> int:
    """Return the word of a decision and the whole numbers that key it."""
    state = mix_int((seed ^ key_of(decision)) & _MASK)
    for number in numbers:
        state = mix_int(state ^ (number & _MASK))
    return state


def _under(state: np.uint64, keys: Keys) -> Keys:
    """Return the words of keys under one state."""
    if keys.ndim == 1:
        return mix_keys(state, keys)
    return mix_keys(state, keys.ravel()).reshape(keys.shape)


def _beside(words: Keys, keys: Keys) -> Keys:
    """Return the words of keys, each under a word of its own; broadcast."""
    if words.ndim == 1 and words.shape == keys.shape:
        return mix_pairs(words, keys)
    if words.ndim == keys.ndim == 2 and words.shape[1] == keys.shape[0] == 1:
        return mix_all(words[:, 0], keys[0])
    words, keys = np.broadcast_arrays(words, keys)
    return mix_pairs(words.ravel(), keys.ravel()).reshape(keys.shape)


class Draws:
    """The draws of one run.

    >>> a = Draws(1).uniform("exit", keys_of(["mill", "plant"]), 2024)
    >>> b = Draws(1).uniform("exit", keys_of(["plant"]), 2024)
    >>> bool(a[1] == b[0])
    True
    """

    def __init__(self, seed: int) -> None:
        self.seed = int(seed)

    def bits(self, decision: str, *keys: Key) -> Keys:
        """Return 64 random bits for each key; arrays are broadcast together, numbers hold for all.

        Whole numbers are mixed in first, then arrays in the order given.
        """
        numbers = [key for key in keys if isinstance(key, int)]
        arrays = [key for key in keys if not isinstance(key, int)]
        state, words = np.uint64(_state(self.seed, decision, *numbers)), None
        for array in arrays:
            key: Keys = array.view(np.uint64)
            words = _under(state, key) if words is None else _beside(words, key)
        return np.array([state]) if words is None else words

    def state(self, decision: str, *numbers: int) -> np.uint64:
        """Return the word that keys are mixed into, for kernels that mix them themselves."""
        return np.uint64(_state(self.seed, decision, *numbers))

    def one(self, decision: str, *numbers: int) -> float:
        """Return the number in (0, 1) of one decision keyed by whole numbers.

        >>> bool(Draws(1).one("site", 3, 2024) == Draws(1).uniform("site", 3, 2024)[0])
        True
        """
        return float((_state(self.seed, decision, *numbers) >> 11) + 0.5) * _TO_UNIT

    def uniform(self, decision: str, *keys: Key) -> Floats:
        """Return a number in (0, 1) for each key."""
        words = self.bits(decision, *keys)
        units: Floats = units_of(words) if words.ndim == 1 else as_unit(words)
        return units

    def normal(self, decision: str, *keys: Key) -> Floats:
        """Return a standard normal number for each key (Box and Muller 1958)."""
        words = self.bits(decision, *keys)
        radius, angle = discs_of(words.ravel())
        wave: Floats = np.sqrt(-2.0 * np.log(radius)) * np.cos(angle)
        return wave.reshape(words.shape)

    def gumbel(self, decision: str, *keys: Key) -> Floats:
        """Return a standard Gumbel number for each key: its argmax is a logit choice."""
        draw: Floats = -np.log(-np.log(self.uniform(decision, *keys)))
        return draw
