"""What somebody typed into a payment form: read, checked field by field, kept for a second try."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sandbox.stripe.bank_details import test_bank
from sandbox.stripe.banks import ACH, BACS
from sandbox.stripe.card_details import check_cvc, check_expiry, test_card
from sandbox.stripe.errors import StripeError
from sandbox.stripe.pages import complaints
from sandbox.stripe.pages.fields import CARD, COUNTRY, EMAIL, FIELDS, NAME, mandate_field
from sandbox.stripe.pages.samples import PERSON, Sample
from sandbox.stripe.shapes import Body

EMAIL_FORM = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
MONTHS = 12
_EXPIRY = re.compile(r"([0-9]{1,2}) ?[/.-]? ?([0-9]{4}|[0-9]{2})")


@dataclass
class Typed:
    """`method` is one of fields.METHODS; `wrong` says what is wrong, by field name; `order`: the
    fields as they stand on the page, where it is not a payment that is asked for."""

    method: str
    values: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    order: Sequence[str] = ()

    def value(self, name: str) -> str:
        return self.values.get(name, "")

    @property
    def number(self) -> str:
        return re.sub(r"[\s-]", "", self.value("number"))

    @property
    def expiry(self) -> tuple[int, int]:
        """Month and year, the year as it was typed."""
        found = _EXPIRY.fullmatch(" ".join(self.value("expiry").split()))
        return (int(found[1]), int(found[2])) if found else (0, 0)

    @property
    def details(self) -> Body:
        """A debit's account, as the API takes it."""
        own = {name: value for name, value in self._own().items() if value}
        given = {
            name: re.sub(r"[\s-]", "", own[name]) for name in own if name in complaints.OF_BANK
        }
        return given | ({"account_holder_type": "individual"} if self.method == ACH else {})

    @property
    def billing(self) -> Body:
        """As a payment method's billing_details."""
        own = self._own() if self.method == BACS else self.values
        address = {name: own.get(name) or None for name in ("line1", "city", "postal_code")}
        country = "GB" if self.method == BACS else self.value(COUNTRY)
        wanted = self.method in (CARD, BACS)
        who = {name: self.value(name) or None for name in ("name", "email")}
        return who | ({"address": address | {"country": country or None}} if wanted else {})

    def _own(self) -> dict[str, str]:
        """The fields of this debit, without their prefix."""
        prefix = f"{self.method}["
        return {
            name[len(prefix) : -1]: value
            for name, value in self.values.items()
            if name.startswith(prefix)
        }

    @property
    def first_wrong(self) -> str:
        """The field that comes first on the page of those that are wrong."""
        own = [one.name for one in FIELDS.get(self.method, ())]
        order = self.order or [EMAIL.name, NAME.name, *own, mandate_field(self.method)]
        places = {name: order.index(name) if name in order else len(order) for name in self.wrong}
        return min(places, key=lambda name: places[name], default="")

    def forget_secrets(self, *, number: bool = False) -> None:
        """The security code is never shown again, nor what may be a real card's number."""
        self.values.pop("cvc", None)
        if number or self.wrong.get("number") == complaints.NOT_A_TEST:
            self.values.pop("number", None)

    def take(self, sample: Sample) -> None:
        """The sample's account in the fields, and a person where there was none."""
        self.values |= sample.values
        self.values |= {name: self.value(name) or given for name, given in PERSON.items()}


def read(form: Mapping[str, str], offered: Sequence[str]) -> Typed:
    """As typed, without spaces around it; nothing is checked but that the method is offered."""
    values = {name: given.strip() for name, given in form.items() if name != "method"}
    if len(offered) < 2 or form.get("method", "") in offered:
        return Typed(form.get("method", "") if len(offered) > 1 else "".join(offered), values)
    return Typed(offered[0], values, {"method": complaints.NO_METHOD})


def check(typed: Typed, now: float, countries: set[str], *, asks_email: bool) -> bool:
    """Whether it can be sent as it is; `wrong` is filled otherwise."""
    person = (EMAIL, NAME) if asks_email else (NAME,)
    for one in (*person, *FIELDS.get(typed.method, ())):
        if one.missing and not typed.value(one.name):
            typed.wrong[one.name] = one.missing
    if asks_email and typed.value("email") and not EMAIL_FORM.fullmatch(typed.value("email")):
        typed.wrong["email"] = complaints.NO_EMAIL
    if typed.method == CARD:
        _check_card(typed, now, countries)
    elif typed.method:
        _check_debit(typed)
    return not typed.wrong


def _check_card(typed: Typed, now: float, countries: set[str]) -> None:
    _try(typed, "number", lambda: test_card(typed.number))
    _try(typed, "expiry", lambda: check_expiry(*typed.expiry, now))
    if not typed.wrong.get("number"):
        card = test_card(typed.number)
        _try(typed, "cvc", lambda: check_cvc(typed.value("cvc"), card))
    if typed.value(COUNTRY) not in countries:
        typed.wrong[COUNTRY] = complaints.NO_COUNTRY


def _check_debit(typed: Typed) -> None:
    fields = FIELDS[typed.method]
    if not any(one.name in typed.wrong for one in fields):
        _try(typed, fields[0].name, lambda: test_bank(typed.method, typed.details))
    if not typed.value(mandate_field(typed.method)):
        typed.wrong[mandate_field(typed.method)] = complaints.NO_MANDATE


def _try(typed: Typed, name: str, act: Callable[[], object]) -> None:
    """`name` is the field that is meant where the refusal names none."""
    if name in typed.wrong:
        return
    try:
        act()
    except StripeError as refusal:
        if not place(typed, refusal):
            typed.wrong[name] = str(refusal)


def place(typed: Typed, refusal: StripeError) -> bool:
    """Puts what is said of a detail beside its field; False where it belongs to none."""
    error = refusal.error
    code, param = str(error.get("code", "")), str(error.get("param", ""))
    if error.get("decline_code") == "test_mode_live_card":
        typed.wrong["number"] = complaints.NOT_A_TEST
    elif code.startswith("invalid_expiry"):
        is_month = 1 <= typed.expiry[0] <= MONTHS
        typed.wrong["expiry"] = complaints.EXPIRED if is_month else complaints.NO_EXPIRY
    elif code in complaints.OF_CARD:
        name, complaint = complaints.OF_CARD[code]
        typed.wrong[name] = complaint
    elif (detail := param.rpartition("[")[2].rstrip("]")) in complaints.OF_BANK:
        typed.wrong[param] = complaints.OF_BANK[detail]
    else:
        return False
    return True
