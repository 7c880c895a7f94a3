"""The store: parts are whole or not at all, and what it cannot hold it says."""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments.sweep.job import ERROR, OK, Outcome
from experiments.sweep.parts import Layout
from experiments.sweep.store import Store, StoreError, read_manifest, read_store
from sim.faults import InputError
from tests.experiments.sweep.studies import parts

LABELS = {
    f"run{k}": {
        "point_id": f"p{k // 2}", "replicate": k % 2 + 1, "seed": k % 2, "park": "here",
        "strength_subsidy": 0.1 * k,
    }
    for k in range(6)
}  # fmt: skip
LAYOUT = Layout(
    {"park": "string", "strength_subsidy": "double"}, ("co2", "links"), LABELS.__getitem__
)


def open_store(folder: Path, **changes: Any) -> Store:
    manifest: Mapping[str, Any] = {"name": "one", "columns": LAYOUT.columns(), "until": 2021}
    return Store(folder, {**manifest, **changes}, LAYOUT)


def finished(k: int, first: float = 0.0) -> Outcome:
    values = np.array([[first + k, 0.1], [first - k, np.nan]])
    return Outcome(f"run{k}", OK, years=(2020, 2021), values=values)


def filled(folder: Path, *batches: list[Outcome]) -> None:
    store = open_store(folder)
    for batch in batches:
        store.commit(batch)
    store.close()


def test_what_is_committed_is_read_back_by_run_and_year(tmp_path: Path) -> None:
    filled(tmp_path / "out", [finished(3), finished(1)], [finished(2)])
    table = read_store(tmp_path / "out")
    assert list(table.columns) == [
        "run_id", "point_id", "replicate", "seed", "year", "status", "error",
        "park", "strength_subsidy", "co2", "links",
    ]  # fmt: skip
    assert table["run_id"].tolist() == ["run1", "run1", "run2", "run2", "run3", "run3"]
    assert table["year"].tolist() == [2020, 2021] * 3
    assert table["co2"].tolist() == [1.0, -1.0, 2.0, -2.0, 3.0, -3.0]
    assert np.isnan(table["links"][1::2]).all()
    assert table["strength_subsidy"].tolist() == [0.1, 0.1, 0.2, 0.2, 0.1 * 3, 0.1 * 3]
    assert table["seed"].dtype == table["year"].dtype == np.int64


def test_an_empty_store_has_its_columns(tmp_path: Path) -> None:
    filled(tmp_path / "out")
    table = read_store(tmp_path / "out")
    assert len(table) == 0
    assert list(table.columns) == list(LAYOUT.columns())


def test_a_failed_run_is_one_row_and_not_done(tmp_path: Path) -> None:
    filled(tmp_path / "out", [finished(0), Outcome("run1", ERROR, "BookError: a leak")])
    table = read_store(tmp_path / "out").where(run_id="run1")
    assert [table[name].tolist() for name in ("status", "error", "year", "point_id")] == [
        ["error"], ["BookError: a leak"], [0], ["p0"],
    ]  # fmt: skip
    assert np.isnan(table["co2"]).all()
    store = open_store(tmp_path / "out")
    assert store.done == {"run0"}
    store.close()


@pytest.mark.parametrize("failed_first", [True, False])
def test_of_two_attempts_the_one_that_succeeded_counts(tmp_path: Path, failed_first: bool) -> None:
    failure, other = [Outcome("run1", ERROR, "no"), finished(0)], [finished(1), finished(2)]
    filled(tmp_path / "out", *([failure, other] if failed_first else [other, failure]))
    table = read_store(tmp_path / "out")
    assert table["run_id"].tolist() == ["run0", "run0", "run1", "run1", "run2", "run2"]
    assert set(table["status"]) == {"ok"}


def test_a_run_that_two_parts_hold_is_read_once(tmp_path: Path) -> None:
    filled(tmp_path / "out", [finished(0), finished(1)], [finished(1), finished(2)])
    assert len(parts(tmp_path / "out")) == 2
    assert read_store(tmp_path / "out")["run_id"].tolist()[2:4] == ["run1", "run1"]
    assert len(read_store(tmp_path / "out")) == 6


def test_the_same_batch_is_the_same_part(tmp_path: Path) -> None:
    filled(tmp_path / "out", [finished(0), finished(1)], [finished(1), finished(0)])
    assert len(parts(tmp_path / "out")) == 1


@pytest.mark.parametrize("kept", [0, 10, 0.5, -1])
def test_a_truncated_part_is_put_aside_and_its_runs_are_not_done(
    tmp_path: Path, kept: float
) -> None:
    out = tmp_path / "out"
    filled(out, [finished(0)], [finished(1)])
    part = parts(out)[0]
    content = part.read_bytes()
    part.write_bytes(content[: int(kept * len(content)) if kept == 0.5 else int(kept)])
    with pytest.raises(InputError, match=rf"{part.name}: the part is damaged; run the sweep again"):
        read_store(out)
    store = open_store(out)
    assert store.damaged == [part.name]
    assert len(store.done) == 1
    assert (out / "damaged" / part.name).exists()
    store.close()
    assert set(read_store(out)["run_id"]) == store.done


def test_a_flipped_bit_is_found(tmp_path: Path) -> None:
    out = tmp_path / "out"
    filled(out, [finished(k) for k in range(6)])
    part = parts(out)[0]
    content = bytearray(part.read_bytes())
    content[len(content) // 4] ^= 4
    part.write_bytes(content)
    store = open_store(out)
    assert store.damaged == [part.name]
    store.close()


def test_what_a_killed_writer_left_is_swept(tmp_path: Path) -> None:
    out = tmp_path / "out"
    filled(out, [finished(0)])
    strays = [out / ".study.json.1.tmp", out / "parts" / ".abc.parquet.77.tmp"]
    for stray in strays:
        stray.write_bytes(b"half")
    open_store(out).close()
    assert not any(stray.exists() for stray in strays)
    assert set(read_store(out)["run_id"]) == {"run0"}


def test_a_writer_killed_before_the_manifest_leaves_a_folder_that_can_be_used(
    tmp_path: Path,
) -> None:
    (tmp_path / ".study.json.12.tmp").write_bytes(b"{")
    (tmp_path / ".lock").touch()
    open_store(tmp_path).close()
    assert read_manifest(tmp_path)["name"] == "one"


def test_another_study_is_refused(tmp_path: Path) -> None:
    filled(tmp_path / "out", [finished(0)])
    with pytest.raises(InputError) as raised:
        open_store(tmp_path / "out", until=2030, seeds=[1])
    assert str(raised.value) == (
        f"out {tmp_path / 'out'}: it holds study 'one', which differs in until, seeds;"
        " name another folder"
    )
    assert read_manifest(tmp_path / "out")["until"] == 2021
    open_store(tmp_path / "out", made_with={"python": "4"}, description="better").close()


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").touch()
    with pytest.raises(InputError, match=r"it holds other things \(thesis\.docx\); name a new or"):
        open_store(tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.name != ".lock"] == ["thesis.docx"]


def test_two_sweeps_do_not_write_in_one_folder(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    with pytest.raises(InputError, match="another sweep is writing in it; wait for its end"):
        open_store(tmp_path)
    store.close()
    open_store(tmp_path).close()


def test_a_folder_that_is_no_store_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"study\.json: it cannot be read as a study; name the"):
        read_store(tmp_path)


def test_a_place_that_cannot_be_written_is_an_input_fault(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match=r"it cannot be written \(Not a directory\); choose anoth"):
        open_store(tmp_path / "file" / "out")


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux has a folder that root cannot write"
)
def test_a_read_only_folder_is_an_input_fault() -> None:
    with pytest.raises(InputError, match="it cannot be written"):
        open_store(Path("/sys/parkloop_out"))


@contextmanager
def disk_with_room_for(size: int) -> Iterator[None]:
    """Let no file grow beyond `size` bytes meanwhile: writing fails as on a full disk."""
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_full_disk_keeps_what_was_committed_and_says_what_to_do(tmp_path: Path) -> None:
    out = tmp_path / "out"
    filled(out, [finished(0)])
    store = open_store(out)
    with disk_with_room_for(100), pytest.raises(StoreError) as raised:
        store.commit([finished(1)])
    store.close()
    assert str(raised.value) == (
        f"{out}: the disk is full (File too large); make room and give the same command again:"
        " what was finished is kept"
    )
    assert [path.name for path in (out / "parts").iterdir()] == [path.name for path in parts(out)]
    assert set(read_store(out)["run_id"]) == {"run0"}


def test_a_folder_that_vanishes_is_told(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    os.rmdir(tmp_path / "parts")
    with pytest.raises(StoreError, match="results cannot be written any more"):
        store.commit([finished(1)])
    store.close()
