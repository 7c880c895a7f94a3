"""The result store: one folder for any number of studies, which share the runs they have in common.

A run is kept under the hash of all that determines it, in Parquet parts that are there whole or
not at all; a failed run is one row with `status` error. The driver alone writes, so a store needs
no shared disk. Whatever kills the driver, a later sweep carries out what is missing.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from experiments.atomic import sweep_temporary, write_whole
from experiments.outcomes import OK, Outcome, Outcomes
from experiments.store import layout, parts
from experiments.store.book import StudyBook, join_rounds
from experiments.store.compact import compact
from experiments.store.head import read_head
from experiments.store.ids import packed_ids
from experiments.store.layout import ASIDE, FOLDERS, HEAD, OLD_HEAD, PARTS, STUDIES
from experiments.store.lock import NAME as LOCK
from experiments.store.lock import FolderLock, Locked
from experiments.store.parts import Truncated
from experiments.store.reader import read_manifest as read_manifest
from experiments.store.reader import read_store as read_store
from experiments.store.shelf import Shelf
from experiments.version import MODEL_VERSION
from sim.faults import Fault, InputError

if TYPE_CHECKING:
    from experiments.runs import Run

MOST_PARTS = 64
"""Beyond this number of parts `tidy` compacts them."""


class StoreError(RuntimeError):
    """A result could not be kept: the disk is full, or the folder cannot be written any more."""


class Store:
    """A store that is open for writing; one process at a time.

    `damaged` names the files that could not be read: they are moved to `damaged/`, and their runs
    count as not done.

    Errors: `InputError` where the folder holds something else, cannot be written or is in use;
    `StoreError` where the disk is full.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.damaged: list[str] = []
        self._books: dict[str, StudyBook] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = FolderLock(folder)
        except Locked as error:
            raise _refused(folder, "another sweep is writing in it", "wait for its end") from error
        except OSError as error:
            raise _unwritable(folder, error) from error
        try:
            self._begin()
            self._shelf = Shelf(folder, self._aside)
        except OSError as error:
            self.close()
            raise _unwritable(folder, error) from error
        except BaseException:
            self.close()
            raise

    def study(self, name: str, outputs: Sequence[str], form: Any = None) -> StudyBook:
        """Enter a study: `form` is what was asked (a `Study`, any mapping, or None).

        The same name, outputs and form are the same study, to which `StudyBook.add` adds runs.

        Errors: `StoreError` where it cannot be written.
        """
        manifest = layout.manifest(name, outputs, form)
        study = layout.study_id(name, manifest)
        if study not in self._books:
            with _told(self.folder):
                self._books[study] = StudyBook(self.folder, study, manifest, self._aside)
        return self._books[study]

    def add(self, book: StudyBook, runs: Iterable[Run]) -> int:
        """Add the design of some runs to a study; return how many were new.

        Errors: `StoreError` where it cannot be written.
        """
        with _told(self.folder):
            return book.add(runs)

    def enter(
        self, name: str, runs: Sequence[Run], outputs: Sequence[str], form: Any = None
    ) -> str:
        """Enter a study and the design of some of its runs; return the id of the study.

        Errors: `StoreError` where it cannot be written.
        """
        book = self.study(name, outputs, form)
        self.add(book, runs)
        return book.study_id

    def holds(self, run_ids: Sequence[str], outputs: Sequence[str]) -> list[bool]:
        """Say for each run whether the store holds all these outputs of it."""
        return [bool(has) for has in self._shelf.done(packed_ids(run_ids), outputs)]

    def commit(self, outcomes: Sequence[Outcome], outputs: Sequence[str]) -> None:
        """Keep the outcomes of a batch: all of them, or none where it raises `StoreError`.

        The values of an outcome are by (year, output), in the order of `outputs`.
        """
        content = parts.packed(outcomes, outputs)
        path = self.folder / PARTS / parts.name_of(content)
        with _told(self.folder):
            write_whole(path, content)
        good, bad = ([o.run_id for o in outcomes if (o.status == OK) is ok] for ok in (True, False))
        self._shelf.put(path, outputs, packed_ids(good), packed_ids(bad))

    def outcomes(self, run_ids: Sequence[str], outputs: Sequence[str]) -> Outcomes:
        """Return the outputs of some runs, in their order; what is missing is NaN and named."""
        return self._shelf.outcomes(run_ids, outputs)

    @property
    def files(self) -> int:
        """The number of files that hold runs."""
        return len(self._shelf.files)

    def compact(self) -> int:
        """Join all parts into few files and drop what is doubled; return how many there are now.

        The rounds of a design are joined too.

        Errors: `StoreError` where the disk is full; then all parts are as they were.
        """
        with _told(self.folder):
            try:
                compact(self.folder, self._shelf)
            except Truncated:
                self._shelf.scan()  # moves aside what was damaged since the store was opened
                compact(self.folder, self._shelf)
            for path in sorted((self.folder / STUDIES).glob("*.json")):
                join_rounds(self.folder, path.stem)
            self._books.clear()
        return self.files

    def tidy(self) -> None:
        """Compact where there are many parts, as at the end of a sweep."""
        if sum(path.parent.name == PARTS for path in self._shelf.files.values()) > MOST_PARTS:
            self.compact()

    def close(self) -> None:
        """Let others write."""
        self._lock.release()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _begin(self) -> None:
        """Sweep what a killed writer left; write the head, or see that it is one of ours."""
        path = self.folder / HEAD
        sweep_temporary(self.folder)
        if path.exists() or (self.folder / OLD_HEAD).exists():
            read_head(self.folder)
        else:
            ours = (LOCK, *FOLDERS)
            others = sorted(p.name for p in self.folder.iterdir() if p.name not in ours)
            if others:
                wrong = f"it holds other things ({', '.join(others[:3])})"
                raise _refused(self.folder, wrong, "name a new or an empty folder")
            head = {
                "kind": layout.KIND,
                "format_version": layout.FORMAT_VERSION,
                "model": MODEL_VERSION,
                "made_with": layout.made_with(),
            }
            write_whole(path, json.dumps(head, indent=1).encode())
        for name in FOLDERS:
            if name != ASIDE:
                (self.folder / name).mkdir(exist_ok=True)
            sweep_temporary(self.folder / name)

    def _aside(self, path: Path) -> None:
        """Move a file that cannot be read out of the way."""
        aside = self.folder / ASIDE
        aside.mkdir(exist_ok=True)
        os.replace(path, aside / path.name)
        self.damaged.append(path.name)


class _told:
    """Turns an `OSError` of writing into a `StoreError` that says what to do."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, OSError):
            raise StoreError(_text(self._folder, error)) from error


def _refused(folder: Path, wrong: str, mend: str) -> InputError:
    return InputError([Fault(f"out {folder}", wrong, mend)])


def _unwritable(folder: Path, error: OSError) -> InputError | StoreError:
    if error.errno in _FULL:
        return StoreError(_text(folder, error))
    wrong = f"it cannot be written ({error.strerror or error})"
    return _refused(folder, wrong, "choose another folder, or mend its rights")


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def _text(folder: Path, error: OSError) -> str:
    full = error.errno in _FULL
    wrong = "the disk is full" if full else "results cannot be written any more"
    mend = "make room" if full else "mend it"
    return (
        f"{folder}: {wrong} ({error.strerror or error}); {mend} and give the same command again:"
        " what was finished is kept"
    )
