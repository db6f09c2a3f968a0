"""The client's own page at Stripe, where they see, add and remove payment methods themselves."""

from desk.access import Person
from desk.card_requests import payer_of
from desk.context import Desk
from processor import setups
from processor.client import Client as Stripe
from processor.outcomes import NotDone, Refused, Unknown
from processor.setups import Portal
from rules.words import refuse
from storage import stripe_clients
from storage.practices import Practice


def portal_of(
    desk: Desk, practice: Practice, person: Person, client_id: int, stripe: Stripe | None
) -> Portal:
    """Asks Stripe for it. Refusal where the client has none yet, or Stripe gives none."""
    payer = payer_of(desk, practice, person, client_id)
    known = stripe_clients.customers_of(desk.store, practice.id, payer.id)
    if stripe is None:
        raise refuse("Stripe isn’t connected here.")
    if not known:
        raise refuse("The client has no page at Stripe yet. Ask for a card first.")
    language = payer.language or practice.language
    try:
        return setups.portal(stripe, known[0], language, desk.return_url)
    except Refused:
        raise refuse(
            "Stripe makes no page for clients yet. An owner saves its settings once, at"
            " dashboard.stripe.com → Settings → Billing → Customer portal."
        ) from None
    except (NotDone, Unknown):
        raise refuse("Stripe doesn’t answer at the moment. Please try again in a minute.") from None
