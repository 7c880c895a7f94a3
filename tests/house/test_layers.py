"""The import contract: it holds here, and it would catch each way of breaking it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.project import PACKAGES, ROOT, pyproject

BREACHES = {
    "sim": ("agents", "policies", "experiments", "dashboards", "mesa", "pandas", "scipy"),
    "agents": ("policies", "experiments", "mesa", "matplotlib"),
    "policies": ("agents", "experiments", "mesa", "pandas"),
    "experiments": ("dashboards",),
}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", program, "--config", str(ROOT / "pyproject.toml")]
    return subprocess.run(
        [*command, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


def floors() -> list[str]:
    """Return what the contract says of the floors inside `experiments`, from the top down."""
    contracts = pyproject()["tool"]["importlinter"]["contracts"]
    (inside,) = (one["layers"] for one in contracts if one.get("containers") == ["experiments"])
    return list(inside)


def write_house(folder: Path) -> None:
    """Write five packages in which each floor imports the one below it."""
    rooms = [f"experiments/{room}" for floor in floors() for room in floor.split(" | ")]
    for package in (*PACKAGES, *rooms):
        (folder / package).mkdir()
        (folder / package / "__init__.py").write_text("", encoding="utf-8")
    for upper, lower in zip(reversed(PACKAGES), reversed(PACKAGES[:-1]), strict=False):
        if (upper, lower) != ("policies", "agents"):
            (folder / upper / "room.py").write_text(f"import {lower}\n", encoding="utf-8")


def test_the_contract_holds() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_package_is_under_contract() -> None:
    assert tuple(pyproject()["tool"]["importlinter"]["root_packages"]) == PACKAGES
    assert tuple(pyproject()["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) == PACKAGES


def test_imports_downward_are_allowed(tmp_path: Path) -> None:
    write_house(tmp_path)
    done = lint_imports(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("package", BREACHES)
def test_a_breach_is_caught(package: str, tmp_path: Path) -> None:
    write_house(tmp_path)
    for imported in BREACHES[package]:
        breach = tmp_path / package / f"takes_{imported}.py"
        breach.write_text(f"def late() -> None:\n    import {imported}\n", encoding="utf-8")
    done = lint_imports(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    caught = set(re.findall(rf"{package}\.takes_\w+ -> (\w+)", done.stdout))
    assert caught == set(BREACHES[package]), done.stdout


@pytest.mark.parametrize("upper", floors()[:-1])
def test_a_breach_inside_experiments_is_caught(upper: str, tmp_path: Path) -> None:
    write_house(tmp_path)
    taken = [f"experiments.{room}" for room in upper.split(" | ")]
    lower = floors()[floors().index(upper) + 1].split(" | ")[0]
    breach = tmp_path / "experiments" / lower / "breach.py"
    breach.write_text("".join(f"import {room}\n" for room in taken), encoding="utf-8")
    done = lint_imports(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    for room in taken:
        assert f"experiments.{lower}.breach -> {room} " in done.stdout


@pytest.mark.parametrize("late", [False, True])
def test_a_circle_is_caught(late: bool, tmp_path: Path) -> None:
    write_house(tmp_path)
    for room, other in (("this", "that"), ("that", "this")):
        taken = f"import experiments.{other}\n"
        text = f"def late() -> None:\n    {taken}" if late and room == "that" else taken
        (tmp_path / "experiments" / f"{room}.py").write_text(text, encoding="utf-8")
    done = lint_imports(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "No cycles are allowed in experiments." in done.stdout
