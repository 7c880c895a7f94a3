"""The head of a store, `store.json`: which format it has."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from experiments.store.layout import FORMAT_VERSION, HEAD, KIND, OLD_HEAD
from sim.faults import Fault, InputError

_NAME = "name the folder that `parkloop sweep --out` wrote"


def read_head(folder: Path) -> dict[str, Any]:
    """Return what the head of a store says.

    Errors: `InputError` where the folder is no store, or one of another format.
    """
    path = folder / HEAD
    if not path.exists() and (folder / OLD_HEAD).exists():
        raise _other(folder, 1)
    try:
        head = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        wrong = f"it holds no {HEAD}" if folder.is_dir() else "there is no such folder"
        raise InputError([Fault(str(folder), wrong, _NAME)]) from None
    except (OSError, ValueError) as error:
        raise InputError([Fault(str(path), f"it cannot be read ({error})", _NAME)]) from error
    if not isinstance(head, dict) or head.get("kind") != KIND:
        raise InputError([Fault(str(path), "it is not the head of a store", _NAME)])
    if head.get("format_version") != FORMAT_VERSION:
        raise _other(folder, head.get("format_version"))
    return head


def _other(folder: Path, version: Any) -> InputError:
    """Return the refusal of a store of another format."""
    wrong = f"the store has format {version}, this version reads {FORMAT_VERSION}"
    if isinstance(version, int) and version > FORMAT_VERSION:
        mend = "install the version of ParkLoop that wrote it, or a newer one"
    else:
        mend = (
            "give its study to `parkloop sweep` again with another --out (the old format does not"
            " hold the parks and packages that replay needs); its parts/*.parquet stay readable"
        )
    return InputError([Fault(f"out {folder}", wrong, mend)])
