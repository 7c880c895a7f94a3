"""What travels to the browser without a search for elements."""

from __future__ import annotations

import json
from typing import Any

import ipyvue
import solara

from dashboards.components import Choices
from dashboards.toolkit import Still, component


def test_what_stands_still_reads_like_what_it_holds() -> None:
    assert Still([1, 2]) == [1, 2]
    assert Still([1, 2]) == Still([1, 2])
    assert Still([1, 2]) != Still([2, 1])
    assert (len(Still("ab")), list(Still([3, 4])), Still({"a": 1})["a"]) == (2, [3, 4], 1)
    assert dict(Still({"a": 1})) == {"a": 1}


def test_the_browser_is_sent_plain_data() -> None:
    options = [{"name": "a", "title": "A"}]

    @component
    def Shown() -> None:
        Choices(title="x", options=options, chosen="a", on_chosen=lambda _: None)

    _, context = solara.render(Shown(), handle_error=False)
    (widget,) = context.find(ipyvue.VueTemplate).widgets
    assert isinstance(widget.options, Still)
    sent: dict[str, Any] = widget.get_state(["options", "chosen"])
    assert json.loads(json.dumps(sent)) == {"options": options, "chosen": "a"}
    context.close()
