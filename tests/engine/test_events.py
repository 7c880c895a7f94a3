"""Events that are told when somebody asks for them."""

from copy import deepcopy

from sim.events import Event, Events


def event(month: int, name: str) -> Event:
    return {"month": month, "event": name, "enterprise": "mill"}


def told_of(months: int) -> tuple[Events, list[int]]:
    """Return events of so many months, half of them told later, and the months told so far."""
    events, told = Events(), []

    def story(month: int) -> list[Event]:
        told.append(month)
        return [event(month, "signed"), event(month, "ended")]

    for month in range(months):
        events.append(event(month, "entered"))
        events.tell_later(month, lambda month=month: story(month))
        events.append(event(month, "left"))
    return events, told


def test_months_are_told_without_the_others_and_once() -> None:
    events, told = told_of(6)
    found = events.between(2, 4)
    assert told == [2, 3]
    assert [(one["month"], one["event"]) for one in found] == [
        (month, name) for month in (2, 3) for name in ("entered", "signed", "ended", "left")
    ]
    assert events.between(3, 4) == found[4:] and told == [2, 3]


def test_what_was_told_before_keeps_its_place() -> None:
    asked, whole = told_of(6)[0], told_of(6)[0]
    asked.between(4, 5)
    assert list(asked) == list(whole) and len(asked) == 24
    assert asked.between(4, 6) == [one for one in whole if one["month"] >= 4]
    copied = deepcopy(asked)
    copied.tell_later(6, lambda: [event(6, "signed")])
    assert [one["event"] for one in copied.between(6, 7)] == ["signed"] and len(asked) == 24
