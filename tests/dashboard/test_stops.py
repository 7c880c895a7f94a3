"""What a session works on beside its page is told to stop before the next answer is begun."""

from __future__ import annotations

from dashboards.stops import Stop, Stops


def test_a_stop_calls_back_once_and_at_once_where_it_is_set() -> None:
    heard: list[str] = []
    stop = Stop()
    stop.then(lambda: heard.append("before"))
    assert heard == []
    stop.set()
    stop.set()
    stop.then(lambda: heard.append("after"))
    assert heard == ["before", "after"]


def test_all_stops_of_a_session_are_set_and_forgotten() -> None:
    stops = Stops()
    one, other = stops.new(), stops.new()
    one.set()
    stops.set_all()
    assert other.is_set()
    fresh = stops.new()
    assert not fresh.is_set()
    assert stops.waiting == {fresh}
