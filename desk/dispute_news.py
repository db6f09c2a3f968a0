"""Who hears of a dispute: the owners at once, and whoever reads the payment's card. In the
transaction in which it became so."""

from dataclasses import dataclass

from desk import charge_news, dispute_words, link_cards
from desk.cards import tell_in_thread
from desk.context import Desk
from desk.home_news import show_anew
from desk.language import Language
from desk.letters import Letter, send
from desk.privacy import escape
from desk.reminders.shown import show_payment
from desk.settings import practice_settings
from storage import clients, members, practices
from storage.clients import Client
from storage.disputes import Dispute
from storage.operations import LINK, Operation
from storage.practices import Practice


def tell(desk: Desk, operation: Operation, dispute: Dispute) -> None:
    """How it stands now."""
    _say(desk, operation, dispute, f"dispute:{operation.uid}:{operation.version}")


def show(desk: Desk, operation: Operation) -> None:
    """On the payment's card, which notifies nobody."""
    _show(desk, operation)


def remind(desk: Desk, operation: Operation, dispute: Dispute, days: int) -> None:
    """That it is to be answered soon; once for each number of `days`."""
    uid = f"dispute:{dispute.stripe_id}:{days}-days"
    _say(desk, operation, dispute, uid, reminds=True)


@dataclass(frozen=True)
class _Said:
    """What is written of a dispute. `reminds`: they know, and the answer is due soon."""

    operation: Operation
    dispute: Dispute
    zone: str
    reminds: bool

    def letter(self, say: Language, payer: Client | None = None) -> Letter:
        """With the payer's name only where that is given."""
        lines = _lines(say, self.operation, self.dispute, self.zone, payer)
        if self.reminds:
            lines.insert(0, say("*Reminder: the client’s bank waits for the practice’s answer.*"))
        return _letter("\n".join(lines))


def _say(
    desk: Desk,
    operation: Operation,
    dispute: Dispute,
    uid: str,
    *,
    reminds: bool = False,
) -> None:
    practice = _practice(desk, operation)
    zone = practice_settings(desk, practice).time_zone
    said = _Said(operation, dispute, zone, reminds)
    payer = clients.get(desk.store, practice.id, operation.client_id)
    owners = [one.slack_user for one in members.owners(desk.store, practice.id)]
    show_anew(desk, practice.id, *owners)
    for owner in owners:
        send(desk, practice, owner, f"{uid}:{owner}", lambda say: said.letter(say, payer))
    place, kind = _show(desk, operation)
    if place not in owners:
        tell_in_thread(desk, practice, kind, operation.uid, place, uid, said.letter)


def _show(desk: Desk, operation: Operation) -> tuple[str, str]:
    """The payment's card as it is now. Whose card has the thread, and of which kind it is."""
    show_payment(desk, operation)
    if operation.kind == LINK:
        return link_cards.show_link(desk, operation), link_cards.KIND
    practice = _practice(desk, operation)
    return charge_news.show_now(desk, practice, operation), charge_news.KIND


def _practice(desk: Desk, operation: Operation) -> Practice:
    practice = practices.get(desk.store, operation.practice_id)
    if practice is None:
        raise LookupError(f"There is no practice {operation.practice_id}.")
    return practice


def _letter(text: str) -> Letter:
    return {"text": text, "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]}


def _lines(
    say: Language,
    operation: Operation,
    dispute: Dispute,
    zone: str,
    payer: Client | None,
) -> list[str]:
    invoices = ", ".join(operation.shown.get("invoices", ()))
    whose = f"{escape(payer.name)} · {payer.reference}" if payer else ""
    return [
        f"*{dispute_words.headline(say, dispute)}*",
        " · ".join(filter(None, [whose, invoices])),
        dispute_words.reason(say, dispute),
        dispute_words.next_step(say, dispute, zone),
        dispute_words.link(say, dispute),
    ]
