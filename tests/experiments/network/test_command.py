"""`parkloop metrics` on a table and on a saved run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from experiments import Scenario
from experiments.cli import main
from experiments.network.run_flows import QUANTITIES
from tests.experiments.network.networks import EXAMPLES

KEYS = [
    "n",
    "L",
    "connectance_L_over_n2",
    "connectance_no_self_loops",
    "linkage_density",
    "cyclicity_max_real_eigenvalue",
    "prey",
    "predators",
    "prey_predator_ratio",
    "generalization",
    "vulnerability",
    "specialised_predator_fraction",
    "boundary_input",
    "TST_throughflow",
    "TSTp_throughput",
    "average_path_length",
    "finn_cycling_index",
    "flow_diversity_H_bits",
    "AMI_bits",
    "residual_Hr_bits",
    "ascendency",
    "capacity",
    "overhead",
    "relative_ascendency_alpha",
    "robustness_minus_a_ln_a",
    "internal_only_alpha",
    "effective_link_density",
    "trophic_depth",
]

FLOWS = EXAMPLES / "cone_spring" / "flows.csv"
BOUNDARY = EXAMPLES / "cone_spring" / "boundary.csv"


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, str, str]:
    """Return exit code, standard output and standard error of `parkloop metrics`."""
    with pytest.raises(SystemExit) as ended:
        main(["metrics", *map(str, words)])
    assert isinstance(ended.value.code, int)
    return ended.value.code, *capsys.readouterr()


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run") / "guitang"
    return Scenario("guitang", package="none", seed=1, until=2021).run().save(folder)


def test_json_holds_every_metric(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, FLOWS, "--boundary", BOUNDARY, "--json")
    found = json.loads(out)
    assert code == 0
    assert list(found) == ["boundary", *KEYS, "structure", "resilience"]
    assert (found["boundary"], found["TSTp_throughput"]) == ("given", 42445)


def test_without_a_boundary_it_is_balanced(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, FLOWS, "--json")
    found = json.loads(out)
    assert (found["boundary"], found["L"]) == ("balanced", 8)
    assert found["boundary_input"] < 11819


def test_the_table_says_what_the_boundary_is(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, FLOWS)
    assert code == 0
    assert "boundary balanced" in out
    assert all(key in out for key in KEYS)


def test_faults_exit_with_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("from,to,flow\na,b,-1\nb,a,x\n", encoding="utf-8")
    code, _, err = run(capsys, bad)
    assert code == 2
    assert "2 faults" in err and "Traceback" not in err
    code, out, _ = run(capsys, bad, "--json")
    assert (code, len(json.loads(out)["faults"])) == (2, 2)


def test_options_that_do_not_fit_are_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(capsys, FLOWS, "--quantity", "heat_gj")[0] == 2
    assert run(capsys, tmp_path, "--boundary", BOUNDARY)[0] == 2
    code, _, err = run(capsys, tmp_path)
    assert code == 2 and "run.json" in err


def test_a_run_gives_an_object_a_year(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    found: dict[str, dict[str, Any]] = {}
    for quantity in QUANTITIES:
        code, out, _ = run(capsys, saved, "--quantity", quantity, "--json")
        assert code == 0
        found[quantity] = json.loads(out)
        assert [year["year"] for year in found[quantity]["years"]] == [2020, 2021]
        assert all(set(KEYS) < set(year) for year in found[quantity]["years"])
    mass, water, heat = (found[quantity]["years"][0] for quantity in QUANTITIES)
    assert mass["cyclicity_max_real_eigenvalue"] >= 1 and mass["finn_cycling_index"] > 0
    assert (water["L"], heat["L"]) == (1, 1)
    assert water["boundary_input"] > 100_000, "water counts in m3, not in 1000 m3"


def test_a_run_prints_a_row_a_year(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    code, out, _ = run(capsys, saved)
    assert code == 0
    assert [line for line in out.splitlines() if "2020" in line or "2021" in line]
    assert "mass_t" in out and "cyclicity" in out
