"""The page on clusters: its job script is what dask-jobqueue writes for its example."""

from __future__ import annotations

import ast
import re
from typing import Any

import pytest

from tests.house.project import ROOT

PAGE = (ROOT / "docs/clusters.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def arguments(of: str) -> dict[str, Any]:
    """Return what an example gives to a cluster class."""
    for language, code in BLOCK.findall(PAGE):
        for call in ast.walk(ast.parse(code)) if language == "py" else ():
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == of:
                return {str(word.arg): ast.literal_eval(word.value) for word in call.keywords}
    raise AssertionError(f"there is no example of {of}")


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
@pytest.mark.parametrize("name", ["SLURM", "PBS"])
def test_the_job_script_starts_workers_of_one_thread(name: str) -> None:
    jobqueue = pytest.importorskip("dask_jobqueue", reason="the extra `hpc` is not installed")
    given = arguments(f"{name}Cluster")
    given.pop("scheduler_options", None)
    job = getattr(jobqueue, f"{name}Cluster").job_cls
    script = job(scheduler="tcp://10.0.0.1:8786", name="one", **given).job_script()
    shown = [code for _, code in BLOCK.findall(PAGE) if f"#{_PREFIX[name]}" in code]
    lines = "".join(shown).splitlines()
    assert set(lines) <= set(script.splitlines())
    assert "--nthreads 1 " in script
    assert f"--nworkers {given['processes']} " in script
    if name == "SLURM":
        assert len(lines) == 4


_PREFIX = {"SLURM": "SBATCH", "PBS": "PBS"}


def test_no_example_names_what_python_cannot_read() -> None:
    examples = [code for language, code in BLOCK.findall(PAGE) if language == "py"]
    assert len(examples) == 3
    for code in examples:
        assert '__name__ == "__main__"' in code
        ast.parse(code)
