"""Payment links while Paydesk is killed: paid on Stripe's page, called off, and closed because a
saved card is charged instead."""

import re
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode, urlsplit

from desk import links
from processor import links as stripe_links
from rules.payment_state import State
from storage import payment_links
from storage.operations import Operation
from tests.crash.flow import TOTAL, Flow, bill, charge, of_form, taken, the
from tests.crash.process import Process
from tests.support.cast import OLIVIA
from tests.support.link_payers import asks_for_link

_FORM = "a-link"
_PAYER = {"name": "Ada Lovelace", "email": "ada@example.com"}
_CARD = {"number": "4242424242424242", "expiry": "12/34", "cvc": "123", "country": "US"}
_DEACTIVATE, _EXPIRE, _CONFIRM = "deactivate", "expire", "confirm"
_STEPS = (
    (_DEACTIVATE, re.compile("/v1/payment_links/[^/]+")),
    (_EXPIRE, re.compile("/v1/checkout/sessions/[^/]+/expire")),
    (_CONFIRM, re.compile("/v1/payment_intents/[^/]+/confirm")),
)
"""Of the closing of a link, and of a charge, by where they are sent."""
_GOES_ON, _SHOWN = 303, 200


def _link(process: Process) -> Operation:
    """Somebody sends the form for one, and waits until it is made."""
    _, invoice = the(process)
    made = of_form(process, _FORM) or asks_for_link(process.register, invoice, request=_FORM)
    assert isinstance(made, Operation), made
    process.until_rest(lambda: process.register.now(made).state == State.OPEN)
    return process.register.now(made)


def _opened(process: Process, link: Operation) -> str | None:
    """The page that somebody gets who follows it; None where Stripe says that it is over."""
    answer = _asked(process, "GET", urlsplit(link.url or "").path)
    return answer.getheader("Location") if answer.status == _GOES_ON else None


def pays_by(process: Process, link: Operation) -> None:
    """Whoever has the address pays, where Stripe lets them: all at once, for a payer isn't
    killed."""
    page = _opened(process, link)
    if page is not None:
        form = urlencode({**_PAYER, **_CARD, "postal_code": "94105"})
        answer = _asked(process, "POST", urlsplit(page).path, form)
        assert answer.status in (_SHOWN, _GOES_ON), answer.status


def _asked(process: Process, verb: str, path: str, form: str = "") -> HTTPResponse:
    """Past the seams: it is no call of Paydesk's."""
    address = urlsplit(process.stripe_url).netloc
    connection = HTTPConnection(address, timeout=10)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request(verb, path, form, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def _paid(process: Process) -> None:
    link = _link(process)
    if link.state == State.OPEN:
        pays_by(process, link)
    process.until_rest()


def _called_off(process: Process) -> None:
    link = _link(process)
    if link.state == State.OPEN:
        _opened(process, link)
        register = process.register
        links.close(process.desk, register.cast.practice, register.person(OLIVIA), link.uid)
    process.until_rest()


def _open_page(process: Process) -> None:
    bill("pm_card_visa")(process)
    assert _opened(process, _link(process))


def _charged_instead(process: Process) -> None:
    charge(process)
    process.until_rest()


def _ends(state: State, payments: int) -> Callable[[Process], Iterator[str]]:
    """The link in that state, and closed at Stripe; so many payments of all of the invoice."""

    def ends(process: Process) -> Iterator[str]:
        link = of_form(process, _FORM)
        if link is None or link.state != state:
            yield f"the link ends as {link and link.state}, not {state}"
        moved = taken(process)
        if moved != [TOTAL] * payments:
            yield f"{moved} was taken"
        _, invoice = the(process)
        if invoice.paid != TOTAL * payments:
            yield f"the invoice has {invoice.paid}"
        if link is not None and _can_be_paid(process, link):
            yield "it can still be paid at Stripe"
        yield from _made_once(process)

    return ends


def _charged_only(process: Process) -> Iterator[str]:
    yield from _ends(State.CANCELLED, 1)(process)
    made = of_form(process)
    if made is None or made.state != State.SUCCEEDED:
        yield f"the charge ends as {made and made.state}"
    yield from _closed_first(process)


def _closed_first(process: Process) -> Iterator[str]:
    """By the requests that Stripe got: no card is asked while the client could pay by the link. Of
    a page that was opened a day before, nobody could."""
    asked = [one.path for one in process.world.service.log.since() if one.verb == "POST"]
    order = [step for path in asked for step, found in _STEPS if found.fullmatch(path)]
    first = list(dict.fromkeys(order))
    if first not in ([_DEACTIVATE, _EXPIRE, _CONFIRM], [_DEACTIVATE, _CONFIRM]):
        yield f"Stripe was asked to {', '.join(order)}"


def _can_be_paid(process: Process, link: Operation) -> bool:
    register = process.register
    named = payment_links.get(process.desk.store, register.mine, link.id).link_id
    return stripe_links.read(register.client, named or "").can_be_paid


def _made_once(process: Process) -> Iterator[str]:
    made = process.register.client.v1.payment_links.list({"limit": 100}).data
    if len(made) != 1:
        yield f"{len(made)} links were made at Stripe"


FLOWS = (
    Flow("a link is paid", bill("pm_card_visa"), _paid, _ends(State.SUCCEEDED, 1), 70),
    Flow("a link is called off", bill("pm_card_visa"), _called_off, _ends(State.CANCELLED, 0), 70),
    Flow("charged while a link is open", _open_page, _charged_instead, _charged_only, 80),
)
