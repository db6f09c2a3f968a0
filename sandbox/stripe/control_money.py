"""The controls of money: what a card, a bank, a payer or Stripe itself would do next."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.stripe import charges, debits, disputes, payments
from sandbox.stripe.books import Books, Record
from sandbox.stripe.service import PLATFORM, Service

Asked = dict[str, Any]


def next_charge(service: Service, asked: Asked) -> Asked:
    """{"decline_code"}: the next charge of any card declines so, once; "" takes it back."""
    service.next_decline = str(asked["decline_code"])
    return {}


def next_of_method(service: Service, asked: Asked, named: str) -> Asked:
    """{"decline_code", "account"}: the next charge of this payment method declines so, once."""
    with service.acting():
        books = service.books(asked.get("account", PLATFORM))
        method = books.find("payment_method", named)
        method.private["next"] = str(asked["decline_code"])
        books.save(method)
    return {}


def end_debit(service: Service, asked: Asked, named: str) -> Asked:
    """`named`: a payment intent or its charge, of a bank debit. One that is on its way ends now;
    one that was paid comes back, for which {"failure_code"} is needed. {"account"}"""
    failure = asked.get("failure_code") or None
    with service.acting():
        books = service.books(asked.get("account", PLATFORM))
        charge = _charge(books, named)
        if charge.body["status"] == "pending":
            debits.end(books, charge.id, failure)
        elif failure:
            debits.come_back(books, charge, failure)
        else:
            raise ValueError(f"{charge.id} has ended; a failure_code says why it comes back")
        return {"status": charge.body["status"]}


def end_debits(service: Service, asked: Asked) -> Asked:
    """All that are on their way end now, each as its test account has it."""
    with service.acting():
        waiting = debits_on_their_way(service)
        for task in waiting:
            debits.end(service.books(task["account"]), **task["args"])
    return {"ended": len(waiting)}


def debits_on_their_way(service: Service) -> list[Asked]:
    """The tasks that are to end them; of those that never end there is none. Under the lock."""
    return [task for task in service.agenda.as_json() if _ends_a_debit(service, task)]


def _ends_a_debit(service: Service, task: Asked) -> bool:
    if task["name"] != "debit_ends":
        return False
    charge = service.books(task["account"]).find("charge", task["args"]["charge"])
    return bool(charge.body["status"] == "pending")


def dispute(service: Service, asked: Asked, named: str) -> Asked:
    """{"reason": Stripe's, or "inquiry"; "fraudulent" without one; "account"}: the payer of this
    charge goes to their bank. Of a debit, the money is lost at once."""
    with service.acting():
        books = service.books(asked.get("account", PLATFORM))
        charge = charges.in_the_ledger(books, named)
        if charge.id.startswith("py_"):
            opened = disputes.lose_to_bank(books, charge)
        else:
            reason = str(asked.get("reason", "fraudulent"))
            opened = disputes.open_for_card(books, charge, reason)
    return {"dispute": opened.id}


def authenticate(service: Service, asked: Asked, named: str) -> Asked:
    """{"passed", "account"}: the cardholder comes through 3-D Secure, or does not."""
    with service.acting():
        books = service.books(asked.get("account", PLATFORM))
        intent = books.find("payment_intent", named)
        payments.authenticate(books, intent, bool(asked["passed"]))
    return {"status": intent.body["status"]}


def _charge(books: Books, named: str) -> Record:
    intent = books.get("payment_intent", named)
    return books.find("charge", intent.body["latest_charge"] or "" if intent else named)


def pricing(service: Service, asked: Asked, account: str) -> Asked:
    """{"pricing"}: a name in price_tables.PRICES, or prices of its own, see pricing.Pricing."""
    with service.acting():
        service.pricing.set(account, asked["pricing"])
    return {}


ACTS: Mapping[str, Callable[..., Asked]] = {
    "/charges/next": next_charge,
    "/payment_methods/<named>/next": next_of_method,
    "/debits/<named>/end": end_debit,
    "/debits/end": end_debits,
    "/charges/<named>/dispute": dispute,
    "/payment_intents/<named>/authenticate": authenticate,
    "/accounts/<account>/pricing": pricing,
}
