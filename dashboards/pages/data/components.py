"""Vue components of the page, typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dashboards.components import Words
from dashboards.toolkit import vue


@vue("upload.vue")
def Upload(
    largest: int,
    busy: bool,
    words: Words,
    event_send: Callable[..., None],
) -> None:
    """Draw the control that sends a file of at most `largest` bytes.

    `event_send` is called with `name` and `size`, and with the content where it is small enough.
    """


@vue("downloads.vue")
def Downloads(
    parks: Sequence[dict[str, str]],
    park: str,
    file: dict[str, str],
    words: Words,
    event_ask: Callable[[str], None],
) -> None:
    """Draw the choice of a park to save, and of the empty template.

    `event_ask` is called with the name of a park, or with none for the template; the `file` that
    answers (`name`, `content` in base 64, `turn`) is saved when it changes.
    """


@vue("own.vue")
def Own(
    title: str,
    parks: Sequence[dict[str, str]],
    shown: str,
    words: Words,
    event_remove: Callable[[str], None],
) -> None:
    """Draw the session's own parks (`name`, `title`), each with a button that removes it."""


@vue("command.vue")
def Command(command: str, words: Words) -> None:
    """Draw a command line with a button that copies it."""
