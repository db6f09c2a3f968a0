"""The wide list of payments, and one with its whole story."""

import pytest

from desk.context import Desk
from storage import (
    attempts,
    audit,
    disputes,
    inbox,
    ledger,
    operations,
    outbox,
    payment_lists,
)
from storage.disputes import Dispute
from storage.ledger import Line
from storage.new_operations import blank
from storage.payment_lists import Wanted
from storage.store import Store
from tests.admin.conftest import MOST_QUERIES, Enter, Queries
from tests.storage.test_invoices import ada
from tests.support.cast import BEN, OLIVIA, T0, Cast
from tests.support.stores import KINDS
from tests.support.two_practices import OURS, Ids, enter_two_practices

__all__ = ["ada"]
both_databases = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def ids(desk: Desk, cast: Cast) -> Ids:
    return enter_two_practices(desk, cast).ours[OLIVIA]


@both_databases
def test_kinds_and_states_are_found_page_by_page(store: Store, cast: Cast, ada: object) -> None:
    mine = cast.practice.id
    kinds, states = ("charge", "link", "refund", "card"), ("succeeded", "review", "processing")
    made = [add(store, mine, ada.id, kind, state) for state in states for kind in kinds]
    for wanted in (
        Wanted(),
        Wanted(kinds=("link",)),
        Wanted(states=("review", "processing")),
        Wanted(kinds=("charge", "refund"), states=("succeeded",)),
        Wanted(clients=(ada.id,)),
        Wanted(kinds=("refund",), states=("review",), clients=(ada.id,)),
        Wanted(ids=tuple(one.id for one in made[:3])),
        Wanted(clients=()),
        Wanted(invoice=4_711),
    ):
        right = [one.id for one in reversed(made) if fits(one, wanted)]
        assert walked(store, mine, wanted) == right
        assert payment_lists.count(store, mine, wanted, 3) == min(3, len(right))
        assert walked(store, cast.other.id, wanted) == []


def add(
    store: Store, practice_id: int, client_id: int, kind: str, state: str
) -> operations.Operation:
    new = blank(practice_id, kind, client_id, BEN, T0)
    values = {**vars(new), "state": state, "amount": 500, "currency": "usd"}
    added = operations.add(store, practice_id, operations.Operation(**values), [], live=False)
    assert added is not None
    return added


def fits(one: operations.Operation, wanted: Wanted) -> bool:
    return (
        one.kind in wanted.kinds
        and (not wanted.states or one.state in wanted.states)
        and (wanted.clients is None or one.client_id in wanted.clients)
        and wanted.invoice is None
        and (wanted.ids is None or one.id in wanted.ids)
    )


def walked(store: Store, practice_id: int, wanted: Wanted) -> list[int]:
    """Two at a time, and back again to see that it is the same."""
    found: list[operations.Operation] = []
    while some := payment_lists.page(
        store, practice_id, wanted, after=found[-1].id if found else None, limit=2
    ):
        found += some
    if found:
        back = payment_lists.page(store, practice_id, wanted, before=found[-1].id, limit=50)
        assert back == found[:-1]
    return [one.id for one in found]


def test_a_payment_is_found_by_whatever_names_it(
    enter: Enter, store: Store, cast: Cast, ids: Ids
) -> None:
    olivia, mine = enter(OLIVIA), cast.practice.id
    payment = operations.by_uid(store, mine, ids.refundable)
    operations.change(store, mine, payment, stripe_id="pi_found")
    disputed = Dispute(
        *(0, "du_found", payment.id, "ch_1", 6_000, "usd", "general", "needs_response", False),
        *(None, T0, None, False),
    )
    disputes.put(store, mine, disputed)
    charge = f"ch_{payment.id}"
    for text in (ids.refundable, "pi_found", charge, "du_found"):
        page = olivia.opens("/admin/payments/", query_string={"q": text}).html.one("main")
        [row] = page.one("tbody").all("tr")
        assert ids.refundable in row.one("a").attributes["href"]
    linked = olivia.opens("/admin/payments/?q=plink_1").html.one("main").one("tbody").all("tr")
    assert "Payment link" in linked[0].text
    for text, many in ((ids.paid_reference, 4), ("anna", 15), ("nobody at all", 0)):
        page = olivia.opens("/admin/payments/", query_string={"q": text}).html.one("main")
        assert len(page.all("tr")) == (many + 1 if many else 0), text


def test_filters_narrow_the_list(enter: Enter, ids: Ids) -> None:
    olivia = enter(OLIVIA)
    refunds = olivia.opens("/admin/payments/?kind=refund").html.one("main").one("tbody")
    assert len(refunds.all("tr")) == 3
    waiting = olivia.opens("/admin/payments/?kind=charge&state=to-see-to").said
    assert "Somebody has to look at this" in waiting
    assert "Refunded" not in waiting.partition("Amount")[2]


def test_a_payment_has_its_whole_story(enter: Enter, store: Store, cast: Cast, ids: Ids) -> None:
    mine = cast.practice.id
    payment = operations.by_uid(store, mine, ids.refundable)
    payment = operations.change(store, mine, payment, stripe_id="pi_story")
    begun = attempts.add(store, mine, payment.id, "create", "key-1", {"amount": 6_000}, T0)
    attempts.answered(store, mine, begun.id, attempts.REFUSED, T0, "card_declined", "req_story")
    ledger.add(store, mine, Line(payment.id, "fee", "txn_story", -205, "usd", T0))
    event = {"type": "payment_intent.succeeded", "created": 1, "ids": {}, "operation": ""}
    inbox.receive(store, mine, "stripe", "evt_story", "payment_intent", event, T0, "pi_story")
    outbox.enqueue(store, mine, "slack_post", OLIVIA, f"charge:{payment.uid}:1", {"text": "x"}, T0)
    outbox.enqueue(store, mine, "mail", OURS.email, f"receipt:{payment.uid}", {"text": "x"}, T0)
    with store.transaction():
        audit.record(store, mine, BEN, "charge.succeeded", payment.uid, {}, T0)
    said = enter(OLIVIA).opens(f"/admin/payments/{payment.uid}").said
    for words in (
        OURS.payer,
        ids.paid_reference,
        "pi_story",
        "txn_story",
        "-$2.05",
        "Call to Stripe: create refused card_declined req_story",
        "Stripe told: payment_intent.succeeded waits pi_story evt_story",
        "Message in Slack to",
        f"E-mail to {OURS.email} on its way",
        "Refunds",
        "Paid ·",
    ):
        assert words in said, words


def test_a_refund_leads_to_what_it_gives_back(enter: Enter, ids: Ids) -> None:
    olivia = enter(OLIVIA).opens(f"/admin/payments/{ids.refunding}")
    links = {one.attributes["href"] for one in olivia.html.one("main").all("a")}
    assert f"/admin/payments/{ids.refundable}" in links


def test_what_is_no_payment_has_no_page(enter: Enter, ids: Ids) -> None:
    olivia = enter(OLIVIA).opens(f"/admin/payments/{ids.asked}")
    assert olivia.status == 404
    assert "There is no such payment." in olivia.said


def test_no_page_of_payments_takes_more_than_the_allowed_queries(
    enter: Enter, ids: Ids, queries: Queries
) -> None:
    olivia = enter(OLIVIA)
    lists = ("", "?kind=refund&state=done", f"?q={ids.paid_reference}", "?q=anna", "?q=ch_1")
    for path in (*lists, ids.refundable, ids.refunding, ids.link, ids.noted, ids.paid):
        assert queries(lambda path=path: olivia.opens(f"/admin/payments/{path}")) <= MOST_QUERIES
