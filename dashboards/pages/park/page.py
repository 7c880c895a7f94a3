"""The park of a year: its map or network, and the card of the enterprise that is picked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dashboards.choosing import draw_choice, draw_year, one_of, year_of
from dashboards.components import Choices, Table
from dashboards.pages.park.card import OPEN, Section, cards_of, firms_of
from dashboards.pages.park.components import Facts, Seek
from dashboards.pages.park.data import ParkYear, places_of, site_of
from dashboards.pages.park.ground import fitted, network_ground, true_ground
from dashboards.pages.park.picture import park_frame, park_step, park_table
from dashboards.pages.park.seek import index_of
from dashboards.panel import ChartPanel
from dashboards.room import PageKind, Room
from dashboards.texts import LANGUAGES, text
from dashboards.toolkit import box, component, fold, packed, use_state

VIEWS = ("map", "network")


@component
def ParkPage(room: Room) -> None:
    """Draw the page."""
    view, year = one_of(room, "park_view", VIEWS), year_of(room, "park_year")
    park = room.view(places_of, year)
    picked = _picked(room)
    firm = picked or park.busiest()
    seeking, set_seeking = use_state(False)
    focus, set_focus = use_state(("", 0))

    def pick(enterprise: str) -> None:
        room.choose("park_firm", "" if enterprise == picked else enterprise)

    def take(enterprise: Any) -> None:
        if any(place.enterprise == enterprise for place in park.places):
            room.choose("park_firm", enterprise)
            set_focus((enterprise, focus[1] + 1))

    with box("pl-panel", "pl-controls"):
        Seek(
            index=room.view(index_of, year, room.lang) if seeking else "",
            words=room.words,
            event_begin=lambda *_: set_seeking(True),
            event_end=lambda *_: set_seeking(False),
            event_take=take,
        )
        draw_choice(room, "park_view", VIEWS)
        draw_year(room, "park_year")
        Choices(
            title=text("park_firm", room.lang),
            options=_offered(park, picked, room),
            chosen=picked,
            on_chosen=lambda one: room.choose("park_firm", one),
        )
    _picture(room, park, view, year, firm, bool(picked), pick, _focus(*focus))
    EnterpriseCard(firm, year, room)


def _picture(
    room: Room,
    park: ParkYear,
    view: str,
    year: int,
    firm: str,
    picked: bool,
    pick: Callable[[str], None],
    focus: str,
) -> None:
    lang, real = room.lang, view == "map"
    site = room.baseline_view(site_of)
    ground = room.baseline_view(true_ground if real else network_ground)
    ground = fitted(ground, site, park.places + room.baseline_view(places_of, year).places)
    ChartPanel(
        title=text(f"park_title_{view}", lang, year=year),
        frame=packed(park_frame(site, ground, lang)),
        step=packed(park_step(park, site, ground, lang, firm, picked)),
        label=text("park_label", lang, places=len(park.places), links=len(park.ties)),
        lang=lang,
        name=f"park_{view}_{year}",
        table=packed(park_table(park, lang)),
        height="",
        scale=_scale(lang) if real else None,
        note=text(f"park_note_{view}", lang),
        kind="pl-map",
        on_pick=pick,
        focus=focus,
    )


def _focus(enterprise: str, turn: int) -> str:
    return packed({"key": enterprise, "turn": turn}) if enterprise else ""


def _picked(room: Room) -> str:
    """Return the enterprise that was picked; none where a link asks for what never stood."""
    picked = room.pick("park_firm")
    return picked if picked in room.view(firms_of) else ""


def _offered(park: ParkYear, picked: str, room: Room) -> list[dict[str, str]]:
    """Return those who stand in the year by name, behind the usual choice."""
    k = LANGUAGES.index(room.lang)
    names = {place.enterprise: place.name[k] for place in park.places}
    if picked:
        names.setdefault(picked, room.view(firms_of)[picked][k])
    listed = sorted(names.items(), key=lambda item: (item[1].casefold(), item[0]))
    usual = {"name": "", "title": text("park_firm_usual", room.lang)}
    return [usual, *({"name": one, "title": name} for one, name in listed)]


def _scale(lang: str) -> dict[str, str]:
    return {"km": text("kilometres", lang, km="{km}"), "m": text("metres", lang, m="{m}")}


@component
def EnterpriseCard(enterprise: str, year: int, room: Room) -> None:
    """Draw the card of an enterprise, or say that it did not stand in the year."""
    lang = room.lang
    cards = room.view(cards_of, enterprise, year, lang)
    with box("pl-panel", "pl-park-card", data={"firm": enterprise}):
        if not cards:
            names = room.view(firms_of).get(enterprise, ("", ""))
            name = names[LANGUAGES.index(lang)]
            box("pl-faint", children=[text("park_absent", lang, name=name, year=year)])
            return
        (card,) = cards
        Facts(
            title=text("park_card", lang, name=card.name, year=year),
            facts=[{"name": name, "value": value} for name, value in card.facts],
        )
        for section in card.sections:
            CardSection(section, f"{card.enterprise}_{year}", room)


@component
def CardSection(section: Section, name: str, room: Room) -> None:
    """Draw a section that folds; tables without a row are left out where another has some."""
    full = [one for one in section.sheets if one.rows] or list(section.sheets[:1])
    with fold(section.title, is_open=section.name in OPEN):
        for sheet in full:
            Table(
                title=sheet.title,
                table=sheet.table,
                words=room.words,
                name=f"{name}_{sheet.name}" if sheet.rows else "",
                note=sheet.note if sheet.rows else "",
            ).key(sheet.name)


PAGE = PageKind(
    "park", "page_park", ParkPage, {"park_view": "map", "park_year": "", "park_firm": ""}
)
