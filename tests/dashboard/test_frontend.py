"""The front-end libraries: the versions the page asks for, pinned by hash, copied whole."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboards import frontend
from dashboards.collect import collect
from dashboards.command import dashboard
from dashboards.frontend import LIBRARIES, FrontEndMissing
from tests.house.project import ROOT

VERSIONS = {library.name: library.version for library in LIBRARIES}
ASKED = re.compile(r"\{\{cdn\}\}/(@?[\w./-]+)@([\d.]+)/([\w./{}-]+)")


def asked_by_solara() -> set[tuple[str, str, str]]:
    """Return (library, version, file) of what Solara's Vue 3 page loads in production."""
    page = (files("solara.server") / "templates" / "solara.html.j2").read_text(encoding="utf-8")
    found = {
        (name, version, file.replace("{{ipywidget_major_version}}", "8"))
        for name, version, file in ASKED.findall(page)
    }
    return {one for one in found if one[0] != "@widgetti/solara-vuetify-app"}


def test_the_page_asks_for_the_versions_we_bring() -> None:
    asked = asked_by_solara()
    assert len(asked) >= 4, "the template was not read"
    wanted = {(name, version) for name, version, _ in asked}
    assert wanted == {(n, v) for n, v in VERSIONS.items() if n != "echarts"}


def test_every_file_the_page_asks_for_is_brought() -> None:
    brought = {(library.name, file) for library in LIBRARIES for file in library.files}
    production = {(n, f) for n, _, f in asked_by_solara() if not f.endswith("app8.js")}
    assert production <= brought


def test_the_chart_library_is_loaded_before_it_is_asked_for() -> None:
    assert f"/{frontend.ECHARTS}`" in (frontend.SCRIPT / "custom.js").read_text(encoding="utf-8")


def test_npm_is_asked_for_the_same_versions_by_hash() -> None:
    assert json.loads((ROOT / "package.json").read_text())["dependencies"] == VERSIONS
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    locked = {name.removeprefix("node_modules/"): entry for name, entry in lock.items() if name}
    shipped = {name: entry for name, entry in locked.items() if not entry.get("dev")}
    assert {name: entry["version"] for name, entry in shipped.items()} == VERSIONS
    assert all(entry["integrity"].startswith("sha512-") for entry in locked.values())
    assert all("resolved" not in entry for entry in locked.values())


def test_the_folder_holds_what_the_style_sheets_name(libraries: None) -> None:
    folder = frontend.ASSETS / LIBRARIES[0].folder / "dist"
    fonts = set(re.findall(r"url\((\w+\.woff2)", (folder / "fonts.css").read_text("utf-8")))
    assert len(fonts) > 10
    assert {font for font in fonts if not (folder / font).is_file()} == set()


def fill(node_modules: Path, echarts: str = VERSIONS["echarts"]) -> None:
    for library in LIBRARIES:
        for file in library.files:
            path = node_modules / library.name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file)
        version = echarts if library.name == "echarts" else library.version
        manifest = node_modules / library.name / "package.json"
        manifest.write_text(json.dumps({"version": version}))


def test_libraries_are_copied_out_of_node_modules(tmp_path: Path) -> None:
    fill(tmp_path / "node_modules")
    folder = tmp_path / "assets"
    assert len(frontend.missing(folder)) == sum(len(library.files) for library in LIBRARIES)
    assert collect(tmp_path / "node_modules", folder) == 8
    assert frontend.missing(folder) == []
    assert (folder / frontend.ECHARTS).read_text() == "dist/echarts.min.js"


def test_another_version_is_refused_and_leaves_what_was_there(tmp_path: Path) -> None:
    fill(tmp_path / "good")
    fill(tmp_path / "bad", echarts="5.4.0")
    collect(tmp_path / "good", tmp_path / "assets")
    with pytest.raises(FrontEndMissing, match=r"echarts 6\.1\.0 is wanted.*5\.4\.0"):
        collect(tmp_path / "bad", tmp_path / "assets")
    assert frontend.missing(tmp_path / "assets") == []


def test_without_libraries_the_command_says_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frontend.require, "__defaults__", (tmp_path,))
    done = CliRunner().invoke(dashboard, ["--no-browser"])
    assert done.exit_code == 1
    assert "make dashboard" in done.output
    assert "Traceback" not in done.output
