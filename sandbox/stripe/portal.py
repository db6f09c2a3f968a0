"""The customer portal: what its settings are, who may enter, and what a customer does there with
the cards and bank accounts that they have saved."""

from typing import TYPE_CHECKING

from sandbox.stripe import customers, methods, sessions
from sandbox.stripe.books import Books, Record
from sandbox.stripe.currencies import OF_COUNTRY
from sandbox.stripe.errors import StripeError, invalid
from sandbox.stripe.ids import token
from sandbox.stripe.shapes import Body

if TYPE_CHECKING:
    from sandbox.stripe.service import Service

UNUSED_SECONDS, USED_SECONDS = 300, 3600
_REASONS = (
    "too_expensive",
    "missing_features",
    "switched_service",
    "unused",
    "customer_service",
    "too_complex",
    "low_quality",
    "other",
)
CONFIGURATION, SESSION = "billing_portal.configuration", "billing_portal.session"


# Settings


def features() -> Body:
    """All of them switched off."""
    return {
        "customer_update": {"allowed_updates": [], "enabled": False},
        "invoice_history": {"enabled": False},
        "payment_method_update": {"enabled": False},
        "subscription_cancel": {
            "cancellation_reason": {"enabled": False, "options": list(_REASONS)},
            "enabled": False,
            "mode": "at_period_end",
            "proration_behavior": "none",
        },
        "subscription_pause": {
            "duration": {"interval_options": [], "type": "indefinite"},
            "enabled": False,
        },
        "subscription_update": {
            "default_allowed_updates": [],
            "enabled": False,
            "proration_behavior": "none",
            "schedule_at_period_end": {"conditions": []},
            "trial_update_behavior": "end_trial",
        },
    }


def add_configuration(books: Books, fields: Body) -> Record:
    body: Body = {
        "active": True,
        "business_profile": {},
        "features": features(),
        "is_default": False,
        "login_page": {"enabled": False, "url": None},
        "metadata": {},
        "updated": books.now,
        **fields,
    }
    record = books.add(CONFIGURATION, "bpc", body, {"token": f"test_{token(20)}"})
    show_login_page(books, record)
    books.emit(f"{CONFIGURATION}.created", record.body)
    return record


def show_login_page(books: Books, configuration: Record) -> None:
    """Its address, as long as there is such a page; the same each time it is switched on."""
    page = configuration.body["login_page"]
    url = f"{books.service.base_url}/pages/portal-login/{configuration.private['token']}"
    page["url"] = url if page["enabled"] else None
    books.save(configuration)


def save_settings(books: Books) -> Record:
    """As if somebody saved the portal's settings in the Dashboard: they are the default then."""
    saved = default(books)
    if saved is not None:
        return saved
    chosen = features()
    chosen["payment_method_update"]["enabled"] = True
    chosen["customer_update"] |= {"allowed_updates": ["email", "address", "phone"], "enabled": True}
    return add_configuration(books, {"features": chosen, "is_default": True})


def default(books: Books) -> Record | None:
    return next((one for one in books.all(CONFIGURATION) if one.body["is_default"]), None)


def default_needed() -> StripeError:
    return invalid(
        "No configuration provided and your test mode default configuration has not been created. "
        "Provide a configuration or create your default by saving your customer portal settings in "
        "test mode at https://dashboard.stripe.com/test/settings/billing/portal."
    )


# Entering


def open_session(
    books: Books, customer: Record, configuration: Record, fields: Body | None = None
) -> Record:
    named = token(24)
    body: Body = {
        "configuration": configuration.id,
        "customer": customer.id,
        "return_url": configuration.body["default_return_url"],
        "url": f"{books.service.base_url}/pages/portal/{named}",
        **(fields or {}),
    }
    record = books.add(SESSION, "bps", body, {"token": named, "entered": False})
    books.emit(f"{SESSION}.created", record.body)
    return record


def of_token(service: "Service", named: str) -> tuple[Books, Record] | tuple[None, None]:
    """The session whose page is at /pages/portal/{named}."""
    return service.whose(SESSION, lambda one: one.private["token"] == named)


def enter(books: Books, session: Record) -> bool:
    """Within five minutes for the first time, for an hour after that; False: it is over."""
    age = books.now - session.body["created"]
    if age >= (USED_SECONDS if session.private["entered"] else UNUSED_SECONDS):
        return False
    session.private["entered"] = True
    books.save(session)
    return True


def of_login_token(service: "Service", named: str) -> tuple[Books, Record] | tuple[None, None]:
    """The configuration whose login page is at /pages/portal-login/{named}, while it has one."""
    return service.whose(
        CONFIGURATION,
        lambda one: one.private["token"] == named and bool(one.body["login_page"]["enabled"]),
    )


def log_in(books: Books, configuration: Record, email: str) -> Record | None:
    """A session for the newest customer with this address, whom its url is to be mailed to; None
    where nobody has it, which the page must not tell."""
    wanted = email.strip().lower()
    for customer in books.all("customer"):
        if (customer.body.get("email") or "").lower() == wanted:
            return open_session(books, customer, configuration)
    return None


# What a customer does there


def allows(books: Books, session: Record, feature: str) -> bool:
    configuration = books.find(CONFIGURATION, session.body["configuration"])
    return bool(configuration.body["features"][feature]["enabled"])


def saved(books: Books, session: Record) -> list[Record]:
    """The customer's payment methods, newest first."""
    customer = session.body["customer"]
    return [one for one in books.all("payment_method") if one.body["customer"] == customer]


def make_default(books: Books, session: Record, method: str) -> None:
    """StripeError 400 for a method that isn't the customer's."""
    customers.make_default(books, _customer(books, session), _own(books, session, method))


def remove(books: Books, session: Record, method: str) -> None:
    """StripeError 400 for a method that isn't the customer's."""
    methods.detach(books, _own(books, session, method))


def add_method(books: Books, session: Record) -> Record:
    """A Checkout Session to save another one, which becomes the default; its url leads there."""
    _check_allowed(books, session)
    country = books.service.platform.find("account", books.account).body["country"]
    back = session.body["url"]
    fields = {
        "cancel_url": back,
        "currency": OF_COUNTRY[country],
        "customer": session.body["customer"],
        "success_url": back,
    }
    made = sessions.for_setup(books, fields, {})
    made.private["makes_default"] = True
    books.save(made)
    return made


def _check_allowed(books: Books, session: Record) -> None:
    if not allows(books, session, "payment_method_update"):
        raise invalid("Payment methods can't be changed in this customer portal.")


def _own(books: Books, session: Record, method: str) -> Record:
    _check_allowed(books, session)
    found = books.find("payment_method", method, "payment_method")
    if found.body["customer"] != session.body["customer"]:
        raise invalid(f"No such PaymentMethod: '{method}'", "payment_method")
    return found


def _customer(books: Books, session: Record) -> Record:
    return books.find("customer", session.body["customer"], "customer")
