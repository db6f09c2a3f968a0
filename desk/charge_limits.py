"""Up to which amount a role charges alone, and who approves what is above it."""

from desk.context import Desk
from desk.settings import PracticeSettings
from rules.roles import Action, Role, may
from storage import members


def needs_second_person(settings: PracticeSettings, role: Role, amount: int, currency: str) -> bool:
    """Whether what `role` asks for waits for somebody who may approve it. A limit is an amount in
    the practice's own currency: of others nothing is charged alone by whoever has one."""
    if may(role, Action.APPROVE_CHARGES):
        return False
    return currency != settings.currency or amount > settings.front_desk_limit


def may_approve(settings: PracticeSettings, role: Role) -> bool:
    """Whether the practice lets that role approve what is above a limit."""
    return role is Role.OWNER or (may(role, Action.APPROVE_CHARGES) and role is settings.approver)


def others_who_approve(
    desk: Desk, practice_id: int, settings: PracticeSettings, slack_user: str
) -> list[str]:
    """Slack ids of everybody but that person who could approve it now."""
    return [
        member.slack_user
        for member in members.list_members(desk.store, practice_id)
        if member.disabled_at is None
        and member.slack_user != slack_user
        and may_approve(settings, Role(member.role))
    ]
