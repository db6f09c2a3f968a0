"""Questions about an invoice or a client: exact, in private, and only for who may see them."""

from dataclasses import dataclass, replace

import pytest

from commands.help.answer_views import answer_blocks, answer_text
from desk.context import Desk
from desk.help.answers import Asker, answer
from desk.help.lookups import LookedUp
from desk.language import language_of
from rules.payment_state import State
from rules.roles import Role
from storage import operations
from storage.invoices import Invoice
from storage.new_operations import blank
from storage.operations import Allocation
from storage.practices import Practice
from tests.support.blockcheck import elements, faults_in_message
from tests.support.cast import BEN, OLIVIA, T0, Cast
from tests.support.chat import readable
from tests.support.register import Register
from tests.support.stores import every_value_on_both


@dataclass
class Known:
    """An invoice of 85.00 in each state that a charge of it can be in, by the state's name."""

    register: Register
    invoices: dict[str, Invoice]

    def asked(self, text: str, locale: str = "en-US", role: Role = Role.BILLER) -> str:
        """Everything that is shown for it, but the article; "" where nothing was looked up."""
        return shown(self.register.desk, self.register.cast.practice, text, locale, role)


def shown(
    desk: Desk, practice: Practice, text: str, locale: str, role: Role, *, private: bool = True
) -> str:
    found = answer(desk, Asker(practice, BEN, role, locale, private), text)
    if found.computed is None:
        return ""
    say = language_of(locale)
    alone = replace(found, article=None, further=())
    blocks = answer_blocks(say, alone, "q1", role=role)
    assert faults_in_message(answer_text(say, found), blocks) == []
    texts = [one["text"] for one in elements(blocks) if isinstance(one.get("text"), str)]
    return readable("\n".join(texts))


@pytest.fixture
def known(desk: Desk, cast: Cast, register: Register) -> Known:
    payer = register.payer(name="Ada Lovelace")
    ways = {
        "paid": (State.SUCCEEDED, None),
        "declined": (State.DECLINED, "insufficient_funds"),
        "on_its_way": (State.PROCESSING, None),
        "failed": (State.FAILED, "account_closed"),
        "unknown": (State.UNKNOWN, None),
        "waiting": (State.DRAFT, None),
        "open": None,
    }
    made = {}
    for name, way in ways.items():
        made[name] = register.invoice(payer, 8_500)
        if way is not None:
            _charged(desk, cast, made[name], *way)
    return Known(register, made)


def _charged(desk: Desk, cast: Cast, invoice: Invoice, state: State, reason: str | None) -> None:
    kind = "sepa_debit" if state in (State.PROCESSING, State.FAILED) else "card"
    new = replace(
        blank(cast.practice.id, operations.CHARGE, invoice.payer_id, OLIVIA, T0),
        state=state,
        reason=reason,
        method={"type": kind, "brand": "visa", "last4": "4242"},
        amount=8_500,
        currency="usd",
        shown={"invoices": [invoice.reference]},
    )
    parts = [Allocation(invoice.id, 8_500)]
    assert operations.add(desk.store, cast.practice.id, new, parts, live=False)


DECLINED = ":x: *Declined: $85.00 was not charged* There is not enough money on the account."
REFUSED = ":x: *Refusé : 85,00 $US n’a pas été débité* "
ON_ITS_WAY = (
    ":hourglass_flowing_sand: *Not paid yet: $85.00 is on its way*"
    " It settles in about 5 business days."
)
CAME_BACK = (
    ":x: *It came back: $85.00 is not paid* The account is closed, or doesn’t exist."
    " Ask the client for another way to pay."
)
NOT_KNOWN = ":grey_question: *Not known yet: $85.00* Paydesk is asking Stripe."

ASKED = (
    ("why was {ref} declined?", "en-US", "declined", DECLINED),
    ("pourquoi {ref} a été refusée ?", "fr-FR", "declined", REFUSED),
    ("can i charge {ref} again", "en-US", "declined", DECLINED),
    ("was {ref} paid", "en-US", "paid", ":white_check_mark: *Paid: $85.00*"),
    ("{ref} est-elle payée", "fr-FR", "paid", ":white_check_mark: *Payé : 85,00 $US*"),
    ("where is the money of {ref}", "en-US", "on_its_way", ON_ITS_WAY),
    ("où est le paiement de {ref}", "fr-FR", "on_its_way", "*Pas encore payé : 85,00 $US"),
    ("{ref} came back?", "en-US", "failed", CAME_BACK),
    ("did the debit of {ref} fail", "en-US", "failed", CAME_BACK),
    ("what happened to {ref}", "en-US", "unknown", NOT_KNOWN),
    ("que devient {ref}", "fr-FR", "unknown", "85,00 $US* Paydesk interroge Stripe."),
    ("why is {ref} not charged yet", "en-US", "waiting", "*Waits for approval: $85.00*"),
    ("{ref} attend quoi", "fr-FR", "waiting", "*En attente d’approbation : 85,00 $US*"),
    ("did anyone charge {ref}", "en-US", "open", "\nNothing was charged."),
    ("{ref} a été débitée ?", "fr-FR", "open", "\nRien n’a été débité."),
    ("status {ref}", "en-US", "open", "$85.00 · due in 30 days\nNothing was charged."),
)


@every_value_on_both
@pytest.mark.parametrize(("text", "locale", "name", "says"), ASKED, ids=[one[0] for one in ASKED])
def test_an_invoice_is_looked_up(
    known: Known, text: str, locale: str, name: str, says: str
) -> None:
    invoice = known.invoices[name]
    read = known.asked(text.format(ref=invoice.reference.lower()), locale)
    assert read.startswith(f"*{invoice.reference}* · Ada Lovelace · NP-")
    assert says in read
    others = {one.reference for one in known.invoices.values()} - {invoice.reference}
    assert not any(reference in read for reference in others)


def test_a_client_s_debts_and_payments_are_looked_up(known: Known) -> None:
    reference = known.register.payer(name="Grace Hopper").reference
    assert known.asked(f"where is the payment of {reference}?").startswith(
        f"*Grace Hopper · {reference}*\nOwes nothing.\nNothing was charged."
    )
    ada = known.invoices["open"].buyer["name"]
    found = known.asked(f"que doit {_client_of(known)} ?", "fr-FR")
    assert found.startswith(f"*{ada} · {_client_of(known)}*\nDoit 595,00 $US")


def _client_of(known: Known) -> str:
    text = known.asked(known.invoices["open"].reference)
    return text.partition(" · ")[2].split(" · ")[1]


@every_value_on_both
@pytest.mark.parametrize("role", [Role.OWNER, Role.BILLER, Role.FRONT_DESK, Role.SUPPORT])
def test_whoever_may_see_clients_is_told(known: Known, role: Role) -> None:
    assert "Ada Lovelace" in known.asked(known.invoices["paid"].reference, role=role)


NO_ROLE = (
    "You have no role here, so I can’t tell you about clients and invoices. Ask for access, or talk"
    " to a person."
)


def test_nobody_else_is_told_anything(known: Known) -> None:
    invoice, register = known.invoices["declined"], known.register
    text = f"why was {invoice.reference} declined, and what does {_client_of(known)} owe?"
    assert known.asked(text, role=Role.NONE).startswith(NO_ROLE)
    practice, other = register.cast.practice, register.cast.other
    assert shown(register.desk, practice, text, "en", Role.OWNER, private=False) == ""
    assert shown(register.desk, other, text, "en", Role.OWNER) == ""


@pytest.mark.parametrize("text", ["has {} been paid?", "why was {} declined?", "{}"])
def test_without_a_role_it_is_the_same_whether_there_is_such_a_one_or_not(
    known: Known, text: str
) -> None:
    names = [known.invoices["paid"].reference, "INV-999999", "Ada Lovelace", "Nora Nobody"]
    told = {known.asked(text.format(name), role=Role.NONE) for name in names}
    assert len(told) == 1
    assert told.pop().startswith(f"{NO_ROLE}\nAsk for access\n")


def test_without_a_role_an_article_answers_how_it_is_done(known: Known) -> None:
    text = f"how do I refund {known.invoices['paid'].reference}?"
    assert known.asked(text, role=Role.NONE) == ""


@pytest.mark.parametrize("typed", ["inv{}", "inv {}", "INV #{}", "invoice {}", "facture n° {}"])
def test_a_reference_is_known_however_it_is_typed(known: Known, typed: str) -> None:
    invoice = known.invoices["paid"]
    number = invoice.reference.removeprefix("INV-")
    told = known.asked(f"has {typed.format(number)} been paid?")
    assert told.startswith(f"*{invoice.reference}* · Ada Lovelace")


@pytest.mark.parametrize(
    ("text", "locale", "owes"),
    [
        ("what does Ada Lovelace owe?", "en-US", "Owes $595.00"),
        ("what does ada lovelace still owe", "en-US", "Owes $595.00"),
        ("combien doit Ada Lovelace ?", "fr-FR", "Doit 595,00 $US"),
    ],
)
def test_a_client_is_known_by_name(known: Known, text: str, locale: str, owes: str) -> None:
    assert f"*Ada Lovelace · {_client_of(known)}*\n{owes}" in known.asked(text, locale)


def test_of_two_of_the_same_name_both_are_told(known: Known) -> None:
    other = known.register.payer(name="Ada Lovelace")
    told = known.asked("does Ada Lovelace owe anything?")
    assert told.index(f"*Ada Lovelace · {_client_of(known)}*") < told.index(other.reference)


def test_a_number_after_a_small_word_or_of_money_is_no_reference(known: Known) -> None:
    number = known.invoices["paid"].reference.removeprefix("INV-")
    for text in (f"an invoice {number} euros", f"facture {number} €", f"in {number} cases"):
        assert "Ada" not in known.asked(text), text


def test_what_is_named_beyond_five_is_counted(known: Known) -> None:
    payer = known.register.payer()
    named = " ".join(known.register.invoice(payer).reference for _ in range(7))
    told = known.asked(f"are {named} paid?")
    assert told.count("· due in 30 days") == 5
    assert "You name 2 more, which I did not look up. Ask about at most 5 at a time." in told


def test_what_somebody_owes_is_answered_without_an_article(known: Known) -> None:
    practice = known.register.cast.practice
    for text in (f"what does {_client_of(known)} still owe?", "combien doit Ada Lovelace ?"):
        asker = Asker(practice, BEN, Role.BILLER, "en", private=True)
        found = answer(known.register.desk, asker, text)
        assert (found.article, found.passage, found.is_billing) == (None, "", True)
        assert isinstance(found.computed, LookedUp)
    found = answer(known.register.desk, asker, f"how do I refund {_client_of(known)}?")
    assert found.article is not None
    assert found.article.name == "refunds"


def test_a_reference_that_there_is_not_is_no_reference(known: Known) -> None:
    assert known.asked("why was INV-999999 declined?") == ""
