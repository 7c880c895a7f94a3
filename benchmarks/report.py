"""The benchmark's report: gathered once, printed as a table or as JSON."""

from __future__ import annotations

import json
import platform
from dataclasses import asdict, dataclass
from importlib.metadata import version

from benchmarks.agreement import Agreement
from benchmarks.timing import CoreTiming, FullTiming, Memory, Spread

HEAD = (
    ("enterprises", ""), ("contracts", "signed"), ("contracts", "running"),
    ("engine, ms", "min / median"), ("Mesa, ms", "min / median"), ("Mesa / engine", "of mins"),
    ("Mesa / engine", "median"), ("engine, us per", "row and month"),
)  # fmt: skip


@dataclass(frozen=True)
class Report:
    """Everything measured."""

    agreements: list[Agreement]
    """One a park, in the order of `core`."""
    core: list[CoreTiming]
    full: FullTiming
    memory: Memory

    def as_json(self) -> str:
        """Return all numbers with what ran them."""
        content = {
            "machine": machine(),
            "core": [
                {**asdict(timing), **asdict(agreement)}
                for timing, agreement in zip(self.core, self.agreements, strict=True)
            ],
            "full": asdict(self.full),
            "memory": {
                **asdict(self.memory),
                "growth_kib_per_run": self.memory.growth_kib_per_run,
            },
        }
        return json.dumps(content, indent=2)

    def as_text(self) -> str:
        """Return the tables to print."""
        return "\n".join([*self._core(), "", *self._full(), "", *self._memory()])

    def _core(self) -> list[str]:
        numbers = sum(agreement.numbers for agreement in self.agreements)
        gap = max(agreement.largest_gap for agreement in self.agreements)
        rows = [_row(timing) for timing in self.core]
        lines = [*zip(*HEAD, strict=True), *rows]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        about = machine()
        return [
            f"Core of the month, {self.core[0].months} months, CPU time: engine beside Mesa "
            f"{about['mesa']} (Python {about['python']}, numpy {about['numpy']}, "
            f"{about['processor']})",
            *(
                "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True))
                for line in lines
            ),
            f"{numbers:,} numbers of both sides agree to {gap:.1e}; a row is an enterprise or a "
            "running contract.",
        ]

    def _full(self) -> list[str]:
        full = self.full
        return [
            f"Full run, {full.enterprises} enterprises, {full.months} months, package "
            f"{full.package}, {full.contracts} contracts: {_spread(full.run)} ms (min / median)",
            f"Fixed loop, to compare machines: {_spread(full.loop)} ms; "
            f"the full run takes {full.run_over_loop:.2f} loops",
        ]

    def _memory(self) -> list[str]:
        memory = self.memory
        return [
            f"Memory over {memory.runs} full runs: {memory.first_mib:.0f} MiB after a tenth, "
            f"{memory.last_mib:.0f} MiB at the end ({memory.growth_kib_per_run:+.1f} KiB a run)"
        ]


def machine() -> dict[str, str]:
    """Return what the figures depend on."""
    return {
        "python": platform.python_version(),
        "mesa": version("mesa"),
        "numpy": version("numpy"),
        "processor": platform.machine(),
    }


def _row(timing: CoreTiming) -> list[str]:
    return [
        f"{timing.enterprises}",
        f"{timing.signed}",
        f"{timing.running:.0f}",
        _spread(timing.engine),
        _spread(timing.mesa),
        f"{timing.ratio_of_mins:.1f}",
        f"{timing.median_of_ratios:.1f}",
        f"{timing.engine_us_per_row_month:.2f}",
    ]


def _spread(spread: Spread) -> str:
    return f"{spread.min_ms:.1f} / {spread.median_ms:.1f}"
