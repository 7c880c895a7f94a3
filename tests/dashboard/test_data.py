"""The data page: a park of one's own in one's own session, faults row by row, and what a run is."""

from __future__ import annotations

import base64
import gc
import json
import time
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from types import SimpleNamespace
from typing import Any, cast

import ipyvue
import pytest
import solara

from dashboards import process
from dashboards.page import Page
from dashboards.pages.data.facts import facts_of, source_rows
from dashboards.pages.data.parks import LARGEST
from dashboards.pages.data.reading import read
from dashboards.runs import OWN_PARKS, Runs, SessionRuns
from dashboards.shelf import OWN, Shelf, own_name
from dashboards.sweeps.desk import Desk
from dashboards.sweeps.sweep import Sweep
from dashboards.viewstate import Notice, ViewState, read_query, write_query
from experiments.results import Results
from sim.park import Park
from sim.parkfile import example_parks, read_content, read_park, template_content, workbook_content
from tests.dashboard.journeys.steps import HOSTILE


def a_park(name: str = "mine", note: str = "") -> Park:
    park = read_park("kalundborg")
    return Park(
        {**park.info, "park_id": name, "note": note},
        park.enterprises, park.links, park.facilities, park.plots, park.wastes,
    )  # fmt: skip


def wait(until: Callable[[], bool]) -> None:
    last = time.monotonic() + 60
    while not until():
        assert time.monotonic() < last
        time.sleep(0.01)


class Drawn:
    """A drawn data page of a session of its own."""

    def __init__(self) -> None:
        self.box, self.context = solara.render(Page(), handle_error=False)
        self.widget("pages").page = "data"

    def widget(self, *properties: str) -> Any:
        widgets = self.context.find(ipyvue.VueTemplate).widgets
        (found,) = [one for one in widgets if all(hasattr(one, name) for name in properties)]
        return found

    def has(self, name: str) -> bool:
        widgets = self.context.find(ipyvue.VueTemplate).widgets
        return any(hasattr(one, "table") and one.name == name for one in widgets)

    def table(self, name: str) -> dict[str, Any]:
        widgets = self.context.find(ipyvue.VueTemplate).widgets
        (found,) = [
            one for one in widgets if hasattr(one, "table") and getattr(one, "name", "") == name
        ]
        content: dict[str, Any] = json.loads(found.table)
        return content

    def send(self, name: str, content: bytes) -> None:
        """Send a file as the browser does and wait until it is read."""
        self.widget("largest").vue_send({"name": name, "size": len(content)}, [content])
        wait(lambda: not self.widget("largest").busy)
        with self.context.thread_lock:  # what the thread of the file draws is drawn whole
            pass

    @property
    def said(self) -> str:
        """Return what is said of the latest file."""
        waiting = list(self.box.children)
        while waiting:
            one = waiting.pop()
            waiting += [
                child for child in getattr(one, "children", ()) if hasattr(child, "children")
            ]
            if getattr(one, "class_", "") == "pl-data-said":
                return str(one.children[0])
        raise LookupError("pl-data-said")

    @property
    def command(self) -> str:
        widgets = self.context.find(ipyvue.VueTemplate).widgets
        (found,) = [one for one in widgets if hasattr(one, "command") and not hasattr(one, "query")]
        return str(found.command)

    @property
    def parks(self) -> list[str]:
        return [one["name"] for one in self.widget("packages").parks]

    def close(self) -> None:
        self.context.close()


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, runs: Runs) -> None:
    """Read files in this process, and run what the other tests run."""

    def submit(_: object, work: Callable[..., Any], *given: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(work(*given))
        return done

    monkeypatch.setattr(process, "_RUNS", [runs])
    monkeypatch.setattr("dashboards.background.Background.submit", submit)
    monkeypatch.setattr("dashboards.pages.overview.waiting.QUIET_S", 3600.0)


@pytest.fixture
def page(here: None) -> Iterator[Drawn]:
    drawn = Drawn()
    yield drawn
    drawn.close()


def test_a_good_workbook_becomes_the_park_that_is_shown(page: Drawn) -> None:
    park = a_park()
    page.send("mine.xlsx", workbook_content(park))
    assert page.widget("packages").park == own_name(park)
    assert page.widget("query", "undone").query == f"park={own_name(park)}&page=data"
    facts = dict(row["cells"] for row in page.table("run")["rows"])
    assert facts["Digest of the park"] == park.digest()
    assert "mine" not in page.widget("query", "undone").query


def test_faults_are_listed_by_sheet_row_and_column(page: Drawn) -> None:
    page.send("template.xlsx", template_content())
    rows = [row["cells"] for row in page.table("faults")["rows"]]
    assert ["template.xlsx", "park", [2.0, "2"], "park_id", "is empty"] in [row[:5] for row in rows]
    assert page.widget("packages").park == "kalundborg"
    page.send("mine.xlsx", workbook_content(a_park()))
    assert not page.has("faults")


def test_faults_are_told_in_the_language_of_the_page(page: Drawn) -> None:
    page.widget("packages").lang = "zh"
    page.send("template.xlsx", template_content())
    rows = [row["cells"] for row in page.table("faults")["rows"]]
    (row,) = [row for row in rows if row[3] == "park_id"]
    assert row[4] == "为空" and row[5].startswith("请填写：")
    page.send("macros.xlsm", b"PK")
    assert page.table("faults")["rows"][0]["cells"][4:] == [
        ".xlsm工作簿可能含有宏",
        "请另存为.xlsx",
    ]
    page.widget("packages").lang = "en"
    assert page.table("faults")["rows"][0]["cells"][5] == "save it as .xlsx"


def test_a_park_is_seen_by_its_own_session_alone(here: None) -> None:
    one, other = Drawn(), Drawn()
    before = other.parks
    one.send("mine.xlsx", workbook_content(a_park("secret", "private figures")))
    name = own_name(a_park("secret", "private figures"))
    assert name in one.parks
    assert other.parks == before == Drawn().parks
    other.widget("packages").park = name
    assert other.widget("query", "undone").query == "page=data"
    other.widget("parks", "file").vue_ask(name)
    assert other.widget("parks", "file").file["content"] == ""
    shared = process.runs()
    assert name not in shared.shelf.parks
    assert not any(name in str(key) for kept in (shared.all.views, shared.all.results)
                   for key in kept._values)  # fmt: skip
    one.close()
    other.close()


def test_a_park_is_gone_with_its_session(shelf: Shelf, runs: Runs) -> None:
    session = SessionRuns(runs)
    park = a_park()
    name = session.take(park)
    assert name is not None
    board = session.board(ViewState(name))
    gone: list[Callable[[], object]] = [weakref.ref(one) for one in (session, park, board)]
    assert len(runs.all.views) == len(runs.all.results) == 0
    del session, park, board
    gc.collect()
    assert [one() for one in gone] == [None, None, None]


def test_a_session_shares_what_is_everyones_and_keeps_its_own_apart(runs: Runs) -> None:
    one, other = SessionRuns(runs), SessionRuns(runs)
    state = ViewState("kalundborg")
    assert one.board(state) is other.board(state)
    name = one.take(a_park(note="another"))
    assert name is not None and other.take(a_park(note="another")) == name
    assert one.board(ViewState(name)) is one.board(ViewState(name))
    assert one.board(ViewState(name)) is not other.board(ViewState(name))


def test_a_session_holds_so_many_parks_and_takes_none_twice(runs: Runs) -> None:
    session = SessionRuns(runs)
    names = [session.take(a_park(note=str(k))) for k in range(OWN_PARKS + 1)]
    assert None not in names[:-1] and names[-1] is None
    assert session.take(a_park(note="0")) == names[0]
    assert [name for name in session.shelf.parks if name.startswith(OWN)] == names[:-1]


def test_a_link_to_a_park_of_ones_own_carries_its_digest_and_asks_for_it(shelf: Shelf) -> None:
    park = a_park("secret", "private figures")
    own = shelf.with_park(park)
    state = ViewState(own_name(park), "none", seed=7)
    query = write_query(state, own)
    assert query == f"park={OWN}{park.digest()[:16]}&package=none&seed=7"
    assert read_query(query, own) == (state, [])
    found, notices = read_query(query, shelf)
    assert (found.park, found.package, found.seed) == ("kalundborg", "none", 7)
    assert notices == [Notice("notice_own", "park", own_name(park))]


def test_a_park_of_ones_own_is_removed_wherever_it_stands(page: Drawn) -> None:
    park, before = a_park(), page.parks
    page.send("mine.xlsx", workbook_content(park))
    page.widget("query", "undone").vue_pin({})
    assert own_name(park) in page.widget("query", "undone").query
    page.widget("parks", "shown").vue_remove(own_name(park))
    assert page.parks == before
    assert not page.has("faults") and "mine" not in page.said
    bar = page.widget("query", "undone")
    assert bar.query == "page=data" and page.widget("packages").park == "kalundborg"
    while bar.undone["back"]:
        bar.vue_back({})
        assert page.widget("packages").park == "kalundborg"
    page.send("mine.xlsx", workbook_content(park))
    assert page.widget("packages").park == own_name(park)


def test_the_list_is_drawn_anew_where_a_park_that_is_not_shown_goes(page: Drawn) -> None:
    parks = [a_park(note=str(k)) for k in range(2)]
    for park in parks:
        page.send("mine.xlsx", workbook_content(park))
    page.widget("parks", "shown").vue_remove(own_name(parks[0]))
    assert page.widget("packages").park == own_name(parks[1])
    assert own_name(parks[0]) not in page.parks and own_name(parks[1]) in page.parks


@pytest.mark.parametrize("name", ["kalundborg", "own.0123456789abcdef", "", None, ["kalundborg"]])
def test_no_example_can_be_removed(page: Drawn, name: Any) -> None:
    page.send("mine.xlsx", workbook_content(a_park()))
    before = page.parks
    page.widget("parks", "shown").vue_remove(name)
    assert page.parks == before


def test_the_seventh_park_is_refused_with_what_to_do(page: Drawn) -> None:
    for k in range(OWN_PARKS):
        page.send("mine.xlsx", workbook_content(a_park(note=str(k))))
    shown = page.widget("packages").park
    page.send("seventh.xlsx", workbook_content(a_park(note="seventh")))
    assert page.said.startswith("seventh.xlsx was read but not taken: this session holds 6 parks")
    assert page.widget("packages").park == shown
    assert page.widget("parks", "shown").title == "Your own parks: 6 of 6"
    page.widget("parks", "shown").vue_remove(own_name(a_park(note="0")))
    page.send("seventh.xlsx", workbook_content(a_park(note="seventh")))
    assert page.widget("packages").park == own_name(a_park(note="seventh"))


def test_a_park_of_the_same_name_is_told_apart(page: Drawn) -> None:
    titles = {one["name"]: one["title"] for one in page.widget("packages").parks}
    park = a_park()
    page.send("mine.xlsx", workbook_content(park))
    listed = {one["name"]: one["title"] for one in page.widget("packages").parks}
    assert listed == titles | {own_name(park): f"{titles['kalundborg']} (2)"}
    assert page.said.endswith(f"this one is listed as {titles['kalundborg']} (2).")


def test_a_park_that_is_here_already_is_shown_and_taken_once(page: Drawn) -> None:
    before = page.parks
    page.send("g.xlsx", workbook_content(read_park("guitang")))
    assert page.widget("packages").park == "guitang" and page.parks == before
    assert page.said == "g.xlsx equals a park that is here already; it is shown now."


def test_a_sweep_of_a_removed_park_is_forgotten() -> None:
    desk, ended = Desk(process.background()), []
    kept = SimpleNamespace(
        task=SimpleNamespace(key=("own.b", "none", (), 1, 2026)), cancel=lambda: ended.append(1),
        status="",
    )  # fmt: skip
    desk.sweep = cast(Sweep, kept)
    desk.forget("own.a")
    assert desk.sweep is not None
    desk.forget("own.b")
    assert desk.sweep is None and ended == [1]


@pytest.mark.parametrize("name", sorted(example_parks()))
def test_a_saved_park_that_is_sent_again_is_the_same(name: str) -> None:
    park = read_park(name)
    again = read_content("again.xlsx", workbook_content(park))
    assert again.digest() == park.digest()
    assert workbook_content(again)[:4] == b"PK\x03\x04"
    assert read_content("twice.xlsx", workbook_content(again)).digest() == park.digest()


def test_a_park_of_ones_own_comes_back_the_same(page: Drawn) -> None:
    park = a_park(note="=1+1 \t line\nbreak，中文")
    park.enterprises["name_zh"][0] = '@甲"<b>'
    page.send("mine.xlsx", workbook_content(park))
    name = page.widget("packages").park
    page.widget("parks", "file").vue_ask(name)
    file = dict(page.widget("parks", "file").file)
    page.widget("parks", "shown").vue_remove(name)
    page.send(file["name"], base64.b64decode(file["content"]))
    assert page.widget("packages").park == name


@pytest.mark.parametrize(
    ("given", "content"),
    [
        ({"name": "a.xlsx", "size": 10}, None),
        ({"name": "a.xlsx", "size": 10}, []),
        ({"name": "a.xlsx", "size": 10}, [bytes(LARGEST + 1)]),
        ({}, [b"hello"]),
        (None, [b"hello"]),
        ("a.xlsx", [b"hello"]),
        ({"name": ["x"]}, [b"hello"]),
        ({"name": "../../etc/passwd"}, [b"hello"]),
        ({"name": "a.xlsm"}, [b"PK"]),
    ],
)
def test_what_the_browser_may_not_send_is_refused(page: Drawn, given: Any, content: Any) -> None:
    before = page.parks
    arguments = (given,) if content is None else (given, content)
    page.widget("largest").vue_send(*arguments)
    wait(lambda: not page.widget("largest").busy and page.has("faults"))
    assert page.table("faults")["rows"]
    assert page.parks == before


def test_markup_in_names_stays_text(page: Drawn) -> None:
    park = a_park()
    park.enterprises["name_en"][0] = HOSTILE
    park.info["name_en"] = HOSTILE
    page.send(f"{HOSTILE}.xlsx", workbook_content(park))
    assert page.widget("packages").park == own_name(park)
    assert [one["title"] for one in page.widget("packages").parks][-1] == HOSTILE
    page.send(f"{HOSTILE}.xlsx", b"")
    wait(lambda: page.has("faults"))
    assert page.table("faults")["rows"][0]["cells"][0].endswith(".xlsx")


def test_a_park_of_too_many_enterprises_is_refused(
    page: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboards.pages.data.parks.MOST_SITES", 5)
    page.send("mine.xlsx", workbook_content(a_park()))
    assert "more than 5" in page.table("faults")["rows"][0]["cells"][4]


def test_a_worker_that_does_not_answer_is_said(
    page: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboards.background.Background.submit", lambda *_: Future[Any]())
    monkeypatch.setattr("dashboards.pages.data.parks.PATIENCE_S", 0.05)
    page.send("mine.xlsx", workbook_content(a_park()))
    assert page.table("faults")["rows"][0]["cells"][5].startswith("try again")


def test_saved_parks_and_the_template_come_back(page: Drawn) -> None:
    downloads = page.widget("parks", "file")
    downloads.vue_ask("guitang")
    file = dict(downloads.file)
    again = read_content(file["name"], base64.b64decode(file["content"]))
    assert again.digest() == read_park("guitang").digest()
    downloads.vue_ask("")
    assert downloads.file["name"] == "parkloop_template.xlsx"
    assert downloads.file["turn"] == "2"
    for asked in ("../../etc/passwd", None, 3):
        downloads.vue_ask(asked)
        assert downloads.file["turn"] == "2"


def test_a_broken_file_gives_faults_and_never_an_error() -> None:
    found = read("broken.xlsx", b"nothing")
    assert found.park is None and found.found == len(found.faults) == 1


def test_the_command_line_and_the_digests_are_those_of_the_run(
    page: Drawn, results: Results
) -> None:
    assert page.command.startswith("parkloop run kalundborg --package")
    page.send("mine.xlsx", workbook_content(a_park()))
    assert page.command.startswith("parkloop run mine.xlsx")
    facts = facts_of(results)
    assert facts.run_id == results.run_id and facts.result_hash == results.result_hash


def test_the_park_says_how_well_it_is_known() -> None:
    found = dict(source_rows(read_park("guitang")))
    counts = found["enterprises"]
    assert (
        counts["rows"]
        == counts["data"] + counts["estimate"] + counts["composed"] + (counts["unsaid"])
    )
    assert counts["given"] > 0 and counts["filled"] > 0
    composed = dict(source_rows(read_park("zhejiang_dyeing_60")))["enterprises"]
    assert composed["composed"] == composed["rows"] == 60


def test_assumptions_and_factors_are_listed_with_their_ranges(page: Drawn) -> None:
    rows = page.table("assumptions")["rows"]
    assert len(rows) > 100
    for row in rows:
        _, _, value, low, high, unit, confidence, source = row["cells"]
        assert value[0] is not None and unit and confidence and source
        if confidence == "estimate":
            assert low[0] <= value[0] <= high[0]
    widgets = page.context.find(ipyvue.VueTemplate).widgets
    (choice,) = [one for one in widgets if hasattr(one, "chosen") and hasattr(one, "options")]
    choice.chosen = "factors"
    assert len(page.table("factors")["rows"]) > 300
    assert "data_table=factors" in page.widget("query", "undone").query
