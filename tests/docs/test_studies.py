"""The page on studies: its keys are those of the code, and what it shows runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from experiments.cli.main import COMMANDS, group
from experiments.design.registry import OLD_NAMES, designs
from experiments.study import Study
from experiments.studyfile.factors import groups
from experiments.studyfile.form import KEYS
from experiments.studyfile.levels import RANGE_KEYS
from experiments.studyfile.levers import POINT_KEYS
from tests.house.project import ROOT

PAGE = (ROOT / "docs" / "studies.md").read_text(encoding="utf-8")
HEAD = 'format_version = 1\nname = "s"\npark = "kalundborg"\n'


def table(heading: str) -> dict[str, list[str]]:
    """Return the rows of the table whose first heading is given: first cell -> the others."""
    after = PAGE[PAGE.index(f"| {heading} |") :]
    rows = after[: after.index("\n\n")].splitlines()[2:]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return {row[0].strip("`"): row[1:] for row in cells}


def test_the_keys_of_the_page_are_those_of_the_code() -> None:
    assert tuple(table("key")) == KEYS
    assert tuple(table("key of a range")) == RANGE_KEYS
    assert set(POINT_KEYS) <= set(KEYS)


def test_the_designs_of_the_page_are_those_of_the_code() -> None:
    told = table("`method`")
    assert set(told) == set(designs())
    for name, (options, _) in told.items():
        named = [word for word in re.findall(r"`(\w+)`", options) if word != "steps"]
        assert named == list(designs()[name].options), name
    assert all(f"`{name}`" in PAGE for name in OLD_NAMES)


def test_the_names_for_many_are_those_of_the_code() -> None:
    after = PAGE[PAGE.index("| name | under |") :]
    told = set(re.findall(r"^\| `(\w+)` \|", after[: after.index("\n\n")], re.MULTILINE))
    kinds = ("strength", "assumption", "uncertainty")
    assert told == {name for kind in kinds for name in groups(kind, [])}


@pytest.mark.parametrize("number", range(len(re.findall("```toml", PAGE))))
def test_what_the_page_writes_is_a_study(number: int, tmp_path: Path) -> None:
    text = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)[number]
    path = tmp_path / "s.toml"
    path.write_text(text if "format_version" in text else HEAD + text, encoding="utf-8")
    assert len(Study.read(path).points()) > 1


def test_the_python_of_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for code in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(compile(code, "studies.md", "exec"), names)
    assert len(names["costs"]) == len(names["table"]) == 16  # type: ignore[arg-type]
    assert names["indices"]["ST"].shape == (2,)  # type: ignore[index]


def test_the_commands_of_the_page_are_there() -> None:
    for name, rest in re.findall(r"parkloop (\w+)((?:[^`\n])*)", PAGE):
        assert name in COMMANDS, name
        command = group.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        known = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"--[\w-]+", rest)) <= known, rest
