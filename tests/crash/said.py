"""Whether people were told something, and told it once, although Paydesk was killed meanwhile."""

from collections.abc import Iterator

from tests.crash.world import World

REPEAT = "↻"
KILLS = 2
"""How often a flow is killed at most; each may have lost one answer of Slack's."""


def said_once(world: World, place: str, *texts: str, under: str | None = None) -> Iterator[str]:
    """What is wrong. Each of the texts must have been posted to a channel or person, once. `under`:
    the ts of the message in whose thread everything there must stand."""
    for text in texts:
        yield from said(world, place, text, 1)
    if under is not None:
        thread = f"'thread_ts': '{under}'"
        if not all(thread in one for one in _posts(world, place)):
            yield f"not all in {place} stands under {under}"


def said(world: World, place: str, text: str, times: int) -> Iterator[str]:
    """What is wrong. So often without the mark of a repeat, or with it instead; and in addition at
    most once with it for each kill."""
    found = [one for one in _posts(world, place) if text in one]
    repeats = sum(REPEAT in one for one in found)
    if len(found) < times:
        yield f"{place} got “{text}” {len(found)} times, not {times}"
    if len(found) - repeats > times or repeats > KILLS:
        yield f"{place} got “{text}” {len(found)} times, {repeats} of them with the mark"


def _posts(world: World, place: str) -> list[str]:
    return [one.text for one in world.shown() if one.new and _is_in(place, one.channel)]


def _is_in(place: str, channel: str) -> bool:
    """The small Slack calls the place of what it has shown by a longer name."""
    return channel in (place, f"D{place}")
