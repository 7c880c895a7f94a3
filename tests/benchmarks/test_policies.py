"""The benchmark of policies times what it says: every instrument is asked, and takes a part."""

from __future__ import annotations

from benchmarks.policies import time_policies
from policies.registry import all_policies


def test_every_instrument_takes_a_part_of_a_run_with_all() -> None:
    found = time_policies(6, repeats=1)
    assert set(found.by_policy) == {*all_policies(), "composing terms"}
    assert 0.0 < found.share < 1.0 and found.none_s > 0.0
