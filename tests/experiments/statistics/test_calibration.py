"""Matching a park with what happened, and a recorded case with its record, in miniature."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

from experiments.cli.main import group as cli
from experiments.history.comparison import compare
from experiments.history.record import read_case
from experiments.outcomes import Outcomes
from experiments.statistics.calibration import calibrate, calibrate_case
from experiments.statistics.figures.matching import draw_outputs, draw_pairs
from experiments.statistics.observed import (
    figures_of_record,
    figures_of_replay,
    outcomes_of,
    values,
)
from experiments.sweep.runner import Runner
from policies.package import read_package
from sim.faults import InputError
from sim.parkfile import read_park


def test_outcomes_of_the_province_come_before_those_of_the_nation():
    names = [one.observation.name for one in outcomes_of("CN-ZJ")]
    assert "energy_per_va_yoy.CN-ZJ.2021" in names and "energy_per_va_yoy.CN.2021" not in names
    assert "water_per_va_yoy.CN.2022" in names
    (seen,) = [o for o in outcomes_of("CN") if o.observation.name == "energy_per_va_yoy.CN.2022"]
    assert seen.observation.value == -1.5
    assert seen.observation.error == pytest.approx(3.0 / 2 / 1.645)  # -3 to 0 holds 90 percent
    with pytest.raises(InputError, match="write energy_per_va_yoy"):
        outcomes_of("CN", ["energy_per_va_yo"])


def test_changes_on_the_year_are_taken_of_neighbouring_years():
    seen = outcomes_of("CN-ZJ", ["energy_per_va_yoy"])[:1]
    table = np.array([[[4.0], [3.0]], [[np.nan], [np.nan]]])
    found = Outcomes(("a", "b"), (2020, 2021), ("energy_intensity_equal_value",), table, {"b": "x"})
    assert values(found, seen)[0, 0] == pytest.approx(-25.0)
    assert np.isnan(values(found, seen)[1, 0])


def test_figures_of_a_replay_are_those_of_the_comparison():
    found = compare(read_case("guitang"), [1])
    figures, record = figures_of_replay(found.replays[0]), figures_of_record(found)
    assert 2.0 ** figures["links_a_year"] == pytest.approx(found.rates(found.replays)[0])
    assert (figures["early_share"], record["early_share"]) == pytest.approx(found.early_shares())
    assert 2.0 ** record["links_a_year"] == pytest.approx(found.recorded_rate())
    assert figures["median_wait"] == np.median(found.waits())


def test_a_park_is_matched_through_the_store_and_resumes(tmp_path):
    asked = {"factors": ("utilisation", "hurdle_rate"), "waves": 1, "size": 4, "seeds": 1}
    park, package = read_park("guitang"), read_package("baseline")
    with Runner(tmp_path) as runner:
        found = calibrate(park, package, runner, **asked)
    reports = []
    with Runner(tmp_path, progress=lambda done, runs: reports.append((done, runs))) as runner:
        again = calibrate(park, package, runner, **asked)
    assert reports == [(4, 4)]  # all were there
    assert (found.matched.waves[0].mean == again.matched.waves[0].mean).all()
    point = dict(zip(asked["factors"], found.matched.waves[0].inputs[0].round(9), strict=True))
    from experiments.scenario import Scenario

    results = Scenario(park, package, 1, 2025, uncertainty=point).run()
    energy = results.series("energy_intensity_equal_value")
    assert found.matched.waves[0].mean[0, 0] == pytest.approx((energy[1] / energy[0] - 1) * 100)
    rows = found.tables()["observations"]
    assert len(rows) == len(found.matched.observations)
    assert any(row["missed"] for row in rows) == ("0 of" not in found.said()[0])
    assert draw_outputs(found, "zh").axes and draw_pairs(found).axes
    with pytest.raises(InputError, match="write utilisation"), Runner(tmp_path) as runner:
        calibrate(park, package, runner, factors=("utilization",))


def test_a_recorded_case_keeps_its_replays(tmp_path):
    case = read_case("guitang")
    found = calibrate_case(case, tmp_path, ("known_share", "talks_rate"), (), 1, 4, 1)
    kept = sorted((tmp_path / "history").iterdir())
    assert len(kept) == 4
    stamps = [path.stat().st_mtime_ns for path in kept]
    again = calibrate_case(case, tmp_path, ("known_share", "talks_rate"), (), 1, 4, 1)
    assert [path.stat().st_mtime_ns for path in kept] == stamps
    assert found.as_json() == again.as_json()
    assert json.loads(kept[0].read_text())["case"] == "guitang"


def test_the_command_writes_tables_and_figures(tmp_path):
    asked = ["calibrate", "--park", "guitang", "--case", "--vary", "known_share", "--vary",
             "talks_rate", "--waves", "1", "--size", "4", "--seeds", "1",
             "--out", str(tmp_path)]  # fmt: skip
    done = CliRunner().invoke(cli, asked)
    assert done.exit_code == 0, done.output
    assert "observations are missed by every run" in done.output
    names = {path.name for path in (tmp_path / "calibration").iterdir()}
    assert {"observations.csv", "factors.csv", "waves.csv", "pairs.png", "outputs.svg"} <= names
