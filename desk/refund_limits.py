"""Who refunds alone, and who lets through what somebody else asks for."""

from desk.charge_limits import may_approve
from desk.context import Desk
from desk.settings import PracticeSettings
from rules.roles import Action, Role, may
from storage import members


def refunds_alone(settings: PracticeSettings, role: Role, amount: int, currency: str) -> bool:
    """Whether nobody else is needed: up to the practice's limit, which is an amount in its own
    currency, whoever may refund."""
    within = currency == settings.currency and amount <= settings.front_desk_limit
    return may(role, Action.REFUND) and within


def may_let_through(settings: PracticeSettings, role: Role, amount: int, currency: str) -> bool:
    """Whether that role approves what somebody else asked for."""
    return refunds_alone(settings, role, amount, currency) or may_approve(settings, role)


def others_who_let_through(
    desk: Desk,
    practice_id: int,
    settings: PracticeSettings,
    slack_user: str,
    amount: int,
    currency: str,
) -> list[str]:
    """Slack ids of everybody but that person who could approve it now."""
    return [
        member.slack_user
        for member in members.list_members(desk.store, practice_id)
        if member.disabled_at is None
        and member.slack_user != slack_user
        and may_let_through(settings, Role(member.role), amount, currency)
    ]
