"""Payment methods: made from cards and bank details, saved to one customer, taken away again."""

from typing import Any

from sandbox.stripe import bank_details, card_details, mandates
from sandbox.stripe.banks import BY_TOKEN as BANKS
from sandbox.stripe.banks import CURRENCY, TestBank
from sandbox.stripe.billing import billing_details
from sandbox.stripe.books import Books, Record
from sandbox.stripe.cards import BY_TOKEN as CARDS
from sandbox.stripe.cards import TestCard, code_of, message_of
from sandbox.stripe.changes import metadata
from sandbox.stripe.errors import StripeError, invalid, missing_parameter, no_such
from sandbox.stripe.kinds import KINDS
from sandbox.stripe.shapes import Body

DEBITS = frozenset(CURRENCY)


def create_card(
    books: Books,
    number: str,
    exp_month: int,
    exp_year: int,
    cvc: str | None,
    billing: Body | None = None,
) -> Record:
    """Not saved to a customer yet. StripeError 402 where these can't be a test card's details."""
    card = card_details.test_card(number)
    year = card_details.check_expiry(exp_month, exp_year, books.now)
    card_details.check_cvc(cvc, card)
    return _add_card(books, card, (exp_month, year), cvc, billing_details(billing))


def create_debit(books: Books, kind: str, details: Body, billing: Body | None = None) -> Record:
    """`kind`: one of DEBITS; `details`: bank_details.FIELDS of it. StripeError 400."""
    bank = bank_details.test_bank(kind, details)
    person = billing_details(billing)
    bank_details.check_billing(kind, person)
    return _add_debit(books, bank, details, person)


def create_from(books: Books, data: Body) -> Record:
    """From `data` as clients send it to make a payment method, alone or within an intent."""
    kind = data.get("type")
    if not kind:
        raise missing_parameter("type")
    if kind not in KINDS:
        raise _not_offered(kind)
    if not data.get(kind):
        raise missing_parameter(kind)
    billing = data.get("billing_details")
    record = (
        _from_card(books, data["card"], billing)
        if kind == "card"
        else create_debit(books, kind, data[kind], billing)
    )
    record.body["metadata"] = metadata(data.get("metadata"))
    record.body["allow_redisplay"] = data.get("allow_redisplay", "unspecified")
    books.save(record)
    return record


def _from_card(books: Books, given: Body, billing: Body | None) -> Record:
    if token := given.get("token"):
        card = CARDS.get(token.replace("tok_", "pm_card_", 1))
        if card is None:
            raise no_such("token", token, "card[token]")
        return _of_test_card(books, card, billing)
    for field in ("number", "exp_month", "exp_year"):
        if given.get(field) is None:
            raise missing_parameter(f"card[{field}]")
    expiry = (given["exp_month"], given["exp_year"])
    return create_card(books, given["number"], *expiry, given.get("cvc"), billing)


def _not_offered(kind: str) -> StripeError:
    return invalid(
        f"The payment method type provided: {kind} is invalid. Please ensure the provided type is "
        "activated in your dashboard (https://dashboard.stripe.com/account/payments/settings) and "
        "your account is enabled for any preview features that you are trying to use.",
        "type",
    )


def found(books: Books, named: str, param: str = "payment_method") -> Record:
    """The payment method of an id. One of Stripe's test ids, such as pm_card_visa, gives a new one
    each time."""
    if named in CARDS:
        return _of_test_card(books, CARDS[named])
    if named in BANKS:
        return _of_test_bank(books, BANKS[named])
    return books.find("payment_method", named, param)


def resolve(books: Books, named: str, param: str = "payment_method") -> Record:
    """As `found`, to be used. StripeError 400 too where it may not be used any more."""
    record = found(books, named, param)
    if record.private.get("spent"):
        raise invalid(
            "The provided PaymentMethod was previously used with a PaymentIntent without Customer "
            "attachment, shared with a connected account without Customer attachment, or was "
            "detached from a Customer. It may not be used again. To use a PaymentMethod multiple "
            "times, you must attach it to a Customer first."
        )
    return record


def share(books: Books, named: str, customer: str | None) -> Record:
    """A copy of the platform's payment method, for a connected account that is to charge it.
    `customer`: the platform's, where one has it. StripeError 400."""
    shared = books.service.platform.find("payment_method", named, "payment_method")
    if customer:
        books.service.platform.find("customer", customer, "customer")
    check_owner(shared, customer, "PaymentMethod")
    body = shared.snapshot() | {"customer": None, "metadata": {}}
    del body["id"], body["created"]
    return books.add("payment_method", "pm", body, {"test": shared.private["test"]})


def spend(books: Books, record: Record) -> None:
    """After its use: one that no customer has can't be used again."""
    if record.body["customer"] is None:
        record.private["spent"] = True
        books.save(record)


def check_owner(record: Record, customer: str | None, intent: str = "PaymentIntent") -> None:
    """StripeError 400 where a customer has it, and it is used for another or for none."""
    owner = record.body["customer"]
    if owner is None or owner == customer:
        return
    if customer is None:
        message = (
            f"The payment method supplied ({record.id}) belongs to the Customer {owner}. Please "
            f"include the Customer in the `customer` parameter on the {intent}."
        )
    else:
        message = (
            f"The payment method {record.id} does not belong to the Customer you supplied "
            f"{customer}. Please use this payment method with the Customer that it belongs to "
            "instead."
        )
    raise invalid(message, "payment_method")


def attach(books: Books, record: Record, customer_id: str) -> None:
    """Saves it to the customer; nothing happens where it is already. StripeError 400 where another
    has it, 402 where the card declines to be saved."""
    customer = books.find("customer", customer_id, "customer")
    if record.body["customer"] == customer.id:
        return
    check_free(record)
    record.body["customer"] = customer.id
    passed(record)
    books.save(record, "payment_method.attached")


def check_free(record: Record) -> None:
    """StripeError where it can't be attached to a customer who doesn't have it."""
    if record.body["customer"] is not None:
        raise invalid(
            "The payment method you provided has already been attached to a customer.",
            "payment_method",
        )
    if code := refusal_to_save(record):
        raise declined(code)


def refusal_to_save(record: Record) -> str:
    """The decline code of a card that can't be saved; "" of all others."""
    card = CARDS.get(record.private["test"])
    return card.decline if card and not card.saves else ""


def declined(code: str, **more: Any) -> StripeError:
    """402 for a decline code."""
    return StripeError(
        402, "card_error", message_of(code), code=code_of(code), decline_code=code, **more
    )


def passed(record: Record) -> None:
    """After its first use: what its issuer was asked to check is right."""
    for name, state in record.body.get("card", {}).get("checks", {}).items():
        if state == "unchecked":
            record.body["card"]["checks"][name] = "pass"


def detach(books: Books, record: Record) -> None:
    """From its customer, for good; its mandate ends. StripeError 400 where no customer has it."""
    if record.body["customer"] is None:
        raise invalid(
            "The payment method you provided is not attached to a customer so detachment is "
            "impossible.",
            "payment_method",
        )
    before = record.snapshot()
    record.body["customer"] = None
    record.private["spent"] = True
    books.save(record, "payment_method.detached", before)
    if (mandate := mandates.active(books, record)) is not None:
        mandates.deactivate(books, mandate, None)
    _forget_default(books, before["customer"], record)


def _forget_default(books: Books, customer_id: str, record: Record) -> None:
    customer = books.find("customer", customer_id)
    settings = customer.body.get("invoice_settings", {})
    if settings.get("default_payment_method") == record.id:
        before = customer.snapshot()
        settings["default_payment_method"] = None
        books.save(customer, "customer.updated", before)


# Making them


def _of_test_card(books: Books, card: TestCard, billing: Body | None = None) -> Record:
    """Good until the end of the year after next, as if it had been typed with its code."""
    year = card_details.year_of(books.now) + 2
    cvc = None if card.decline == "incorrect_cvc" else "123"
    return _add_card(books, card, (12, year), cvc, billing_details(billing))


def _of_test_bank(books: Books, bank: TestBank) -> Record:
    address = {
        "line1": "1 Test Street",
        "city": "Testing",
        "country": "GB",
        "postal_code": "T1 1ST",
    }
    person = {"name": "Jenny Rosen", "email": "jenny.rosen@example.com", "address": address}
    return _add_debit(books, bank, bank_details.own_details(bank), billing_details(person))


def _add_card(
    books: Books, card: TestCard, expiry: tuple[int, int], cvc: str | None, billing: Body
) -> Record:
    checks = card_details.checks(cvc, billing["address"] or {})
    body = card_details.shown(card, *expiry, checks, books.account)
    return _add(books, "card", card.token, {"billing_details": billing, "card": body})


def _add_debit(books: Books, bank: TestBank, details: Body, billing: Body) -> Record:
    body = bank_details.shown(bank, details, books.account)
    return _add(books, bank.kind, bank.token, {"billing_details": billing, bank.kind: body})


def _add(books: Books, kind: str, test: str, body: Body) -> Record:
    common: Body = {
        "allow_redisplay": "unspecified",
        "customer": None,
        "metadata": {},
        "type": kind,
    }
    return books.add("payment_method", "pm", common | body, {"test": test})
