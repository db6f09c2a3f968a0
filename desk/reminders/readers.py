"""Who reads what goes out to the staff."""

from collections.abc import Sequence

from desk.context import Desk
from desk.settings import PracticeSettings
from rules.roles import Action, Role, may
from storage import members
from storage.practices import Practice
from storage.reminder_rules import Rule


def readers_of(desk: Desk, practice: Practice, settings: PracticeSettings, rule: Rule) -> list[str]:
    """Slack channels and users: those that the rule names and who may see reminders at this moment,
    else the billing channel, and where there is none the owners."""
    people = who_may_read(desk, practice, rule.options.get("people") or [])
    if people:
        return people
    if settings.billing_channel:
        return [settings.billing_channel]
    return [one.slack_user for one in members.owners(desk.store, practice.id)]


def who_may_read(desk: Desk, practice: Practice, named: Sequence[str]) -> list[str]:
    """Those of these users who have a role that sees reminders, and haven't left the workspace."""
    if not named:
        return []
    allowed = {
        one.slack_user
        for one in members.list_members(desk.store, practice.id)
        if one.disabled_at is None and may(Role(one.role), Action.SEE_REMINDERS)
    }
    return [one for one in named if one in allowed]
