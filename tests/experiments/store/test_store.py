"""The store: parts are whole or not at all, and what it cannot hold it says."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from experiments.store.reader import Stored
from experiments.store.shelf import ABSENT
from experiments.store.writer import Store, StoreError
from sim.faults import InputError
from tests.experiments.store.stores import (
    OUTPUTS,
    failing,
    filled,
    finished,
    held,
    run_id,
    runs,
)
from tests.experiments.sweep.studies import parts


def test_what_is_committed_is_read_back_in_the_order_asked_for(tmp_path: Path) -> None:
    filled(tmp_path, [finished(3), finished(1)], [finished(2)])
    found = Stored(tmp_path).shelf.outcomes([run_id(2), run_id(1)], OUTPUTS)
    assert (found.years, found.outputs, dict(found.errors)) == ((2020, 2021), OUTPUTS, {})
    assert found.of("co2_scope_1", 2020).tolist() == [20.0, 10.0]
    assert found.of("co2_scope_1").tolist() == [-2.0, -1.0]
    assert found.of("links_active", 2020).tolist() == [20.1, 10.1]
    assert np.isnan(found.of("links_active")).all()
    assert not found.failed.any()


def test_a_run_may_be_asked_for_twice(tmp_path: Path) -> None:
    filled(tmp_path, [finished(3), finished(1)])
    with Store(tmp_path) as store:
        found = store.outcomes([run_id(1), run_id(3), run_id(1)], OUTPUTS)
        assert found.of("co2_scope_1", 2020).tolist() == [10.0, 30.0, 10.0]
        assert store.holds([run_id(5), run_id(1), run_id(5)], OUTPUTS) == [False, True, False]


def test_a_failed_run_is_named_and_not_done(tmp_path: Path) -> None:
    filled(tmp_path, [finished(0), failing(1)])
    found = Stored(tmp_path).study().outcomes()
    assert found.errors[run_id(1)] == "BookError: a leak"
    assert found.errors[run_id(2)] == ABSENT
    assert run_id(0) not in found.errors
    assert found.failed.tolist() == [False] + [True] * 11
    assert held(tmp_path) == {0}


@pytest.mark.parametrize("failed_first", [True, False])
def test_of_two_attempts_the_one_that_succeeded_counts(tmp_path: Path, failed_first: bool) -> None:
    failure, other = [failing(1), finished(0)], [finished(1), finished(2)]
    filled(tmp_path, *([failure, other] if failed_first else [other, failure]))
    found = Stored(tmp_path).study().outcomes()
    assert not found.failed[:3].any()
    assert held(tmp_path) == {0, 1, 2}


def test_the_same_batch_is_the_same_part(tmp_path: Path) -> None:
    filled(tmp_path, [finished(0), finished(1)], [finished(1), finished(0)])
    assert len(parts(tmp_path)) == 1


def test_runs_are_shared_by_studies_and_columns_are_joined(tmp_path: Path) -> None:
    filled(tmp_path, [finished(0), finished(1)], outputs=("co2_scope_1",), name="one")
    filled(tmp_path, [finished(1), finished(2)], outputs=("links_active",), name="two")
    assert held(tmp_path, ("co2_scope_1",)) == {0, 1}
    assert held(tmp_path, ("links_active", "co2_scope_1")) == {1}
    found = Stored(tmp_path).shelf.outcomes([run_id(k) for k in range(3)], OUTPUTS)
    assert list(found.errors) == [run_id(0), run_id(2)]
    assert found.errors[run_id(0)] == f"{ABSENT} for links_active"


def test_a_run_lacks_what_another_study_did_not_ask_for(tmp_path: Path) -> None:
    filled(tmp_path, [finished(0)], outputs=("co2_scope_1",))
    assert held(tmp_path, ("co2_scope_1",)) == {0}
    assert held(tmp_path) == set()


def test_rounds_are_added_once_each(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        book = store.study("search", OUTPUTS)
        assert [book.add(runs()[:5]), book.add(runs()[3:8]), book.add(runs()[:8])] == [5, 3, 0]
    with Store(tmp_path) as store:
        assert store.study("search", OUTPUTS).add(runs()) == 4
    study = Stored(tmp_path).study("search")
    assert study.run_ids == [run.run_id for run in runs()]
    assert len(list((tmp_path / "studies").glob("*.parquet"))) == 3


@pytest.mark.parametrize("kept", [0, 10, 0.5, -1])
def test_a_truncated_part_is_put_aside_and_its_runs_are_not_done(
    tmp_path: Path, kept: float
) -> None:
    filled(tmp_path, [finished(0)], [finished(1)])
    part = parts(tmp_path)[0]
    content = part.read_bytes()
    part.write_bytes(content[: int(kept * len(content)) if kept == 0.5 else int(kept)])
    seen = Stored(tmp_path)
    assert seen.study().counts() == {"runs": 12, "done": 1, "failed": 0, "to_come": 11}
    assert seen.damaged == [part.name]
    with Store(tmp_path) as store:
        assert store.damaged == [part.name]
    assert (tmp_path / "damaged" / part.name).exists()
    assert len(held(tmp_path)) == 1


@pytest.mark.parametrize("share", [k / 16 for k in range(16)])
def test_a_flipped_bit_is_found_wherever_it_is(tmp_path: Path, share: float) -> None:
    filled(tmp_path, [finished(k) for k in range(6)])
    part = parts(tmp_path)[0]
    content = bytearray(part.read_bytes())
    content[int(len(content) * share)] ^= 4
    part.write_bytes(content)
    assert Stored(tmp_path).study().counts()["done"] == 0
    with Store(tmp_path) as store:
        assert store.damaged == [part.name]


def test_a_part_put_there_by_hand_is_read(tmp_path: Path) -> None:
    filled(tmp_path, [finished(0)])
    part = parts(tmp_path)[0]
    part.rename(part.with_name("mine.parquet"))
    assert held(tmp_path) == {0}


def test_a_damaged_design_is_put_aside_and_written_anew(tmp_path: Path) -> None:
    filled(tmp_path, [finished(0)])
    (design,) = (tmp_path / "studies").glob("*.parquet")
    design.write_bytes(design.read_bytes()[:-9])
    with pytest.raises(InputError, match=r"its design is damaged .*; give the sweep again"):
        _ = Stored(tmp_path).study().design
    with Store(tmp_path) as store:
        store.enter("one", runs(), OUTPUTS)
        assert store.damaged == [design.name]
    assert len(Stored(tmp_path).study().design) == 12


def test_a_manifest_that_is_damaged_is_named_and_written_anew(tmp_path: Path) -> None:
    filled(tmp_path, [finished(0)])
    (manifest,) = (tmp_path / "studies").glob("*.json")
    manifest.write_text("{")
    with pytest.raises(InputError, match=rf"{manifest.name}: it cannot be read .*; give the sweep"):
        Stored(tmp_path).study()
    filled(tmp_path)
    assert Stored(tmp_path).study().counts()["done"] == 1


def test_what_a_killed_writer_left_is_swept(tmp_path: Path) -> None:
    filled(tmp_path, [finished(0)])
    strays = [tmp_path / ".store.json.1.tmp", tmp_path / "parts" / ".abc.parquet.77.tmp"]
    for stray in strays:
        stray.write_bytes(b"half")
    assert held(tmp_path) == {0}
    assert not any(stray.exists() for stray in strays)


def test_a_writer_killed_before_the_head_leaves_a_folder_that_can_be_used(tmp_path: Path) -> None:
    (tmp_path / ".store.json.12.tmp").write_bytes(b"{")
    (tmp_path / ".lock").touch()
    filled(tmp_path)
    assert len(Stored(tmp_path).studies) == 1


def test_another_study_is_kept_beside_the_first(tmp_path: Path) -> None:
    filled(tmp_path, name="one")
    filled(tmp_path, name="two", outputs=("co2_scope_1",))
    store = Stored(tmp_path)
    assert [study.rpartition("-")[0] for study in store.studies] == ["one", "two"]
    with pytest.raises(InputError, match=r"it may be one of 2: one-\w{8} \(begun 20"):
        store.study()
    assert store.study("two").outputs == ("co2_scope_1",)
    with pytest.raises(InputError, match=r"^study tow: the store does not hold it; write two-"):
        store.study("tow")


def test_a_form_with_what_json_cannot_say_is_refused(tmp_path: Path) -> None:
    with Store(tmp_path) as store, pytest.raises(TypeError, match="a study cannot hold object"):
        store.study("one", OUTPUTS, {"odd": object()})


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").touch()
    with pytest.raises(InputError, match=r"it holds other things \(thesis\.docx\); name a new or"):
        Store(tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.name != ".lock"] == ["thesis.docx"]


def test_a_store_may_hold_figures_beside_it(tmp_path: Path) -> None:
    filled(tmp_path, [finished(0)])
    (tmp_path / "tipping").mkdir()
    assert held(tmp_path) == {0}


def test_a_store_of_the_old_format_is_refused_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "study.json").write_text('{"format_version": 1}')
    (tmp_path / "parts").mkdir()
    expected = (
        f"out {tmp_path}: the store has format 1, this version reads 2; give its study to"
        " `parkloop sweep` again with another --out"
    )
    for use in (Store, Stored):
        with pytest.raises(InputError, match=f"^{re.escape(expected)}"):
            use(tmp_path)


def test_a_store_of_a_later_format_is_refused(tmp_path: Path) -> None:
    filled(tmp_path)
    head = json.loads((tmp_path / "store.json").read_text())
    (tmp_path / "store.json").write_text(json.dumps({**head, "format_version": 3}))
    with pytest.raises(InputError, match="has format 3, this version reads 2; install the version"):
        Store(tmp_path)


@pytest.mark.parametrize(
    ("content", "wrong"), [("{", "it cannot be read"), ("[]", "it is not the head of a store")]
)
def test_a_head_that_is_none_is_refused(tmp_path: Path, content: str, wrong: str) -> None:
    (tmp_path / "store.json").write_text(content)
    with pytest.raises(InputError, match=wrong):
        Store(tmp_path)


def test_two_sweeps_do_not_write_in_one_folder(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with pytest.raises(InputError, match="another sweep is writing in it; wait for its end"):
        Store(tmp_path)
    store.close()
    Store(tmp_path).close()


def test_a_folder_that_is_no_store_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"it holds no store\.json; name the folder that"):
        Stored(tmp_path)
    with pytest.raises(InputError, match="there is no such folder; name the folder that"):
        Stored(tmp_path / "nowhere")


def test_a_store_without_a_study_says_so(tmp_path: Path) -> None:
    Store(tmp_path).close()
    with pytest.raises(InputError, match="holds no study yet; carry a study out"):
        Stored(tmp_path).study()


def test_a_place_that_cannot_be_written_is_an_input_fault(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match=r"it cannot be written \(Not a directory\); choose anoth"):
        Store(tmp_path / "file" / "out")


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux has a folder that root cannot write"
)
def test_a_read_only_folder_is_an_input_fault() -> None:
    with pytest.raises(InputError, match="it cannot be written"):
        Store(Path("/sys/parkloop_out"))


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
    filled(tmp_path, [finished(0)])
    store = Store(tmp_path)
    with disk_with_room_for(100), pytest.raises(StoreError) as raised:
        store.commit([finished(1)], OUTPUTS)
    store.close()
    assert str(raised.value) == (
        f"{tmp_path}: the disk is full (File too large); make room and give the same command again:"
        " what was finished is kept"
    )
    assert [path.name for path in (tmp_path / "parts").iterdir()] == [
        path.name for path in parts(tmp_path)
    ]
    assert held(tmp_path) == {0}


def test_a_disk_that_is_full_from_the_start_is_told(tmp_path: Path) -> None:
    with disk_with_room_for(10), pytest.raises(StoreError, match="the disk is full"):
        Store(tmp_path)
    with Store(tmp_path) as store, disk_with_room_for(100), pytest.raises(StoreError):
        store.enter("one", runs(), OUTPUTS)
    assert held(tmp_path) == set()


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 512 kB."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(tmp_path)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield tmp_path
    subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_real_full_disk(tiny_disk: Path) -> None:
    filled(tiny_disk, [finished(0)])
    with Store(tiny_disk) as store:
        rest = os.open(tiny_disk / "else", os.O_WRONLY | os.O_CREAT)
        with pytest.raises(OSError, match="No space"):
            while True:
                os.write(rest, b"x" * 4096)
        os.close(rest)
        with pytest.raises(StoreError, match=r"the disk is full \(No space left on device\)"):
            store.commit([finished(k) for k in range(1, 12)], OUTPUTS)
    (tiny_disk / "else").unlink()
    assert held(tiny_disk) == {0}
    filled(tiny_disk, [finished(1)])
    assert held(tiny_disk) == {0, 1}


def test_a_disk_that_is_read_only_is_read_and_not_written(tiny_disk: Path) -> None:
    filled(tiny_disk, [finished(0)])
    subprocess.run(["mount", "-o", "remount,ro", str(tiny_disk)], check=True)
    with pytest.raises(InputError, match=r"it cannot be written \(Read-only file system\)"):
        Store(tiny_disk)
    assert Stored(tiny_disk).study().counts()["done"] == 1


def test_a_folder_that_vanishes_is_told(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        os.rmdir(tmp_path / "parts")
        with pytest.raises(StoreError, match="results cannot be written any more"):
            store.commit([finished(1)], OUTPUTS)
