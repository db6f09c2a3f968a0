"""What lets the app act after somebody did something: trigger ids and response_urls."""

from collections import OrderedDict
from dataclasses import dataclass

from sandbox.slack.ids import Ids

TRIGGER_SECONDS = 3
URL_USES = 5
URL_SECONDS = 30 * 60
_REMEMBERED = 5_000


@dataclass
class Trigger:
    """Opens one view for `person`; `view_id`: it was in that modal that they did something."""

    id: str
    person: str
    expires: float
    view_id: str | None = None
    used: bool = False


@dataclass
class ResponseUrl:
    """A way to answer in `channel`. `original`: the message that answers may replace."""

    path: str
    person: str
    channel: str
    expires: float
    original: str | None = None
    uses: int = 0


class Passes:
    """Gives them out and checks them. The oldest are forgotten in the end."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._triggers: OrderedDict[str, Trigger] = OrderedDict()
        self._urls: OrderedDict[str, ResponseUrl] = OrderedDict()

    def new_trigger(self, person: str, now: float, view_id: str | None = None) -> Trigger:
        trigger = Trigger(self._ids.trigger(), person, now + TRIGGER_SECONDS, view_id)
        self._triggers[trigger.id] = trigger
        if len(self._triggers) > _REMEMBERED:
            self._triggers.popitem(last=False)
        return trigger

    def trigger(self, trigger_id: str, now: float) -> Trigger | str:
        """The trigger, or Slack's word for why it can't be used."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            return "invalid_trigger_id"
        if trigger.used:
            return "exchanged_trigger_id"
        return trigger if now <= trigger.expires else "expired_trigger_id"

    def new_url(
        self, person: str, channel: str, now: float, original: str | None = None
    ) -> ResponseUrl:
        url = ResponseUrl(
            self._ids.response_path(), person, channel, now + URL_SECONDS, original=original
        )
        self._urls[url.path] = url
        if len(self._urls) > _REMEMBERED:
            self._urls.popitem(last=False)
        return url

    def find_url(self, url: str) -> ResponseUrl | None:
        """By its whole address; None where it is forgotten, as after a reset."""
        return self._urls.get(url.partition("/commands/")[2])

    def use_url(self, path: str, now: float) -> ResponseUrl | str:
        """The response_url, used once more, or Slack's word for why it can't be used."""
        url = self._urls.get(path)
        if url is None:
            return "invalid_url"
        if now > url.expires:
            return "expired_url"
        if url.uses >= URL_USES:
            return "used_url"
        url.uses += 1
        return url
