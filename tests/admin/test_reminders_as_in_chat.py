"""What is done about reminders in the admin leaves what doing it in chat leaves."""

from collections.abc import Callable
from typing import Any

from bot.incoming import Kind
from desk import clients
from desk.access import Person
from desk.context import Desk
from rules.roles import Role
from storage.store import Store
from tests.admin.conftest import Enter
from tests.admin.test_as_in_chat import Deed, chat, leave_the_same
from tests.support.admin_visits import Browser
from tests.support.cast import BEN, FLORENCE, OLIVIA, Cast
from tests.support.chat import Chat

__all__ = ["chat"]


def _reminders(chat: Chat) -> Any:
    return chat.person(OLIVIA).types("/reminders")


def _rule(chat: Chat, kind: str) -> Any:
    reader, view = _reminders(chat).reader, _reminders(chat).view
    return reader.asks(Kind.CLICK_IN_VIEW, "reminders:edit", view, value=kind)


def _sends(page: str, path: str, **form: str) -> Callable[[Browser], object]:
    return lambda web: web.opens(f"/admin/{page}/").sends(f"/admin/{page}/{path}", form)


OF_CLIENTS = {
    "reminder_before": "2",
    "reminder_after": "1, 9",
    "reminder_at": "11:15",
    "reminder_most": "2",
    "reminder_reply_to": "desk@northside.example",
}
OF_STAFF = {"reminder_after": "3", "reminder_at": "9:00"}
UNTIL = {"reminder_until": "2026-12-20", "reminder_reason": "Away"}
DEEDS = (
    Deed(
        "changes a rule of mails",
        lambda chat: _rule(chat, "client").submit(
            **OF_CLIENTS, reminder_quiet="", reminder_loud="", reminder_ends=""
        ),
        _sends("reminders", "rules/client", **OF_CLIENTS, seen="0"),
        "desk@northside.example",
    ),
    Deed(
        "changes a rule of the staff",
        lambda chat: _rule(chat, "staff").submit(
            **OF_STAFF, reminder_before="", reminder_people=f"{BEN},{FLORENCE}"
        ),
        lambda web: web.opens("/admin/reminders/").sends(
            "/admin/reminders/rules/staff",
            {**OF_STAFF, "seen": "0", "reminder_people": [BEN, FLORENCE]},
        ),
        f'{{"people": ["{BEN}", "{FLORENCE}"]}}',
    ),
    Deed(
        "switches a rule on",
        lambda chat: chat.person(OLIVIA).types("/reminders preview").submit(),
        _sends("reminders", "rules/client/turn", on="yes", seen="0"),
        "reminder_rule.changed",
    ),
    Deed(
        "pauses everything",
        lambda chat: _reminders(chat).press("Pause everything…").submit(**UNTIL),
        _sends("reminders", "pause", reminder_what="all", **UNTIL),
        "'reminders.paused', 'reminders'",
    ),
    Deed(
        "pauses a client",
        lambda chat: chat.person(OLIVIA).types("/reminders pause NP-0001 until 2026-12-20 Away"),
        _sends("reminders", "pause", reminder_what="one", reminder_reference="np-0001", **UNTIL),
        "'reminders.paused', 'NP-0001'",
    ),
    Deed(
        "ends a pause",
        lambda chat: chat.person(OLIVIA).types("/reminders resume NP-0002"),
        _sends("reminders", "resume", scope="client", id="2"),
        "'reminders.resumed', 'NP-0002'",
    ),
)


def test_the_store_does_not_tell_the_admin_from_chat(
    store: Store, desk: Desk, cast: Cast, chat: Chat, enter: Enter
) -> None:
    olivia = Person(cast.practice.id, OLIVIA, Role.OWNER)
    for name in ("Ada Lovelace", "Ben Nevis"):
        clients.add(desk, cast.practice, olivia, {"name": name})
    chat.person(OLIVIA).types("/reminders pause NP-0002 away")
    leave_the_same(store, DEEDS, chat, enter(OLIVIA))
