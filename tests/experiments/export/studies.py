"""Stored studies whose numbers are known, for tests of exports."""

from __future__ import annotations

from pathlib import Path

from experiments.store.reader import Stored, StoredStudy
from experiments.store.writer import Store
from tests.experiments.store.stores import OUTPUTS, failing, finished, runs


def known(folder: Path, error: str = "BookError: a leak") -> StoredStudy:
    """Return twelve runs, of which run 1 failed and run 11 was not carried out.

    Run k shows 10 k and 10 k + 0.1 in 2020, -k and nothing in 2021.
    """
    with Store(folder) as store:
        store.enter("known", runs(), OUTPUTS, {"strength": {"subsidy": []}})
        store.commit([failing(1, error), *(finished(k) for k in (0, *range(2, 11)))], OUTPUTS)
    return Stored(folder).study()
