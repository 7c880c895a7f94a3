"""Solara as the pages use it, typed: Solara marks itself as typed but exports without types."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, ParamSpec, TypeVar

import solara

Arguments = ParamSpec("Arguments")
Value = TypeVar("Value")


def component(draw: Callable[Arguments, None]) -> Callable[Arguments, Any]:
    """Make a component of a function that draws one."""
    made: Callable[Arguments, Any] = solara.component(draw)
    return made


def vue(path: str) -> Callable[[Callable[Arguments, None]], Callable[Arguments, Any]]:
    """Make a component of a Vue file beside the function whose arguments are its properties."""
    made: Callable[[Callable[Arguments, None]], Callable[Arguments, Any]] = solara.component_vue(
        path
    )
    return made


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


def heading(words: str) -> None:
    """Draw a heading of the second level."""
    solara.v.Html(tag="h2", children=[words])


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
