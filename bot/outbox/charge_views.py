"""What makes the open windows of charges and refunds, when they turn to the outcome."""

from collections.abc import Mapping

from commands.charge.outcome_views import outcome_view
from commands.refund.outcome_views import outcome_view as refund_view
from commands.replies import View
from desk.access import Person
from desk.access_requests import role_of
from desk.charge_outcomes import outcome_of
from desk.context import Desk
from desk.letters import language_for
from desk.refund_news import KIND as REFUND
from rules.roles import Action, may
from storage import operations, practices
from storage.operations import CHARGE


def charge_views(desk: Desk) -> Mapping[str, "ChargeViews | RefundViews"]:
    """By the kind that rows name."""
    return {CHARGE: ChargeViews(desk), REFUND: RefundViews(desk)}


class ChargeViews:
    """A bot.outbox.rendering.Views; its keys are operations' uids."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(self, practice_id: int, key: str, slack_user: str) -> View | None:
        practice = practices.get(self._desk.store, practice_id)
        operation = operations.by_uid(self._desk.store, practice_id, key)
        if practice is None or operation is None:
            return None
        person = Person(practice_id, slack_user, role_of(self._desk, practice_id, slack_user))
        if not may(person.role, Action.CHARGE):
            return None
        shown = outcome_of(self._desk, practice, person, operation)
        say = language_for(self._desk, practice, slack_user)
        return outcome_view(say, shown, practice.livemode)


class RefundViews:
    """A bot.outbox.rendering.Views; its keys are refunds' uids."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(self, practice_id: int, key: str, slack_user: str) -> View | None:
        practice = practices.get(self._desk.store, practice_id)
        refund = operations.by_uid(self._desk.store, practice_id, key)
        role = role_of(self._desk, practice_id, slack_user)
        if practice is None or refund is None or not may(role, Action.ASK_REFUNDS):
            return None
        return refund_view(
            language_for(self._desk, practice, slack_user), refund, practice.livemode
        )
