"""The wheel carries every file of the packages, data too, and the command."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hatchling.build import build_wheel

from tests.house.project import PACKAGES, ROOT, tracked_files


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> zipfile.ZipFile:
    monkeypatch.chdir(ROOT)
    return zipfile.ZipFile(tmp_path / build_wheel(str(tmp_path)))


def test_the_wheel_carries_every_package_file(wheel: zipfile.ZipFile) -> None:
    paths = (path.relative_to(ROOT) for path in tracked_files())
    package_files = {path.as_posix() for path in paths if path.parts[0] in PACKAGES}
    assert any(name.endswith(".csv") for name in package_files)
    assert package_files - set(wheel.namelist()) == set()


def test_the_wheel_carries_nothing_else(wheel: zipfile.ZipFile) -> None:
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} <= set(PACKAGES)


def test_the_wheel_installs_the_command_and_the_licence(wheel: zipfile.ZipFile) -> None:
    names = {name.partition("/")[2]: name for name in wheel.namelist() if ".dist-info/" in name}
    assert b"parkloop = experiments.cli:main" in wheel.read(names["entry_points.txt"])
    assert b"MIT License" in wheel.read(names["licenses/LICENSE"])
