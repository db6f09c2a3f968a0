"""Who reads what goes out to the staff."""

from desk.context import Desk
from desk.settings import PracticeSettings
from storage import members
from storage.practices import Practice
from storage.reminder_rules import Rule


def readers_of(desk: Desk, practice: Practice, settings: PracticeSettings, rule: Rule) -> list[str]:
    """Slack channels and users: the people that the rule names, else the billing channel, and where
    there is none the owners."""
    people = rule.options.get("people") or []
    if people:
        return list(people)
    if settings.billing_channel:
        return [settings.billing_channel]
    return [one.slack_user for one in members.owners(desk.store, practice.id)]
