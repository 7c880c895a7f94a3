"""The study file: what it may say, and one message for each way of getting it wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from experiments.indicators import INDICATORS
from experiments.study import Run, Study
from experiments.sweep import describe
from sim.catalogue import FIRST_YEAR, LAST_YEAR
from sim.faults import InputError
from sim.parkfile import read_park
from tests.experiments.sweep.studies import park, small, write_small

HEAD = 'format_version = 1\nname = "s"\npark = "kalundborg"\n'

BROKEN = {
    "empty": (
        "",
        's.toml: has no format_version; write format_version = 1\n'
        's.toml: has no parks; write parks = ["kalundborg"], say\n'
        's.toml: has no name; write name = "my_study"',
    ),
    "no TOML": (
        "name = \n",
        "s.toml: is not TOML: Invalid value (at line 1, column 8);"
        " write `key = value` lines, and tables as in [strength]",
    ),
    "another version": (
        HEAD.replace("= 1", "= 2"),
        "s.toml line 1, format_version: is 2; write 1, the one version there has been",
    ),
    "misspelt key": (
        HEAD + "sedes = 3\n",
        "s.toml line 4, sedes: is not known; write seeds or design",
    ),
    "name is no text": (
        HEAD.replace('"s"', "3"),
        "s.toml line 2, name: is 3, no text; put it in quotes",
    ),
    "park is no name": (
        HEAD.replace('"kalundborg"', "true"),
        "s.toml line 3, park: true is no park; write a name or a path in quotes",
    ),
    "park twice": (
        HEAD.replace('park = "kalundborg"', 'parks = ["guitang", "guitang"]'),
        "s.toml line 3, parks: 'guitang' stands there twice; write it once",
    ),
    "park and parks": (
        HEAD + 'parks = ["kalundborg"]\n',
        "s.toml line 4, parks: stands beside park; write parks alone",
    ),
    "misspelt lever": (
        HEAD + "[strength]\nsubsidi = [0, 1]\n",
        "s.toml line 5, strength.subsidi: there is no policy 'subsidi'; write subsidy",
    ),
    "lever out of range": (
        HEAD + "[strength]\nsubsidy = [0, 3]\n",
        "s.toml line 5, strength.subsidy: is 3;"
        " write 0 (absent) to 2; 1 is the instrument as written",
    ),
    "lever is no number": (
        HEAD + '[strength]\nsubsidy = ["1"]\n',
        "s.toml line 5, strength.subsidy: '1' is not a number;"
        " write a number, a list of numbers, or { low = 0, high = 1, steps = 3 }",
    ),
    "lever without values": (
        HEAD + "[strength]\nsubsidy = []\n",
        "s.toml line 5, strength.subsidy: the list is empty;"
        " write at least one number, or leave it out",
    ),
    "value twice": (
        HEAD + "[strength]\nsubsidy = [0, 0.5, 0.5]\n",
        "s.toml line 5, strength.subsidy: 0.5 stands there twice; write it once",
    ),
    "levers are no table": (
        HEAD + "strength = 3\n",
        "s.toml line 4, strength: is 3, no table; write [strength] and a line `name = values`",
    ),
    "inverted range": (
        HEAD + "[strength]\nsubsidy = { low = 1.0, high = 0.25, steps = 3 }\n",
        "s.toml line 5, strength.subsidy: the range runs from 1 to 0.25;"
        " write low = 0.25, high = 1",
    ),
    "empty range": (
        HEAD + "[strength]\nsubsidy = { low = 0.5, high = 0.5, steps = 3 }\n",
        "s.toml line 5, strength.subsidy: the range runs from 0.5 to 0.5; give one number",
    ),
    "range of one step": (
        HEAD + "[strength]\nsubsidy = { low = 0, hihg = 1, steps = 1 }\n",
        "s.toml line 5, strength.subsidy: 'hihg' is not known in a range; write high\n"
        "s.toml line 5, strength.subsidy: steps is 1; write steps = 2 or more, both ends included",
    ),
    "range without steps": (
        HEAD + '[strength]\nsubsidy = { low = "x", high = 1 }\n',
        "s.toml line 5, strength.subsidy: low is 'x', not a number; write low = 0.5, say\n"
        "s.toml line 5, strength.subsidy: steps is missing;"
        " write steps = 2 or more, both ends included",
    ),
    "misspelt assumption": (
        HEAD + "[assumption]\nknown_shar = 0.3\n",
        "s.toml line 5, assumption.known_shar: there is no such assumption;"
        " write one of known_share",
    ),
    "assumption out of range": (
        HEAD + "[assumption]\nknown_share = [0.3, 0.9]\n",
        "s.toml line 5, assumption.known_share: 0.9 is out of range; write 0.1 to 0.6",
    ),
    "unknown output": (
        HEAD + 'outputs = ["co2_scop_1"]\n',
        "s.toml line 4, outputs: there is no output 'co2_scop_1';"
        " write co2_scope_1, co2_scope_2 or co2_power",
    ),
    "output twice": (
        HEAD + 'outputs = ["reused", "reused"]\n',
        "s.toml line 4, outputs: 'reused' stands there twice; write it once",
    ),
    "no output": (
        HEAD + "outputs = []\n",
        "s.toml line 4, outputs: the list is empty;"
        " name at least one indicator, or leave it out for all",
    ),
    "horizon": (
        HEAD + "until = 1999\n",
        f"s.toml line 4, until: is 1999; write a year, {FIRST_YEAR} to {LAST_YEAR}",
    ),
    "no seed": (
        HEAD + "seeds = 0\n",
        "s.toml line 4, seeds: is 0; write how many (1 or more), or a list as in [1, 2, 7]",
    ),
    "seed twice": (
        HEAD + "seeds = [1, 2, 1]\n",
        "s.toml line 4, seeds: 1 stands there twice; write it once",
    ),
    "symbiosis": (
        HEAD + 'symbiosis = "no"\n',
        "s.toml line 4, symbiosis: is 'no'; write true, false or [true, false]",
    ),
    "unknown design": (
        HEAD + 'design = "gird"\n',
        "s.toml line 4, design: there is no design 'gird'; write grid",
    ),
    "grid with points": (
        HEAD + "[[points]]\nstrength = { subsidy = 1 }\n",
        "s.toml line 4, points: a grid crosses levers and has no points;"
        ' write design = "list", or remove [[points]]',
    ),
    "list without points": (
        HEAD + 'design = "list"\n[strength]\nsubsidy = 1\n',
        "s.toml line 4, design: a list needs points; write [[points]] tables\n"
        "s.toml line 5, strength: a list takes its values from its points;"
        ' write strength within each of [[points]], or design = "grid"',
    ),
    "points": (
        HEAD + 'design = "list"\n'
        '[[points]]\npackage = "subsidy"\nstrength.subsidy = [0, 1]\n'
        '[[points]]\npark = "guitang"\nlever = 1\nsymbiosis = 0\n',
        "s.toml line 6, points 1 package: 'subsidy' is not among the study's;"
        " write baseline, or add it to packages\n"
        "s.toml line 7, points 1 strength.subsidy: a point has one value; write one number\n"
        "s.toml line 9, points 2 park: 'guitang' is not among the study's;"
        " write kalundborg, or add it to parks\n"
        "s.toml line 10, points 2 lever: is not known; write park, package or strength\n"
        "s.toml line 11, points 2 symbiosis: is 0; write true or false",
    ),
    "point twice": (
        HEAD + 'design = "list"\n' + "[[points]]\nstrength = { subsidy = 1 }\n" * 2,
        "s.toml line 7, points 2: equals point 1; leave one out",
    ),
    "too many runs": (
        HEAD + "seeds = 100000\n[strength]\nsubsidy = { steps = 101 }\n",
        "s.toml, design: asks for 10,100,000 runs;"
        " take fewer values or seeds: at most 1,000,000 runs",
    ),
}  # fmt: skip


def fault_of(folder: Path, text: str) -> str:
    path = folder / "s.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        Study.read(path)
    return str(raised.value)


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_study_says_what_to_write_instead(case: str, tmp_path: Path) -> None:
    text, expected = BROKEN[case]
    assert fault_of(tmp_path, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            HEAD.replace("kalundborg", "kalundborgg"),
            "s.toml line 3, park, kalundborgg: there is no",
        ),
        (HEAD + 'package = "basline"\n', "s.toml line 4, package, package basline: there is no"),
    ],
)
def test_what_cannot_be_found_is_placed_in_the_study(
    text: str, expected: str, tmp_path: Path
) -> None:
    assert fault_of(tmp_path, text).startswith(expected)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nothing\.toml: cannot be read"):
        Study.read(tmp_path / "nothing.toml")


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    text = "".join(text.removeprefix(HEAD) for name, (text, _) in BROKEN.items() if name in ALONE)
    assert len(fault_of(tmp_path, HEAD + text).splitlines()) == len(ALONE)


ALONE = ("misspelt key", "horizon", "no seed", "unknown output", "symbiosis", "unknown design",
         "misspelt lever", "misspelt assumption")  # fmt: skip


def test_paths_are_looked_for_beside_the_study(tmp_path: Path) -> None:
    study = Study.read(write_small(tmp_path))
    assert study.parks["park"].digest() == read_park(tmp_path / "park").digest()


def test_a_grid_crosses_everything_with_the_same_seeds() -> None:
    study = small(
        seeds=[3, 5], symbiosis=[True, False], assumption={"known_share": {"steps": 2}},
        strength={"subsidy": [0.0, 1.0], "land_use": 0.5},
    )  # fmt: skip
    points = study.points()
    assert len(points) == 2 * 2 * 2 * 2
    assert {point.assumption["known_share"] for point in points} == {0.1, 0.6}
    assert {point.strength["land_use"] for point in points} == {0.5}
    runs = study.runs()
    assert [run.seed for run in runs] == [3] * 16 + [5] * 16
    assert [run.point.point_id for run in runs[:16]] == [run.point.point_id for run in runs[16:]]
    assert len({run.run_id for run in runs}) == 32


def test_a_range_is_evenly_spaced_with_both_ends() -> None:
    study = small(strength={"subsidy": {"low": 0.0, "high": 0.6, "steps": 4}})
    assert study.strength == {"subsidy": (0.0, 0.2, 0.4, 0.6)}
    assert small(strength={"subsidy": {"steps": 3}}).strength == {"subsidy": (0.0, 0.5, 1.0)}


def test_a_listed_point_stands_for_all_it_does_not_name() -> None:
    points: list[dict[str, Any]] = [
        {"strength": {"subsidy": 0.5}},
        {"package": "none", "symbiosis": False},
    ]
    study = small(design="list", points=points, strength={})
    with pytest.raises(InputError, match="a list takes its values from its points"):
        small(design="list", points=points)
    found = [
        (point.package.name, dict(point.strength), point.symbiosis) for point in study.points()
    ]
    assert found == [
        ("none", {"subsidy": 0.5}, True),
        ("baseline", {"subsidy": 0.5}, True),
        ("none", {}, False),
    ]


def test_a_study_runs_to_2030_unless_it_says_otherwise() -> None:
    assert Study.of(name="x", park=park()).until == 2030


def test_all_indicators_are_outputs_unless_some_are_named() -> None:
    assert Study.of(name="x", park=park(), package="none").outputs == tuple(INDICATORS)


def test_two_points_that_are_the_same_run_are_refused() -> None:
    points: list[dict[str, Any]] = [{"package": "none"}, {"symbiosis": True}]
    study = Study.of(
        name="x", park=park(), packages=["none", "baseline"], design="list", points=points
    )
    with pytest.raises(InputError, match=r"^study x: 1 of 3 points equal another one; name parks"):
        study.points()


def test_a_run_is_the_scenario_it_names() -> None:
    run = small().runs()[0]
    scenario = run.scenario()
    assert scenario.run_id() == run.run_id
    assert (scenario.seed, scenario.until, scenario.package.name) == (1, 2021, "none")


def test_a_draw_belongs_to_the_replicate_and_an_uncertainty_to_the_point() -> None:
    point = small().points()[0]
    other = replace(point, uncertainty={"prices": 0.0})
    assert point.drawn(0) is point and point.drawn(3).draw == 3
    assert point.drawn(3).point_id == point.point_id != other.point_id
    run = Run(other.drawn(3), 1, 1)
    assert (run.draw, run.uncertainty) == (3, {"prices": 0.0})
    job = describe.job(Run(point.drawn(0), 1, 1))
    assert (job.uncertainty, job.draw) == ({}, 0)
