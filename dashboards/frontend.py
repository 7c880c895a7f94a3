"""The front-end libraries the pages load: which, where they lie, and what to do without them.

They come by npm (`make assets`) into a folder laid out as the pages ask for it:
`name@version/path`. The folder is not in the repository; a wheel built with it carries it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final


@dataclass(frozen=True)
class Library:
    """One npm package: exact version, the files no page works without, and what goes with them."""

    name: str
    version: str
    files: tuple[str, ...]
    more: tuple[str, ...] = ("package.json", "LICENSE*", "NOTICE*")

    @property
    def folder(self) -> str:
        """Folder below `ASSETS`, as pages write it in addresses."""
        return f"{self.name}@{self.version}"


LIBRARIES: Final = (
    Library(
        "@widgetti/solara-vuetify3-app",
        "5.2.0",
        ("dist/main8.css", "dist/fonts.css", "dist/solara-vuetify-app8.min.js"),
        ("package.json", "dist/*.woff2", "dist/*app8.min.js", "dist/*app8.min.js.LICENSE.txt"),
    ),
    Library("requirejs", "2.3.6", ("require.js",), ("package.json", "README.md")),
    Library("echarts", "6.1.0", ("dist/echarts.min.js",)),
)

ASSETS: Final = Path(__file__).parent / "assets" / "downloaded"
"""Where the libraries lie; served at `/_solara/cdn`, where Solara's pages look."""

SCRIPT: Final = Path(__file__).parent / "script"
"""Folder of `custom.js`, which Solara puts into every page: what Vue files share."""

ECHARTS: Final = f"{LIBRARIES[2].folder}/{LIBRARIES[2].files[0]}"
"""Address of the chart library below `/_solara/cdn`."""


class FrontEndMissing(RuntimeError):
    """The front-end libraries are not there; the message says what to run."""


def missing(folder: Path = ASSETS) -> list[str]:
    """Return the files that are wanted and not there."""
    wanted = [f"{library.folder}/{file}" for library in LIBRARIES for file in library.files]
    return [file for file in wanted if not (folder / file).is_file()]


def require(folder: Path = ASSETS) -> None:
    """Raise `FrontEndMissing` unless every library is there."""
    absent = missing(folder)
    if absent:
        raise FrontEndMissing(
            "the dashboard's front-end libraries are not installed "
            f"({len(absent)} files are missing, first {absent[0]}). In a clone of ParkLoop run "
            "`make dashboard`, which fetches them by npm and starts the dashboard; "
            "or install a wheel that was built after `make assets`."
        )
