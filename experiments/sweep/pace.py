"""How many runs travel in a batch, so that a batch takes about a second."""

from __future__ import annotations

BATCH_S = 1.0
MOST = 500
_MEMORY = 0.7


class Pace:
    """Batch sizes from the time that runs took; `fixed` sets one size instead.

    >>> pace = Pace()
    >>> pace.size(left=1000, slots=2)
    1
    >>> pace.note(runs=1, seconds=0.01)
    >>> pace.size(left=1000, slots=2), pace.size(left=20, slots=2)
    (100, 5)
    """

    def __init__(self, fixed: int | None = None) -> None:
        self._fixed = fixed
        self._run_s: float | None = None

    def note(self, runs: int, seconds: float) -> None:
        """Take in how long a batch took."""
        mean = seconds / runs
        self._run_s = mean if self._run_s is None else _MEMORY * self._run_s + (1 - _MEMORY) * mean

    def size(self, left: int, slots: int) -> int:
        """Return the size of the next batch; towards the end smaller, so that no slot idles."""
        if self._fixed is not None:
            return self._fixed
        if self._run_s is None:
            return 1
        fits = round(BATCH_S / max(self._run_s, 1e-6))
        return max(1, min(fits, MOST, left // (2 * slots)))
