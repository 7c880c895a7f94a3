"""The driver's memory does not grow with the number of runs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.experiments.sweep.processes import ROOT

# In a process of its own, with work that takes no time: what grows is the driver's own.
_PROGRAM = """\
import sys
from pathlib import Path
import numpy as np
from experiments.study import Study
from experiments.sweep import runner
from experiments.outcomes import OK, Outcome
from experiments.sweep.job import Finished
from tests.experiments.sweep.studies import OUTPUTS, park

def work(batch):
    found = [Outcome(j.run_id, OK, years=tuple(range(2020, 2031)), values=np.ones((11, 3)))
             for j in batch.jobs]
    return Finished(tuple(found), 0.01 * len(found))

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6

runner.run_batch = work
out, count = Path(sys.argv[1]), int(sys.argv[2])
study = Study.of(name="many", parks=[park()], packages="none", until=2030, seeds=count,
                 outputs=OUTPUTS)
report = study.run(out)
assert report.finished == count
print(resident())
"""


def memory_after(out: Path, runs: int) -> float:
    """Return the resident memory of a driver after so many runs, MB."""
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, out, str(runs)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=1200,
    )
    return float(done.stdout)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="there is no /proc")
def test_ten_times_the_runs_take_the_same_memory(tmp_path: Path) -> None:
    few, many = memory_after(tmp_path / "few", 500), memory_after(tmp_path / "many", 5000)
    assert many - few < 10, f"{few:.1f} MB after 500 runs, {many:.1f} MB after 5000"
