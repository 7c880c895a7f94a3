"""Copy what the pages load out of `node_modules`: `python -m dashboards.collect [NODE_MODULES]`."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from dashboards.frontend import ASSETS, LIBRARIES, FrontEndMissing, Library, missing


def collect(node_modules: Path, folder: Path = ASSETS) -> int:
    """Replace `folder` by the libraries of `node_modules`; return the number of files.

    Errors: `FrontEndMissing` where a library or a file of it is absent or of another version.
    """
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    for library in LIBRARIES:
        _copy(library, node_modules / library.name, fresh / library.folder)
    absent = missing(fresh)
    if absent:
        raise FrontEndMissing(f"npm brought no {', '.join(absent)}: run `make assets` again")
    shutil.rmtree(folder, ignore_errors=True)
    fresh.replace(folder)
    return sum(path.is_file() for path in folder.rglob("*"))


def _copy(library: Library, source: Path, target: Path) -> None:
    manifest = source / "package.json"
    version = json.loads(manifest.read_text("utf-8"))["version"] if manifest.is_file() else "none"
    if version != library.version:
        raise FrontEndMissing(
            f"{library.name} {library.version} is wanted, {source} holds {version}: "
            "run `make assets`"
        )
    for pattern in (*library.files, *library.more):
        for path in sorted(source.glob(pattern)):
            to = target / path.relative_to(source)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, to)


if __name__ == "__main__":
    modules = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("node_modules")
    try:
        print(f"{collect(modules)} front-end files are in {ASSETS}")
    except FrontEndMissing as fault:
        sys.exit(str(fault))
