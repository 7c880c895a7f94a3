"""`python -m benchmarks`: check that engine and Mesa agree on the core, then time both."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from benchmarks.agreement import check_agreement
from benchmarks.core import core_park
from benchmarks.report import Report
from benchmarks.timing import time_core, time_full, watch_memory


def arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    add = parser.add_argument
    add("--enterprises", type=_count, nargs="+", default=[50, 100, 200], metavar="N")
    add("--months", type=_count, default=132, help="months of a core run (default 132)")
    add("--repeats", type=_count, default=7, help="timed runs of each side (default 7)")
    add("--memory-runs", type=_count, default=100, help="full runs to watch memory over")
    add("--json", action="store_true", help="print JSON instead of tables")
    return parser.parse_args(words)


def measure(given: argparse.Namespace) -> Report:
    """Check every park, raising `Disagreement`, then take all timings."""
    agreements = [check_agreement(core_park(n), 1, given.months) for n in given.enterprises]
    return Report(
        agreements=agreements,
        core=[time_core(n, given.months, given.repeats) for n in given.enterprises],
        full=time_full(given.repeats),
        memory=watch_memory(given.memory_runs),
    )


def main(words: Sequence[str] | None = None) -> None:
    """Measure and print."""
    given = arguments(words)
    report = measure(given)
    print(report.as_json() if given.json else report.as_text())


def _count(word: str) -> int:
    count = int(word)
    if count < 1:
        raise argparse.ArgumentTypeError(f"{count} is too few: write 1 or more")
    return count


if __name__ == "__main__":
    main()
