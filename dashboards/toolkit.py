"""Solara as the pages use it, typed: Solara marks itself as typed but exports without types."""

from __future__ import annotations

import inspect
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, ParamSpec, TypeVar

import solara

os.environ.setdefault("REACTON_FAST", "1")  # lets alone what nothing has changed

Arguments = ParamSpec("Arguments")
Value = TypeVar("Value")


def component(draw: Callable[Arguments, None]) -> Callable[Arguments, Any]:
    """Make a component of a function that draws one."""
    made: Callable[Arguments, Any] = solara.component(draw)
    return made


class Still:
    """Plain data that Solara hands to the browser as it is, without a search for elements in it.

    It reads like the list or the dictionary that it holds.
    """

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return bool(self.value == (other.value if isinstance(other, Still) else other))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self.value)

    def __len__(self) -> int:
        return len(self.value)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.value)

    def __getitem__(self, key: Any) -> Any:
        return self.value[key]

    def keys(self) -> Any:
        """Return the keys of a dictionary."""
        return self.value.keys()


def vue(path: str) -> Callable[[Callable[Arguments, None]], Callable[Arguments, Any]]:
    """Make a component of a Vue file beside the function whose arguments are its properties.

    What only Python sets of them travels as `Still`.
    """

    def make(function: Callable[Arguments, None]) -> Callable[Arguments, Any]:
        names = list(inspect.signature(function).parameters)
        ours = [n for n in names if not n.startswith(("on_", "event_")) and f"on_{n}" not in names]
        made = solara.component_vue(path, to_json=dict.fromkeys(ours, _sent))(function)

        def draw(*args: Arguments.args, **named: Arguments.kwargs) -> Any:
            still = {name: _still(named[name]) for name in ours if name in named}
            return made(*args, **{**named, **still})

        return draw

    return make


def _still(value: Any) -> Any:
    return Still(value) if isinstance(value, list | tuple | dict) else value


def _sent(value: Any, _: Any) -> Any:
    return value.value if isinstance(value, Still) else value


def use_memo(work: Callable[[], Value], on: list[Any]) -> Value:
    """Return what `work` gave, worked out again when `on` changes."""
    value: Value = solara.use_memo(work, on)
    return value


def use_state(first: Value) -> tuple[Value, Callable[[Value], None]]:
    """Return a value of this session and what sets it."""
    value, change = solara.use_state(first)
    return value, change


def use_effect(begin: Callable[[], Callable[[], None] | None], on: list[Any]) -> None:
    """Call `begin` after drawing when `on` has changed, and what it returned before the next."""
    solara.use_effect(begin, on)


def use_search() -> str | None:
    """Return the query of the page's address."""
    search: str | None = solara.use_router().search
    return search


def packed(value: Any) -> str:
    """Return plain data as JSON text: a large property that Solara need not search for elements.

    >>> packed({"data": [1.5, None]})
    '{"data":[1.5,null]}'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def box(
    *classes: str, children: Sequence[Any] = (), data: Mapping[str, str] | None = None
) -> AbstractContextManager[Any]:
    """Draw a block; used with `with` it holds what is drawn inside. `data` are `data-*` marks."""
    marks = {f"data-{name}": value for name, value in (data or {}).items()}
    block: AbstractContextManager[Any] = solara.Div(
        classes=list(classes), children=list(children), attributes=marks
    )
    return block


def landmark(tag: str, *classes: str) -> AbstractContextManager[Any]:
    """Draw a part of the page that readers jump to: `header`, `aside` or `main`; else as `box`."""
    block: AbstractContextManager[Any] = solara.v.Html(tag=tag, class_=" ".join(classes))
    return block


def heading(words: str, level: int = 2) -> None:
    """Draw a heading, of the second level unless said otherwise."""
    solara.v.Html(tag=f"h{level}", children=[words])


def fold(title: str, is_open: bool) -> AbstractContextManager[Any]:
    """Draw a block under a title that opens and shuts it; `is_open` says how it stands at first.

    Used with `with` it holds what is drawn inside.
    """
    summary = solara.v.Html(tag="summary", children=[title])
    block: AbstractContextManager[Any] = solara.v.Html(
        tag="details",
        children=[summary],
        class_="pl-fold",
        attributes={"open": ""} if is_open else {},
    )
    return block


def head(title: str, style: str) -> None:
    """Set the page's title and style sheet."""
    solara.Title(title)
    solara.Style(style)
