"""POST /stripe/webhook: Stripe tells what happened. Written down, then acknowledged."""

import json
import logging
import time
from collections.abc import Callable

from flask import Request, Response

from bot.readiness import Contacts
from bot.stripe_signatures import StripeSignatures
from desk.stripe_events import Intake
from processor.events import StripeEvent, read_event
from storage.failures import StoreDown

log = logging.getLogger("paydesk.stripe")


class StripeWebhook:
    """Answers Stripe, which sends again for three days what it got no 2xx for. The texts are for
    whoever set it up: Stripe's dashboard shows them beside each delivery."""

    def __init__(
        self,
        signatures: StripeSignatures,
        intake: Intake,
        contacts: Contacts,
        *,
        livemode: bool,
        clock: Callable[[], int],
    ) -> None:
        self._signatures = signatures
        self._intake = intake
        self._contacts = contacts
        self._livemode = livemode
        self._clock = clock

    def answer(self, asked: Request) -> Response:
        body = asked.get_data(cache=False)
        header = asked.headers.get("Stripe-Signature", "")
        if not self._signatures.genuine(header, body, int(time.time())):
            log.warning("a request at Stripe's door was not signed by Stripe")
            return _said(401, "Not signed with STRIPE_WEBHOOK_SECRET, or not within five minutes.")
        event = _event(body)
        if event is None:
            return _said(400, "This is not an event in the format that Paydesk reads.")
        return self._foreign(event) or self._take_in(event)

    def _foreign(self, event: StripeEvent) -> Response | None:
        """What isn't of our account in our mode is not stored.

        An endpoint belongs to one mode, so the other mode means that it was registered in the wrong
        one: an error, which Stripe's dashboard shows at once. Only what comes from connected
        accounts is of both modes, and not ours in any case: that is acknowledged and dropped.
        """
        if event.account:
            ours = self._contacts.stripe_account
            if ours is None:
                return _said(503, "Paydesk doesn't know its own account yet. Send it again.")
            if event.account != ours:
                log.warning("an event of another Stripe account", extra={"event": event.type})
                return _said(200, "Not of Paydesk's account.")
        if event.livemode != self._livemode:
            mode = "live" if event.livemode else "test"
            log.error("Stripe's webhook is of %s mode, STRIPE_API_KEY isn't", mode)
            return _said(400, f"This webhook is of {mode} mode; Paydesk's STRIPE_API_KEY is not.")
        return None

    def _take_in(self, event: StripeEvent) -> Response:
        try:
            self._intake.take_in(event)
        except StoreDown as away:
            log.error("an event of Stripe's could not be written", extra={"why": str(away)})  # noqa: TRY400 - the database's own trouble
            return _said(503, "Paydesk's database is away. Send it again.")
        self._contacts.stripe_event_at = self._clock()
        return _said(200, "Received.")


def _event(body: bytes) -> StripeEvent | None:
    try:
        return read_event(json.loads(body))
    except (ValueError, RecursionError):
        return None


def _said(status: int, text: str) -> Response:
    return Response(text + "\n", status, mimetype="text/plain")
