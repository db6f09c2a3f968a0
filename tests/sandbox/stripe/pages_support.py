"""Somebody before the hosted pages, with a browser that runs no script."""

from functools import lru_cache
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.test import TestResponse

from sandbox.stripe.service import Service
from sandbox.stripe.web import build_web
from tests.sandbox.stripe.support import LocalStripe
from tests.support.html import Tag, read

GOOD_CARD = {
    "E-mail": "ada@example.org",
    "Full name": "Ada Client",
    "Card number": "4242 4242 4242 4242",
    "Expiry date": "12 / 34",
    "CVC": "123",
}
SUCCESS = "https://northside.example/thanks?session={CHECKOUT_SESSION_ID}"
CANCEL = "https://northside.example/cancelled"


@lru_cache(maxsize=2)
def _application(service: Service) -> Flask:
    """For all who visit the same Stripe."""
    return build_web(service)


class Visitor:
    """`page` is what they see, `status` how it was answered; `left_to`: the address, of another
    site, where the last step led them."""

    def __init__(self, local: LocalStripe, language: str = "en") -> None:
        self.local = local
        self._web = _application(local.service).test_client()
        self._headers = {"Accept-Language": language}
        self.page = Tag("document", {})
        self.html = ""
        self.status = 0
        self.path = ""
        self.left_to = ""
        self.headers: dict[str, str] = {}

    def opens(self, url: str) -> "Visitor":
        parts = urlsplit(url)
        self.path = parts.path + (f"?{parts.query}" if parts.query else "")
        return self._shows(self._web.get(self.path, headers=self._headers))

    def types(self, fields: dict[str, str]) -> "Visitor":
        """Into the fields with these labels, of those that are shown."""
        for label, value in fields.items():
            field = self.field(label)
            if field.attributes.get("type") == "checkbox":
                field.attributes["checked"] = ""
            elif field.name == "select":
                for option in field.all("option"):
                    option.attributes.pop("selected", None)
                    if option.text == value:
                        option.attributes["selected"] = ""
            else:
                field.attributes["value"] = value
        return self

    def chooses(self, method: str) -> "Visitor":
        for radio in self.page.all("input", type="radio"):
            radio.attributes.pop("checked", None)
        choice = next(one for one in self.page.all("label") if one.text == method)
        choice.one("input").attributes["checked"] = ""
        return self

    def presses(self, label: str) -> "Visitor":
        form, button = next(
            (form, button)
            for form in self.page.all("form")
            for button in form.all("button")
            if label in button.text
        )
        sent = _values(form)
        if name := button.attributes.get("name"):
            sent[name] = button.attributes["value"]
        return self.sends(sent)

    def sends(self, form: dict[str, str]) -> "Visitor":
        headers = self._headers | {"Origin": "http://localhost"}
        return self._shows(self._web.post(self.path, data=form, headers=headers))

    def field(self, label: str) -> Tag:
        """By its label, in the part of the form that the chosen method shows."""
        found = [
            self.page.one(id=one.attributes["for"])
            for one in self.page.all("label")
            if one.text.startswith(label) and "for" in one.attributes
        ]
        shown = [one for one in found if one.attributes["name"].startswith(self._method())]
        return (shown or found)[0]

    def complaint(self, label: str) -> str:
        """What stands beside the field; "" where nothing does."""
        field = self.field(label)
        if field.attributes.get("aria-invalid") != "true":
            return ""
        return self.page.one(id=field.attributes["aria-describedby"]).text

    def _method(self) -> str:
        chosen = self.page.all("input", name="method", checked="")
        return f"{chosen[0].attributes['value']}[" if chosen else "card["

    @property
    def notice(self) -> str:
        """What the page says as an alert."""
        return " ".join(one.text for one in self.page.all("p", role="alert"))

    def _shows(self, answer: TestResponse) -> "Visitor":
        self.left_to = ""
        while answer.status_code in (301, 302, 303):
            where = answer.headers["Location"].removeprefix(self.local.url)
            if urlsplit(where).netloc:
                self.left_to = where
                return self
            self.path = where
            answer = self._web.get(where, headers=self._headers)
        self.status, self.headers = answer.status_code, dict(answer.headers)
        self.html = answer.text
        self.page = read(self.html)
        return self


def _values(form: Tag) -> dict[str, str]:
    """What a browser sends of a form; of several selected fields of a name, the last."""
    sent: dict[str, str] = {}
    for field in form.all("input"):
        ticked = field.attributes.get("type") not in ("checkbox", "radio")
        if ticked or "checked" in field.attributes:
            sent[field.attributes["name"]] = field.attributes.get("value", "")
    for select in form.all("select"):
        options = select.all("option")
        chosen = [one for one in options if "selected" in one.attributes] or options[:1]
        sent[select.attributes["name"]] = chosen[0].attributes["value"]
    return sent
