"""What every page is given, and what a page says of itself."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from dashboards.board import Board
from dashboards.runs import Ran, SessionRuns
from dashboards.shelf import BASELINE, Shelf
from dashboards.texts import words_of
from dashboards.viewstate import ViewState, write_query

Value = TypeVar("Value")
Change = Callable[[ViewState], None]


@dataclass(frozen=True)
class Room:
    """The scenario a session looks at, its baseline, and the ways to change what is shown."""

    state: ViewState
    change: Change
    """Shows another state: a scenario is a step that can be undone, a pick is not."""
    runs: SessionRuns
    ran: Ran
    picks: Mapping[str, str]
    """The usual choices of the page that is shown."""
    remove: Callable[[str], None] = lambda _: None
    """Forgets one of the session's own parks, wherever it is shown."""

    @property
    def lang(self) -> str:
        """The language."""
        return self.state.lang

    @property
    def board(self) -> Board:
        """What the overview shows of the scenario."""
        return self.runs.board(self.state)

    @property
    def baseline(self) -> Board:
        """The same of its baseline."""
        return self.runs.board(self.state.baseline())

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the run."""
        return self.ran.years

    @property
    def shelf(self) -> Shelf:
        """Parks, packages and levers that can be shown."""
        return self.runs.shelf

    @property
    def words(self) -> dict[str, str]:
        """Texts that Vue files show as they are."""
        return words_of(self.state.page, self.lang)

    @property
    def compared(self) -> str:
        """The name of the package that everything is compared with."""
        return self.shelf.package_title(BASELINE, self.lang)

    @property
    def query(self) -> str:
        """The query of a link to what is shown."""
        return write_query(self.state, self.shelf)

    def pick(self, name: str) -> str:
        """Return a choice of this page, the usual one where none was made."""
        return dict(self.state.picks).get(name, self.picks[name])

    def choose(self, name: str, value: str) -> None:
        """Show the page with another choice."""
        usual = value == self.picks[name]
        self.change(self.state.with_pick(name, "" if usual else value))

    def view(self, make: Callable[..., Value], *given: Hashable) -> Value:
        """Return what `make(results, *given)` says of the scenario; see `Runs.view`."""
        return self.runs.view(self.state.key, make, *given)

    def baseline_view(self, make: Callable[..., Value], *given: Hashable) -> Value:
        """Return the same of the baseline."""
        return self.runs.view(self.state.baseline().key, make, *given)


@dataclass(frozen=True)
class PageKind:
    """A page: its name, the key of its title, what draws it, and its choices.

    Below the title stands what the page is for, the text `NAME_intro`.
    `draw` is a component that takes a `Room`. `picks` are choices a link carries, by a name that
    no other page uses, with the usual value; any text can come in, so the page checks it. `rail`
    says whether the levers stand beside it.
    """

    name: str
    title: str
    draw: Callable[[Room], Any]
    picks: Mapping[str, str] = field(default_factory=dict)
    rail: bool = True

    @property
    def intro(self) -> str:
        """The key of what the page is for."""
        return f"{self.name}_intro"
