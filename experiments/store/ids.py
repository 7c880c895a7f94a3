"""Run ids held compactly: 16 bytes each in sorted arrays, with the number of the file of each."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.bytes_]

WIDTH = 16
_KIND = f"S{WIDTH}"


def packed_ids(run_ids: Iterable[str]) -> Ids:
    """Return ids of 32 hex digits as an array of 16 bytes each.

    Errors: `ValueError` for what is no such id.
    """
    text = "".join(run_ids)
    return np.frombuffer(bytes.fromhex(text), dtype=_KIND)


def among(ids: Ids, known: Ids) -> NDArray[np.bool_]:
    """Say for each id whether it is among the known ones, which are sorted."""
    if not len(known):
        return np.zeros(len(ids), dtype=np.bool_)
    at = np.minimum(np.searchsorted(known, ids), len(known) - 1)
    return np.asarray(known[at] == ids)


class Placed:
    """A growing set of ids, each in one or more numbered files.

    >>> placed = Placed()
    >>> placed.add(packed_ids(["0" * 32, "f" * 32]), 7)
    >>> placed.holds(packed_ids(["f" * 32, "a" * 32])).tolist(), placed.files()
    ([True, False], {7})
    """

    def __init__(self) -> None:
        self._ids: Ids = np.empty(0, dtype=_KIND)
        self._files = np.empty(0, dtype=np.int32)
        self._new: list[tuple[Ids, int]] = []

    def __len__(self) -> int:
        self._settle()
        return len(np.unique(self._ids))

    def add(self, ids: Ids, file: int) -> None:
        """Note that a file holds these ids."""
        if len(ids):
            self._new.append((ids, file))

    def drop(self, files: Iterable[int]) -> None:
        """Forget what stands in these files."""
        self._settle()
        kept = ~np.isin(self._files, list(files))
        self._ids, self._files = self._ids[kept], self._files[kept]

    def holds(self, ids: Ids) -> NDArray[np.bool_]:
        """Say for each id whether it is in the set."""
        self._settle()
        return among(ids, self._ids)

    def files(self, ids: Ids | None = None) -> set[int]:
        """Return the files that hold any of these ids; without `ids`, all files."""
        self._settle()
        found = self._files if ids is None else self._files[np.isin(self._ids, ids)]
        return set(np.unique(found).tolist())

    def ids(self, file: int | None = None) -> Ids:
        """Return the ids of a file, or each id once, sorted."""
        self._settle()
        return np.unique(self._ids) if file is None else self._ids[self._files == file]

    def _settle(self) -> None:
        if not self._new:
            return
        ids = np.concatenate([self._ids, *(ids for ids, _ in self._new)])
        files = np.repeat([file for _, file in self._new], [len(ids) for ids, _ in self._new])
        files = np.concatenate([self._files, files.astype(np.int32)])
        order = np.argsort(ids, kind="stable")
        self._ids, self._files, self._new = ids[order], files[order], []
