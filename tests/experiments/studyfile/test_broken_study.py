"""A broken study file: one message for each way of getting it wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.study import Study
from sim.catalogue import FIRST_YEAR, LAST_YEAR
from sim.faults import InputError
from tests.experiments.sweep.studies import PYTHON_STUDY

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
        ' write a number, a list of numbers, "range" or { low = 0, high = 1, steps = 3 }',
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
        "s.toml line 5, strength.subsidy: steps is 1;"
        " write steps = 2 to 100000, both ends included",
    ),
    "range without steps": (
        HEAD + '[strength]\nsubsidy = { low = "x", high = 1 }\n',
        "s.toml line 5, strength.subsidy: low is 'x', not a number; write low = 0.5, say\n"
        "s.toml line 5, strength.subsidy: steps is missing;"
        " write steps = 2 or more, both ends included; or a design that samples ranges",
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
    "pattern that no output fits": (
        HEAD + 'outputs = ["co3_*", "co2_*"]\n',
        "s.toml line 4, outputs: there is no output 'co3_*'; write co2",
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
        "s.toml line 4, points: factorial makes its points itself;"
        ' write design = "list", or remove [[points]]',
    ),
    "list without points": (
        HEAD + 'design = "list"\n[strength]\nsubsidy = 1\n',
        "s.toml line 4, design: a list needs points; write [[points]] tables\n"
        "s.toml line 5, strength: a list takes its values from its points;"
        ' write strength within each of [[points]], or design = "factorial"',
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
        "s.toml line 10, points 2 lever: is not known; write uncertainty, park or package\n"
        "s.toml line 11, points 2 symbiosis: is 0; write true or false",
    ),
    "point twice": (
        HEAD + 'design = "list"\n' + "[[points]]\nstrength = { subsidy = 1 }\n" * 2,
        "s.toml line 7, points 2: equals point 1; leave one out",
    ),
    "too many runs": (
        HEAD + "seeds = 100000\n[strength]\nsubsidy = { steps = 101 }\n",
        "s.toml, design: asks for 10,100,000 runs;"
        " take fewer points or seeds: at most 1,000,000 runs",
    ),
    "misspelt factor": (
        HEAD + '[uncertainty]\ncoal_prise = 0.5\nparameter.tou_peek = 0.5\n',
        "s.toml line 5, uncertainty.coal_prise: there is no such factor;"
        " write one of coal_price, gas_price, biomass_price\n"
        "s.toml line 6, uncertainty.parameter.tou_peek: there is no such factor;"
        " write one of parameter.tou_peak, parameter.tou_deep, parameter.tou_valley",
    ),
    "position out of range": (
        HEAD + "[uncertainty]\ncoal_price = [0, 1.5]\n",
        "s.toml line 5, uncertainty.coal_price: 1.5 is no position;"
        " write 0 (low) to 1 (high); 0.5 is the table's value",
    ),
    "range in a factorial": (
        HEAD + '[strength]\nsubsidy = "range"\n',
        "s.toml line 5, strength.subsidy: steps is missing;"
        " write steps = 2 or more, both ends included; or a design that samples ranges",
    ),
    "endless range": (
        HEAD + "[strength]\nsubsidy = { steps = 1000000000 }\n",
        "s.toml line 5, strength.subsidy: steps is 1000000000;"
        " write steps = 2 to 100000, both ends included",
    ),
    "range beyond the policy": (
        HEAD + 'design = { method = "latin_hypercube", size = 4 }\n'
        "[strength]\nsubsidy = { high = 3 }\n",
        "s.toml line 6, strength.subsidy: is 3;"
        " write 0 (absent) to 2; 1 is the instrument as written",
    ),
    "misspelt lever in a list of names": (
        HEAD + 'design = { method = "latin_hypercube", size = 4 }\n'
        'strength = ["subsidy", "subsidi", 3, "subsidy"]\n',
        "s.toml line 5, strength: 3 is no name;"
        " write names in quotes, or [strength] and a line `name = values`\n"
        "s.toml line 5, strength: 'subsidy' stands there twice; write it once\n"
        "s.toml line 5, strength: there is no policy 'subsidi'; write subsidy",
    ),
    "package without levers": (
        HEAD + 'package = "none"\nstrength = "package"\n'
        'design = { method = "latin_hypercube", size = 4 }\n',
        "s.toml line 5, strength: 'package' stands for no lever of the packages;"
        " name levers, or a package that sets some\n"
        "s.toml line 6, design: latin_hypercube has nothing to vary;"
        ' give a lever a range, as in [strength] subsidy = "range"; or design = "factorial"',
    ),
    "design without a method": (
        HEAD + "design = { size = 4 }\n",
        's.toml line 4, design: has no method; write method = "latin_hypercube", say',
    ),
    "unknown method and option": (
        HEAD + '[design]\nmethod = "latin_cube"\nsize = 3\n',
        "s.toml line 5, design.method: there is no design 'latin_cube'; write latin_hypercube",
    ),
    "unknown option": (
        HEAD + 'strength = "all"\n[design]\nmethod = "latin_hypercube"\nsise = 3\n',
        "s.toml line 5, design: size is missing (points);"
        ' write design = { method = "latin_hypercube", size = 100 }, say\n'
        "s.toml line 7, design.sise: is not known; write size or seed",
    ),
    "options out of range": (
        HEAD + 'strength = "all"\n'
        '[design]\nmethod = "sobol"\nsize = 1\nsecond_order = 0\nseed = -1\n',
        "s.toml line 7, design.size: is 1; write a whole number, 2 to 1,000,000\n"
        "s.toml line 8, design.second_order: is 0; write true or false\n"
        "s.toml line 9, design.seed: is -1; write a whole number, 0 or more",
    ),
    "nothing to vary": (
        HEAD + 'design = { method = "sobol", size = 8 }\n[strength]\nsubsidy = 1\n',
        "s.toml line 4, design: sobol has nothing to vary;"
        ' give a lever a range, as in [strength] subsidy = "range"; or design = "factorial"',
    ),
    "size no power of two": (
        HEAD + 'strength = "all"\ndesign = { method = "sobol", size = 100 }\n',
        "s.toml line 5, design.size: is 100, no power of two,"
        " which the balance of the sequence needs; write 64 or 128",
    ),
    "pairs of one lever": (
        HEAD + 'strength = "subsidy"\ndesign = { method = "sobol", size = 8 }\n',
        "s.toml line 5, design.second_order: one lever has no pairs;"
        " write second_order = false, or vary another lever",
    ),
    "odd levels": (
        HEAD + 'strength = "all"\ndesign = { method = "morris", trajectories = 8, levels = 5 }\n',
        "s.toml line 5, design.levels: is 5; steps of half the range need even levels;"
        " write 4 or 6",
    ),
    "trajectories along listed values": (
        HEAD + 'design = { method = "morris", trajectories = 8 }\n[strength]\nsubsidy = [0, 1]\n',
        "s.toml line 4, design: morris moves along ranges, and strength_subsidy lists values;"
        " write { low = 0, high = 1 } without steps, or one number",
    ),
    "frequencies beyond the rows": (
        HEAD + 'strength = "all"\ndesign = { method = "fast", size = 64 }\n',
        "s.toml line 5, design.size: is 64; 4 harmonics need more than 64; write 65 or more",
    ),
    "frequency of one lever": (
        HEAD + 'strength = "subsidy"\ndesign = { method = "fast", size = 65 }\n',
        "s.toml line 5, design: fast compares levers, and one varies; vary another lever",
    ),
    "a factorial of all policies": (
        HEAD + 'strength = ["subsidy", "land_use", "broker"]\n'
        'design = { method = "factorial", levels = 1000 }\n',
        "s.toml line 5, design: asks for 1,000,000,000 runs;"
        " take fewer points or seeds: at most 1,000,000 runs",
    ),
    "draws": (
        HEAD + 'draws = "20"\n',
        "s.toml line 4, draws: is '20'; write how many (1 or more), or a list as in [1, 2, 7]",
    ),
    "draws and seeds": (
        HEAD + "seeds = 5\ndraws = 20\n",
        "s.toml line 5, draws: 20 draws and 5 seeds;"
        " write as many of each, say draws = 5: draw k goes with seed k;"
        " or cross_draws = true",
    ),
    "cross_draws": (
        HEAD + "cross_draws = 2\n",
        "s.toml line 4, cross_draws: is 2; write true or false",
    ),
    "endless seeds": (
        HEAD + "seeds = 1000000000000\n",
        "s.toml line 4, seeds: is 1000000000000; write at most 1,000,000",
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 1\n", "s.py: defines no `study`; write from experiments import Study;"),
        ("study = 1\n", "s.py: its `study` is 1; write from experiments import Study;"),
        ("a = 1\nb = a / 0\n", "s.py line 2: ZeroDivisionError: division by zero; mend"),
        ("a = 1\nb = (\n", "s.py line 2: SyntaxError: '(' was never closed"),
        (PYTHON_STUDY.replace("seeds", "sedes"), "study, sedes: is not known; write seeds"),
    ],
)
def test_a_broken_study_in_python(text: str, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "s.py"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        Study.read(path)
    assert str(raised.value).startswith(expected)
