"""Analyses of a finished study, by the function and by the command."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

from experiments.cli.main import group as cli
from experiments.statistics.adapter import ordered, sample_of
from experiments.statistics.analyse import analyse
from experiments.store.reader import Stored
from experiments.study import Study
from sim.faults import InputError


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Return a store with a Morris study and a grid of two packages, both tiny."""
    out = tmp_path_factory.mktemp("store")
    ranges = {"utilisation": "range", "coal_price": "range"}
    common = {"park": "kalundborg", "until": 2020, "outputs": ["co2", "value_added"], "seeds": 2}
    Study.of(
        name="screen", package="baseline", uncertainty=ranges,
        design={"method": "morris", "trajectories": 3}, **common,
    ).run(out)  # fmt: skip
    Study.of(name="two", package=["none", "baseline"], **common).run(out)
    return out


def test_rows_of_a_design_come_back_in_its_order_with_repeats(store):
    study = Stored(store).study("screen")
    sample = ordered(sample_of(study, "co2"), "morris")
    assert sample.outputs.shape == (9, 2) and sample.problem.bounds.tolist() == [[0, 1], [0, 1]]
    moved = np.abs(np.diff(sample.inputs.reshape(3, 3, 2), axis=1)) > 0
    assert (moved.sum(axis=2) == 1).all()  # one factor at a time
    frame = study.frame(2020)
    for row, run, value in zip(sample.inputs, sample.runs[:, 1], sample.outputs[:, 1], strict=True):
        found = frame[frame["run_id"] == run].iloc[0]
        assert found["co2"] == value and found["replicate"] == 2
        assert [found[name] for name in sample.problem.names] == row.tolist()


def test_morris_of_a_stored_study_moves_with_what_is_run(store):
    found = analyse(Stored(store).study("screen"), "morris", "co2")
    names = {row["factor"] for row in found.rows}
    assert names == {"uncertainty_utilisation", "uncertainty_coal_price"}
    assert found.rows[0]["factor"] == "uncertainty_utilisation" and found.rows[0]["mu_star"] > 0.0
    assert "2 seeds, noise only" in found.said[0]
    figure = found.draw("zh")
    assert figure.axes


def test_regret_takes_points_as_options_and_replicates_as_states(store):
    found = analyse(Stored(store).study("two"), "regret", "value_added", threshold=0.0)
    values = sample_of(Stored(store).study("two"), "value_added").outputs
    expected = (values.max(axis=0) - values).max(axis=1)
    assert [row["option"] for row in found.rows] == ["none", "baseline"]
    assert [row["regret"] for row in found.rows] == expected.tolist()
    assert [row["satisfied"] for row in found.rows] == [1.0, 1.0]
    assert found.draw("en").axes


def test_prim_takes_runs_above_the_threshold(store):
    study = Stored(store).study("screen")
    values = sample_of(study, "co2").outputs
    found = analyse(study, "prim", "co2", threshold=float(np.median(values)))
    assert f"{int((values >= np.median(values)).sum())} of {values.size} runs" in found.said[0]
    below = analyse(study, "cart", "co2", threshold=float(np.median(values)), below=True)
    assert "<=" in below.said[0] and below.draw("en").axes


def test_what_cannot_be_analysed_says_why(store):
    stored = Stored(store)
    for method, study, said in (
        ("sobol", "screen", "the study's design is morris"),
        ("prim", "screen", "needs a threshold"),
        ("pawn", "two", "nothing varies"),
    ):
        with pytest.raises(InputError, match=said):
            analyse(stored.study(study), method, "co2")
    with pytest.raises(InputError, match="write baseline or none"):
        sample_of(stored.study("two"), "co2", package="non")
    with pytest.raises(InputError, match="co2"):
        sample_of(stored.study("two"), "co3")


def test_runs_that_are_missing_are_refused_by_their_id(store, tmp_path):
    study = Stored(store).study("screen")
    sample = sample_of(study, "co2")
    study.outcomes().values[sample_index(study, sample.runs[0, 0])] = np.nan
    with pytest.raises(InputError, match=str(sample.runs[0, 0])):
        analyse(study, "morris", "co2")
    kept = analyse(study, "morris", "co2", drop="replicates")
    assert "1 of 2 replicates left out" in " ".join(kept.said)


def sample_index(study, run_id):
    return study.run_ids.index(run_id)


def test_the_command_writes_table_and_figure(store, tmp_path):
    asked = ["analyse", str(store), "--study", "screen", "--method", "morris", "--output", "co2"]
    done = CliRunner().invoke(cli, [*asked, "--json", "--out", str(tmp_path / "found")])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["sampled"]["text"] == "2 seeds, noise only"
    names = {path.name for path in (tmp_path / "found").iterdir()}
    assert names == {f"morris-co2-2020.{ending}" for ending in ("csv", "png", "svg")}
    table = (tmp_path / "found" / "morris-co2-2020.csv").read_text().splitlines()
    assert len(table) == 3 and table[0].startswith("factor,mu_star")
    plain = CliRunner().invoke(cli, asked)
    assert plain.exit_code == 0 and "mu_star" in plain.output


def test_the_sweep_command_adds_seeds(tmp_path):
    study = tmp_path / "study.toml"
    study.write_text(
        'format_version = 1\nname = "few"\npark = "kalundborg"\npackage = "none"\n'
        'until = 2020\nseeds = 1\noutputs = ["co2"]\n'
    )
    asked = ["sweep", str(study), "--out", str(tmp_path / "out"), "--until-halfwidth"]
    done = CliRunner().invoke(cli, [*asked, "co2=1e-9", "--most", "4", "--json"])
    assert done.exit_code == 0, done.output
    (point,) = json.loads(done.output)["points"]
    assert point["replicates"] == 4 and point["capped"] == (point["half_width"] > point["target"])
    told = CliRunner().invoke(cli, [*asked, "co2=1e9abs", "--most", "4"])
    assert "1 points needed 3 to 3 seeds" in told.output and "4 runs" in told.output
