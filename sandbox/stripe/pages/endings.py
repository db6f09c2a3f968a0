"""What a checkout page says when there is nothing left to do on it."""

from sandbox.stripe import links
from sandbox.stripe.books import Books, Record
from sandbox.stripe.pages.language import Reader
from sandbox.stripe.pages.orders import merchant_of, web_address
from sandbox.stripe.pages.sessions import leads_to, link_of, pays
from sandbox.stripe.pages.showing import Shown, message, to


def done(books: Books, session: Record, known: Reader) -> Shown:
    """To the merchant, or a page that says thank you."""
    url = leads_to(books, session)
    return to(url) if url else over(books, session, known)


def over(books: Books, session: Record, known: Reader) -> Shown:
    """The session is complete, or nobody can finish it any more."""
    if session.body["status"] != "complete":
        return _expired(books, session, known)
    t, merchant = known.t, merchant_of(books)
    back = leads_to(books, session)
    ways = [(t("Back to {merchant}", merchant=merchant), back)] if back else []
    if not pays(session):
        text = t("{merchant} can use them for later payments.", merchant=merchant)
        return message(t("Your payment details are saved"), text, merchant=merchant, links=ways)
    if session.body["payment_status"] == "unpaid":
        text = t("{merchant} hears from your bank in a few days.", merchant=merchant)
        heading = t("Your payment is on its way")
        return message(heading, text, kind="wait", merchant=merchant, links=ways)
    if receipt := _receipt(books, session):
        ways.append((t("View the receipt"), receipt))
    text = _own_words(books, session) or t("{merchant} has your payment.", merchant=merchant)
    return message(t("Thank you for your payment"), text, merchant=merchant, links=ways)


def closed(books: Books, link: Record, known: Reader) -> Shown:
    """The link is switched off, or was paid as often as it may be."""
    t, merchant, words = known.t, merchant_of(books), link.body["inactive_message"]
    if not links.has_room(link):
        text = t("Nothing was charged to you now.")
        return message(t("This has been paid already"), words or text, merchant=merchant)
    text = t("Please ask {merchant} for a new one.", merchant=merchant)
    heading = t("This payment link is not active any more")
    return message(heading, words or text, kind="bad", merchant=merchant)


def is_closed(books: Books, session: Record) -> Record | None:
    """The session's link, where it takes no payment any more."""
    link = link_of(books, session)
    return link if link and not links.is_open(link) else None


def _expired(books: Books, session: Record, known: Reader) -> Shown:
    t, merchant = known.t, merchant_of(books)
    if link := is_closed(books, session):
        return closed(books, link, known)
    back = web_address(session.body.get("cancel_url"))
    ways = [(t("Back to {merchant}", merchant=merchant), back)] if back else []
    text = t("Nothing was charged. Please ask {merchant} for a new link.", merchant=merchant)
    heading = t("This page has expired")
    return message(heading, text, kind="bad", merchant=merchant, links=ways)


def _receipt(books: Books, session: Record) -> str | None:
    intent = books.get("payment_intent", session.body.get("payment_intent"))
    charge = books.get("charge", intent.body.get("latest_charge")) if intent else None
    return charge.body.get("receipt_url") if charge else None


def _own_words(books: Books, session: Record) -> str:
    link = link_of(books, session)
    after = link.body["after_completion"] if link else {}
    return str((after.get("hosted_confirmation") or {}).get("custom_message") or "")
