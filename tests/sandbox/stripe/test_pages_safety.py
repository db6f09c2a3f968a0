"""The hosted pages as good citizens: what they forbid browsers, and what they never show."""

import pytest
from stripe import StripeClient

from sandbox.stripe.web import build_web
from tests.sandbox.stripe.pages_support import GOOD_CARD, Visitor
from tests.sandbox.stripe.support import LocalStripe
from tests.sandbox.stripe.test_pages_checkout import order
from tests.support.html import Tag

NUMBER = "4000000000009995"


@pytest.fixture
def ada(local: LocalStripe) -> Visitor:
    return Visitor(local)


def runs_its_own_scripts_alone(ada: Visitor) -> bool:
    scripts = ada.page.all("script")
    sources = [one.attributes["src"] for one in scripts]
    own = [f"/pages/static/{name}.js" for name in ("theme", "pages")]
    return sources == own and not any(one.text for one in scripts)


def test_pages_run_no_foreign_script_and_stand_in_no_frame(
    client: StripeClient, ada: Visitor
) -> None:
    ada.opens(order(client).url or "")
    policy = ada.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert ada.headers["X-Content-Type-Options"] == "nosniff"
    assert ada.headers["Cache-Control"] == "no-store"
    assert runs_its_own_scripts_alone(ada)
    assert not [tag for tag in ada.page for name in tag.attributes if name.startswith("on")]
    assert not [tag for tag in ada.page if "style" in tag.attributes or tag.name == "style"]


@pytest.mark.parametrize(
    "path",
    [
        "checkout/cs_test_none",
        "link/test_none",
        "3ds/pi_none",
        "3ds/seti_none",
        "onboarding/none",
        "portal/none",
        "portal-login/none",
        "receipt/none",
        "mandate/none",
        "dashboard/acct_none",
        "object/none",
        "nowhere",
        "checkout/%3Cscript%3E",
    ],
)
def test_what_is_not_there_gets_a_friendly_page(ada: Visitor, path: str) -> None:
    ada.opens(f"/pages/{path}")
    assert ada.status == 404
    assert "There is nothing here" in ada.page.text
    assert ada.headers["Content-Security-Policy"]
    assert ada.sends({"number": "1"}).status == 404


def test_names_that_look_like_markup_are_shown_as_they_are(
    client: StripeClient, ada: Visitor
) -> None:
    evil = '"><script>alert(1)</script>'
    line = {
        "price_data": {"currency": "usd", "unit_amount": 100, "product_data": {"name": evil}},
        "quantity": 1,
    }
    ada.opens(order(client, line_items=[line]).url or "")
    assert evil in ada.page.text
    ada.types(GOOD_CARD | {"Full name": evil, "CVC": ""}).presses("Pay")
    assert ada.field("Full name").attributes["value"] == evil
    assert runs_its_own_scripts_alone(ada)


def test_a_link_that_runs_a_script_is_no_link(client: StripeClient, ada: Visitor) -> None:
    made = order(client)
    record = ada.local.service.platform.find("checkout.session", made.id)
    record.body["cancel_url"] = "javascript:alert(1)"
    ada.opens(made.url or "")
    assert not [one for one in ada.page.all("a") if "javascript" in one.attributes["href"]]


def test_a_card_number_stays_nowhere(
    client: StripeClient, ada: Visitor, local: LocalStripe
) -> None:
    ada.opens(order(client).url or "").types(GOOD_CARD | {"Card number": NUMBER, "CVC": "987"})
    ada.presses("Pay")
    assert ada.status == 402
    assert not ada.page.all("input", value=NUMBER)
    assert not ada.page.all("input", value="987")
    kept = [one for books in local.service.all_books for one in _everything(books)]
    assert NUMBER not in repr(kept)
    assert NUMBER not in repr(local.service.log.as_json())


def _everything(books: object) -> list[object]:
    return [one for kind in books.count() for one in books.all(kind)]  # type: ignore[attr-defined]


def test_another_sites_form_and_another_name_for_this_machine_are_refused(
    client: StripeClient, local: LocalStripe
) -> None:
    web = build_web(local.service).test_client()
    path = f"/pages/checkout/{order(client).id}"
    foreign = web.post(path, data={}, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert web.get(path, headers={"Host": "evil.example"}).status_code == 403


def test_the_pages_are_labelled_for_those_who_do_not_see_them(
    client: StripeClient, ada: Visitor
) -> None:
    ada.opens(order(client).url or "").presses("Pay")
    ids = [tag.attributes["id"] for tag in ada.page if "id" in tag.attributes]
    assert len(ids) == len(set(ids))
    labelled = {one.attributes.get("for") for one in ada.page.all("label")}
    for field in _fields(ada.page):
        assert field.attributes["id"] in labelled
        if "aria-describedby" in field.attributes:
            assert field.attributes["aria-describedby"] in ids
    assert ada.page.one("html").attributes["lang"] == "en"


def _fields(page: Tag) -> list[Tag]:
    typed = [one for one in page.all("input") if one.attributes.get("type") != "radio"]
    return typed + page.all("select")


def test_every_field_can_be_filled_in(client: StripeClient, ada: Visitor) -> None:
    html = ada.opens(order(client).url or "").html.lower()
    assert "disabled" not in html
    assert "readonly" not in html


def test_the_other_language_is_a_link_away(client: StripeClient, local: LocalStripe) -> None:
    made = order(client)
    french = Visitor(local, "fr-FR").opens(made.url or "")
    assert french.page.one("html").attributes["lang"] == "fr"
    assert "Payer 120,00 $US" in french.page.text
    french.opens(french.page.one("a", hreflang="en").attributes["href"])
    assert "Pay US$120.00" in french.page.text or "Pay $120.00" in french.page.text
    assert "Total à payer" in Visitor(local).opens(f"{made.url}?lang=fr").page.text
