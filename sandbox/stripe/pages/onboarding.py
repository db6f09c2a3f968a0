"""The page on which a connected account tells Stripe who it is. Its link leads here once."""

from flask import abort, request

from sandbox.stripe import onboarding
from sandbox.stripe.pages import complaints
from sandbox.stripe.pages.fields import EMAIL, Field
from sandbox.stripe.pages.orders import name_of, web_address
from sandbox.stripe.pages.showing import Shown, message, page, reader, to
from sandbox.stripe.pages.typed import EMAIL_FORM, Typed
from sandbox.stripe.service import Service

BUSINESS = Field(
    "business",
    "Name of the business",
    "Enter the name of the business.",
    autocomplete="organization",
)
PERSON = Field("person", "Your name", "Enter your name.", autocomplete="name")
FIELDS = (BUSINESS, PERSON, EMAIL)
_WRONG = 422


def show(service: Service, token: str) -> Shown:
    """An old link leads to the merchant's program, which makes a new one."""
    visit = _visit(service, token)
    if not onboarding.enter(visit):
        return _away(visit.held["refresh_url"])
    profile = visit.account.body["business_profile"]
    known = {"business": profile.get("name"), "email": visit.account.body["email"]}
    return _form(visit, _typed({name: value or "" for name, value in known.items()}))


def submit(service: Service, token: str) -> Shown:
    visit = _visit(service, token)
    if not visit.held["opened"]:
        return show(service, token)
    typed = _typed({name: given.strip() for name, given in request.form.items()})
    typed.wrong |= {one.name: one.missing for one in FIELDS if not typed.value(one.name)}
    if typed.value("email") and not EMAIL_FORM.fullmatch(typed.value("email")):
        typed.wrong["email"] = complaints.NO_EMAIL
    if not typed.value("terms"):
        typed.wrong["terms"] = complaints.NO_TERMS
    if typed.wrong:
        return _form(visit, typed, _WRONG)
    return _away(onboarding.submit(visit, typed.value("business")))


def _typed(values: dict[str, str]) -> Typed:
    return Typed("", values, order=[*(one.name for one in FIELDS), "terms"])


def _visit(service: Service, token: str) -> onboarding.Visit:
    visit = onboarding.of_token(service, token)
    if visit is None:
        abort(404)
    return visit


def _form(visit: onboarding.Visit, typed: Typed, status: int = 200) -> Shown:
    merchant = name_of(visit.account.body)
    return page("onboarding.html", status, merchant=merchant, fields=FIELDS, typed=typed)


def _away(url: str | None) -> Shown:
    """To the merchant's program; without an address of it, a page says that all is done."""
    if where := web_address(url):
        return to(where)
    t = reader().t
    return message(t("Payments are set up"), t("You can close this page."))
