"""What the session's sweep has found so far: trade-off, ranking, and setting the sliders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dashboards.components import Choices, Table
from dashboards.pages.sweep.chart import (
    MOST_ROWS,
    Drawn,
    rows,
    scatter_frame,
    scatter_overlay,
    scatter_step,
)
from dashboards.pages.sweep.data import points_of
from dashboards.pages.sweep.files import Files
from dashboards.pages.sweep.running import RESULTS_S, use_desk
from dashboards.panel import ChartPanel
from dashboards.room import Room
from dashboards.sweeps.desk import Desk
from dashboards.sweeps.measures import MEASURES, measured
from dashboards.sweeps.sweep import Sweep
from dashboards.tables import table
from dashboards.texts import text
from dashboards.toolkit import box, component, packed, use_memo
from dashboards.viewstate import ViewState

SPREADS = ("bars", "points")


@component
def Outcome(room: Room, desk: Desk) -> None:
    """Draw what the sweep has found; a note where there is none."""
    use_desk(desk, RESULTS_S)
    sweep = desk.sweep
    if sweep is None:
        with box("pl-panel"):
            box("pl-faint", children=[text("sweep_none", room.lang)])
        return
    with box("pl-sweep"):
        Found(room, sweep, sweep.done)
        Files(room, sweep)


@component
def Found(room: Room, sweep: Sweep, done: int) -> None:
    """Draw the trade-off and the table of a sweep of which so many runs are done."""
    lang = room.lang
    swept = [span.lever for span in sweep.task.setup.spans if len(span.values) > 1]
    titles = {one.name: one.title[lang] for one in room.shelf.levers if one.name in swept}
    x, y = measure_of(room, "sweep_x"), measure_of(room, "sweep_y")
    rank = measure_of(room, "sweep_rank")
    colour = room.pick("sweep_colour")
    colour = colour if colour in titles or colour in MEASURES else next(iter(titles))
    seeds = room.pick("sweep_spread") == SPREADS[1]

    def draw() -> tuple[Drawn, str, str, str]:
        points = points_of(sweep, x, y, colour, rank)
        drawn = Drawn(sweep, points, x, y, colour, rank, seeds, titles, room.years, lang)
        head, best = rows(drawn)
        return (
            drawn,
            packed(scatter_frame(drawn)),
            packed(scatter_step(drawn)),
            table(head, best),
        )

    drawn, frame, step, listed = use_memo(draw, [id(sweep), done, x, y, colour, rank, seeds, lang])
    same_park = room.state.park == sweep.task.key[0]
    now = dict(room.view(measured)) if same_park else None
    with box("pl-sweep"):
        _choices(room, titles, x, y, colour, rank, seeds)
        ChartPanel(
            title=_title(room, sweep),
            frame=frame,
            step=step,
            overlay=packed(scatter_overlay(drawn, now, room.state.seed)),
            label=text("sweep_chart_label", lang, points=len(sweep.points), x=drawn.label(x),
                       y=drawn.label(y)),
            lang=lang,
            name="sweep",
            height="480px",
            note=text("sweep_chart_note", lang),
            kind="pl-sweep-chart",
            on_pick=lambda key: load(room, sweep, key),
        )  # fmt: skip
        with box("pl-panel"):
            Table(
                title=text("sweep_points", lang),
                table=listed,
                words=room.words,
                name="sweep_points",
                note=text("sweep_points_note", lang, rows=min(MOST_ROWS, len(drawn.points.ranked)),
                          points=len(sweep.points)),
                picks=True,
                chosen=chosen_of(room.state, sweep, room),
                event_pick=lambda key: load(room, sweep, key),
            )  # fmt: skip


def state_of(room: Room, sweep: Sweep, at: int) -> ViewState:
    """Return the state whose sliders stand at a point of the sweep."""
    base = room.state.with_key(sweep.task.key)
    return base.with_strengths({**base.strengths(room.shelf), **sweep.points[at]}, room.shelf)


def load(room: Room, sweep: Sweep, key: str) -> None:
    """Set the sliders to a point; what names none is passed over."""
    if not isinstance(key, str) or not key.isdecimal() or int(key) >= len(sweep.points):
        return
    if sweep.task.key[0] in room.shelf.parks:
        room.change(state_of(room, sweep, int(key)))


def chosen_of(state: ViewState, sweep: Sweep, room: Room) -> str:
    """Return the key of the point at which the sliders stand; empty where they are elsewhere."""
    base = state.with_key(sweep.task.key)
    if replace(state, moved=()).key != replace(base, moved=()).key:
        return ""
    here, there = state.strengths(room.shelf), base.strengths(room.shelf)
    for at, point in enumerate(sweep.points):
        if all(here[name] == value for name, value in point.items()):
            same = all(here[name] == there[name] for name in here if name not in point)
            return str(at) if same else ""
    return ""


def _title(room: Room, sweep: Sweep) -> str:
    park, package, *_ = sweep.task.key
    return text(
        "sweep_trade_off",
        room.lang,
        park=room.shelf.park_title(park, room.lang),
        package=room.shelf.package_title(package, room.lang),
    )


def measure_of(room: Room, pick: str) -> str:
    """Return the measure chosen, the usual one where a link asks for none there is."""
    name = room.pick(pick)
    return name if name in MEASURES else room.picks[pick]


def _choices(
    room: Room, titles: dict[str, str], x: str, y: str, colour: str, rank: str, seeds: bool
) -> None:
    lang, years = room.lang, room.years
    offered = [{"name": name, "title": one.label(years, lang)} for name, one in MEASURES.items()]
    levers = [{"name": name, "title": title} for name, title in titles.items()]
    spreads = [{"name": one, "title": text(f"sweep_spread_{one}", lang)} for one in SPREADS]
    with box("pl-panel", "pl-controls", "pl-sweep-choices"):
        for pick, options, chosen in (
            ("sweep_x", offered, x),
            ("sweep_y", offered, y),
            ("sweep_colour", levers + offered, colour),
            ("sweep_rank", offered, rank),
            ("sweep_spread", spreads, SPREADS[int(seeds)]),
        ):
            Choices(
                title=text(pick, lang),
                options=options,
                chosen=chosen,
                on_chosen=_chooser(room, pick),
            )


def _chooser(room: Room, pick: str) -> Callable[[str], None]:
    return lambda new: room.choose(pick, str(new))
