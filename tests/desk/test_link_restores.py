"""After a restored backup payment links are what they are at Stripe: paid once, open, or closed."""

from collections.abc import Callable, Iterator

import pytest

from desk import link_endings, links
from desk.reconciling import Reconciler
from rules.words import Refusal
from sandbox.stripe.errors import StripeError
from storage import ledger, payment_links
from storage.operations import Operation
from tests.desk.conftest import Back
from tests.desk.test_elsewhere import notes, undoes
from tests.support.cast import BEN, OLIVIA
from tests.support.link_payers import (
    asks_for_link,
    at_stripe,
    books,
    makes_link,
    opens,
    pays,
    seen_of,
)
from tests.support.register import Accounting, Register
from tests.support.stores import ON_SQLITE

pytestmark = ON_SQLITE
GoBack = Callable[[], Back]


@pytest.fixture
def accounting() -> Iterator[Accounting]:
    """One for each test: links of a practice of the same name would be taken for its own."""
    running = Accounting()
    yield running
    running.stop()


def compares(register: Register) -> None:
    assert Reconciler(register.desk, register.client).after_restore(livemode=False)


def test_a_link_that_was_made_and_paid_after_the_backup_has_paid_its_invoice(
    register: Register, go_back: GoBack
) -> None:
    invoice = register.invoice(register.payer())
    back = go_back()
    link = makes_link(register, invoice)
    pays(register, opens(register, link))
    named = at_stripe(register, link).id

    later = back()
    compares(later)
    found = later.now(link)
    assert (found.kind, found.state, found.method["last4"]) == ("link", "succeeded", "4242")
    assert later.invoice_now(invoice).paid == 10_000
    assert payment_links.get(later.store, later.mine, found.id).link_id == named
    assert seen_of(later, found).step == links.PAID
    with pytest.raises(Refusal, match="is paid already"):
        later.charges(OLIVIA, later.invoice_now(invoice))


@pytest.mark.parametrize("by", ["card", "us_bank_account"])
def test_a_link_that_was_paid_after_the_backup_calls_off_the_charge_in_it(
    register: Register, go_back: GoBack, by: str
) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    link = makes_link(register, invoice, kind=by)
    asked = register.charges(OLIVIA, invoice)
    back = go_back()
    method = "pm_card_visa" if by == "card" else "pm_usBankAccount_success"
    pays(register, opens(register, link), method)

    later = back()
    compares(later)
    later.until_rest()
    found = later.now(link)
    assert (found.state, found.method["type"]) == ("succeeded", by)
    assert (later.now(asked).state, later.now(asked).reason) == ("cancelled", "paid_by_link")
    assert later.taken_from(ada) == []
    lines = ledger.of_operation(later.store, later.mine, found.id)
    assert [line.kind for line in lines] == ["charge", "fee"]


def test_a_link_that_was_made_after_the_backup_and_is_open_is_taken_over(
    register: Register, go_back: GoBack
) -> None:
    invoice = register.invoice(register.payer())
    back = go_back()
    link = makes_link(register, invoice)
    page = opens(register, link)

    later = back()
    compares(later)
    found = later.now(link)
    assert (found.state, found.url, found.amount) == ("open", link.url, 10_000)
    assert seen_of(later, found).step == links.VISITED
    pays(later, page)
    later.passes(hours=6)
    assert later.done(found).state == "succeeded"
    assert later.invoice_now(invoice).state == "paid"


def test_a_link_whose_invoice_is_gone_is_closed(register: Register, go_back: GoBack) -> None:
    """Another invoice may get its number."""
    ada = register.payer()
    back = go_back()
    link = makes_link(register, register.invoice(ada))
    page, made = opens(register, link), at_stripe(register, link)

    later = back()
    later.invoice(ada)
    compares(later)
    assert not books(later).find("payment_link", made.id).body["active"]
    with pytest.raises(StripeError):
        pays(later, page)


def test_a_link_whose_invoice_was_settled_in_the_backup_is_closed(
    register: Register, go_back: GoBack
) -> None:
    invoice = register.invoice(register.payer())
    noted = notes(register, invoice)
    back = go_back()
    undoes(register, noted)
    link = makes_link(register, invoice)

    later = back()
    compares(later)
    closed = later.done(later.now(link))
    assert (closed.state, closed.reason) == ("cancelled", link_endings.RESTORED)
    assert not at_stripe(later, link).body["active"]
    assert later.invoice_now(invoice).paid == 10_000


def test_a_link_that_was_closed_after_the_backup_stays_closed(
    register: Register, go_back: GoBack
) -> None:
    link = makes_link(register, register.invoice(register.payer()))
    back = go_back()
    links.close(register.desk, register.cast.practice, register.person(BEN), link.uid)
    assert register.done(link).state == "cancelled"

    later = back()
    compares(later)
    assert later.now(link).state == "cancelled"


def test_a_link_that_waited_to_be_made_is_not_made_unasked(
    register: Register, go_back: GoBack
) -> None:
    """It may have been called off since."""
    asked = asks_for_link(register, register.invoice(register.payer()))
    assert isinstance(asked, Operation)
    later = go_back()()
    compares(later)
    called_off = later.done(asked)
    assert (called_off.state, called_off.reason) == ("cancelled", "restored")
    assert list(books(later).all("payment_link")) == []


def test_a_link_that_waited_in_the_backup_and_was_made_is_not_made_again(
    register: Register, go_back: GoBack
) -> None:
    asked = asks_for_link(register, register.invoice(register.payer()))
    assert isinstance(asked, Operation)
    back = go_back()
    made = register.done(asked)

    later = back()
    compares(later)
    found = later.done(asked)
    assert (found.state, found.url) == ("open", made.url)
    assert len(list(books(later).all("payment_link"))) == 1
