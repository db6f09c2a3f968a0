"""What a Checkout Session is made of, whether a client asks for it or a payment link opens it."""

from collections.abc import Iterable, Sequence

from sandbox.stripe import connected, intents, items, kinds, setups
from sandbox.stripe import statement_descriptors as descriptors
from sandbox.stripe.books import Books, Record
from sandbox.stripe.ids import token
from sandbox.stripe.shapes import Body

LASTS_SECONDS = 24 * 3600
_ID_LETTERS = 56


def for_payment(
    books: Books, fields: Body, sold: Iterable[Record], intent_data: Body | None = None
) -> Record:
    """`intent_data`: what its payment intent is to say, once there is one."""
    every = list(sold)
    capture = (intent_data or {}).get("capture_method")
    fields |= items.totals(every)
    free = fields["amount_total"] == 0
    fields |= {
        "mode": "payment",
        "payment_method_types": offered(fields, capture),
        "payment_status": "no_payment_required" if free else "unpaid",
    }
    held = {"items": [item.id for item in every], "intent_data": intent_data or {}}
    return _open(books, _usual_for_payment() | fields, held)


def for_setup(books: Books, fields: Body, intent_data: Body) -> Record:
    """Its set-up intent is there from the start."""
    fields |= {
        "mode": "setup",
        "payment_method_collection": "always",
        "payment_method_types": offered(fields),
        "payment_status": "no_payment_required",
    }
    intent = setups.create(
        books,
        {
            "automatic_payment_methods": None,
            "customer": fields.get("customer"),
            "payment_method_types": fields["payment_method_types"],
            **intent_data,
        },
    )
    session = _open(books, fields | {"setup_intent": intent.id}, {"items": []})
    belongs(books, intent, session)
    return session


def intent_fields(body: Body, intent_data: Body) -> Body:
    """What the payment intent of a session in payment mode says."""
    card = body["payment_method_options"].get("card") or {}
    asked = {name: card[name] for name in ("request_three_d_secure",) if card.get(name)}
    return {
        "allowed_payment_method_types": body.get("allowed_payment_method_types"),
        "amount": body["amount_total"],
        "automatic_payment_methods": None,
        "currency": body["currency"],
        "customer": body.get("customer"),
        "excluded_payment_method_types": body.get("excluded_payment_method_types"),
        "payment_method_options": {"card": asked} if asked else {},
        **intent_data,
    }


def check_intent(books: Books, fields: Body) -> None:
    """StripeError 400 where no payment intent could be made of these."""
    draft = intents.new(fields)
    connected.check(books, draft)
    descriptors.check(draft)


def belongs(books: Books, intent: Record, session: Record) -> None:
    """What becomes of the intent, the session follows."""
    intent.private["session"] = session.id
    books.save(intent)


def offered(fields: Body, capture: str | None = None) -> list[str]:
    """A debit can't be held back for a capture. StripeError 400 where nothing is left."""
    excluded: Sequence[str] = fields.get("excluded_payment_method_types") or ()
    if capture == "manual":
        excluded = [*excluded, *(kind for kind in kinds.KINDS if kind != "card")]
    return kinds.offered(
        fields.get("currency"), fields.get("allowed_payment_method_types"), excluded
    )


def _usual_for_payment() -> Body:
    return {
        "adaptive_pricing": {"enabled": False},
        "discounts": [],
        "invoice_creation": {"enabled": False, "invoice_data": {"metadata": {}}},
        "payment_method_collection": "if_required",
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
    }


def _open(books: Books, fields: Body, held: Body) -> Record:
    named = f"cs_test_a1{token(_ID_LETTERS)}"
    cards = "card" in fields["payment_method_types"]
    body: Body = {
        "id": named,
        "automatic_tax": {"enabled": False},
        "custom_fields": [],
        "custom_text": {},
        "customer_details": known_of(books, fields),
        "expires_at": books.now + LASTS_SECONDS,
        "metadata": {},
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}}
        if cards
        else {},
        "phone_number_collection": {"enabled": False},
        "shipping_options": [],
        "status": "open",
        "ui_mode": "hosted_page",
        "url": f"{books.service.base_url}/pages/checkout/{named}",
        **fields,
    }
    session = books.add("checkout.session", "cs_test", body, held)
    books.service.agenda.add(
        body["expires_at"], "checkout_runs_out", books.account, session=session.id
    )
    return session


def known_of(books: Books, fields: Body) -> Body | None:
    """Of the person, before they have filled anything in; `fields`: a session's."""
    customer = books.get("customer", fields.get("customer"))
    email = customer.body.get("email") if customer else fields.get("customer_email")
    return details({"email": email}) if customer or email else None


def details(person: Body) -> Body:
    """A session's customer_details; `person` has email, and what else there is of name, phone and
    address."""
    names = ("address", "email", "name", "phone")
    return {
        **{name: person.get(name) for name in names},
        "business_name": None,
        "individual_name": None,
        "tax_exempt": "none",
        "tax_ids": [] if person.get("name") else None,
    }
