"""The replicates of a study: seeds of the random draws, paired with draws of the tables."""

from __future__ import annotations

from typing import Any

from experiments.studyfile.notes import Notes
from experiments.studyfile.values import as_list, is_whole, shown

MOST_RUNS = 1_000_000
"""The most runs that one study may ask for."""


def read_replicates(notes: Notes) -> tuple[tuple[int, ...], tuple[int, ...], bool]:
    """Return the seeds, the draws, and whether each seed goes with each draw.

    They are the same for every point. Draw k goes with seed k; one seed goes with every draw and
    one draw with every seed; otherwise they are as many, or are crossed. Without `draws` the tables
    stand as they are, which is draw 0; without `seeds` there are as many as draws.
    """
    draws = _numbers(notes, "draws") if "draws" in notes.content else (0,)
    crossed = notes.content.get("cross_draws", False)
    if not isinstance(crossed, bool):
        notes.fault(f"is {shown(crossed)}", "write true or false", "cross_draws")
        crossed = True
    seeds = _numbers(notes, "seeds", 1 if crossed else max(1, len(draws)))
    if 1 < len(seeds) != len(draws) > 1 and not crossed:
        mend = (
            f"write as many of each, say draws = {len(seeds)}: draw k goes with seed k;"
            " or cross_draws = true"
        )
        notes.fault(f"{len(draws)} draws and {len(seeds)} seeds", mend, "draws")
    return seeds, draws, crossed


def replicates(
    seeds: tuple[int, ...], draws: tuple[int, ...], crossed: bool = False
) -> list[tuple[int, int]]:
    """Return the pairs of seed and draw.

    >>> replicates((1, 2), (0,)), replicates((1,), (1, 2))
    ([(1, 0), (2, 0)], [(1, 1), (1, 2)])
    >>> replicates((1, 2), (1, 2)), replicates((1, 2), (1, 2), crossed=True)
    ([(1, 1), (2, 2)], [(1, 1), (2, 1), (1, 2), (2, 2)])
    """
    if crossed:
        return [(seed, draw) for draw in draws for seed in seeds]
    count = max(len(seeds), len(draws))
    every = (values * count if len(values) == 1 else values for values in (seeds, draws))
    return list(zip(*every, strict=True))


def _numbers(notes: Notes, key: str, default: int = 1) -> tuple[int, ...]:
    """Return 1 to as many as asked for, or those listed."""
    given: Any = notes.content.get(key, default)
    if is_whole(given) and 1 <= given <= MOST_RUNS:
        return tuple(range(1, int(given) + 1))
    numbers = [] if is_whole(given) else as_list(given)
    if not numbers or not all(is_whole(number) and number >= 0 for number in numbers):
        mend = "write how many (1 or more), or a list as in [1, 2, 7]"
        if is_whole(given) and given > MOST_RUNS:
            mend = f"write at most {MOST_RUNS:,}"
        notes.fault(f"is {shown(given)}", mend, key)
        return (1,)
    notes.once(numbers, key)
    return tuple(int(number) for number in numbers)
