"""The pages of the policies say what the modules say, and their worked examples are true."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from experiments.indicators import INDICATORS
from experiments.policy_pages import FOLDER, pages
from experiments.policy_pages.__main__ import main
from experiments.policy_pages.effects import FULL, HEADER, OUTCOMES, Row, merged, rows_of, stored
from policies.registry import all_policies

PAGES = sorted(path for path in FOLDER.glob("*.md") if path.stem != "README")


def test_the_pages_are_current() -> None:
    wanted = pages()
    stale = [
        path.name
        for path, text in wanted.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run `python -m experiments.policy_pages`"
    assert set(FOLDER.glob("*.md")) == set(wanted)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_worked_example_of_a_page_is_true(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    blocks = re.findall(r"^```pycon\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    runner, parser = doctest.DocTestRunner(verbose=False), doctest.DocTestParser()
    for block in blocks:
        runner.run(parser.get_doctest(block, {}, path.stem, str(path), 0))
    assert runner.summarize(verbose=False).attempted > 0, "a policy's docstring has an example"
    assert runner.summarize(verbose=False).failed == 0


def test_effects_are_of_what_exists() -> None:
    rows = stored()
    assert {row.policy for row in rows} <= set(all_policies())
    assert {row.outcome for row in rows} <= set(INDICATORS)
    assert all(row.unit == INDICATORS[row.outcome].unit for row in rows)
    assert all(row.low <= row.change <= row.high for row in rows)


def test_the_command_prints_what_it_measures(capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in sorted(FOLDER.iterdir())}
    main(["effects", "--quick", "subsidy"])
    head, *lines = capsys.readouterr().out.splitlines()
    assert head == ",".join(HEADER)
    assert [line.split(",")[2] for line in lines] == list(OUTCOMES)
    change = {line.split(",")[2]: float(line.split(",")[5]) for line in lines}
    assert change["technologies_installed"] > 0 > change["co2"]
    assert {path: path.read_bytes() for path in sorted(FOLDER.iterdir())} == before


def test_an_unknown_policy_is_refused() -> None:
    with pytest.raises(SystemExit, match="there is no policy subsidi"):
        main(["effects", "--quick", "subsidi"])


def test_measuring_one_policy_keeps_the_rows_of_others() -> None:
    def row(policy: str, change: float) -> Row:
        return Row(policy, "p", "co2", "t CO2", 1.0, change, change, change, 1, 2021)

    old = [row("a", 1.0), row("b", 2.0)]
    assert merged(old, [row("a", 5.0)]) == [row("a", 5.0), row("b", 2.0)]


@pytest.mark.long
@pytest.mark.parametrize("policy", ["subsidy", "waste_charge"])
def test_the_stored_effects_are_those_measured(policy: str) -> None:
    kept = [row for row in stored() if row.policy == policy]
    assert kept == rows_of([policy], FULL), "run `python -m experiments.policy_pages effects`"
