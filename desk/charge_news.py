"""Who hears what has become of a charge: in the transaction in which it became so."""

from desk import letters
from desk.charge_states import CHARGE_STATES
from desk.context import Desk
from desk.language import Language
from desk.letters import Letter
from rules.money import Money
from storage import practices
from storage.operations import Operation


def tell(desk: Desk, before: Operation | None, after: Operation, actor: str) -> None:
    """`before` None: it was asked for just now. `actor` is who did it, a person or the worker."""
    practice = practices.get(desk.store, after.practice_id)
    if practice is None or before is None or after.asked_by == actor:
        return

    def write(say: Language) -> Letter:
        text = say(
            "{invoices}, {amount}: {state}.",
            invoices=", ".join(after.shown["invoices"]),
            amount=Money(after.amount, after.currency),
            state=CHARGE_STATES[after.state],
        )
        return {"text": text}

    uid = f"charge:{after.uid}:{after.version}"
    letters.send(desk, practice, after.asked_by, uid, write)
