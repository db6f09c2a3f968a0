"""The page of a mandate: what its giver has agreed to."""

from sandbox.stripe.pages.mandates import TEXTS
from sandbox.stripe.pages.orders import merchant_of
from sandbox.stripe.pages.showing import Shown, found, page, reader
from sandbox.stripe.pages.wallet import title_of
from sandbox.stripe.service import Service


def show(service: Service, token: str) -> Shown:
    books, mandate = found(service, "mandate", token)
    known, kind = reader(), mandate.body["payment_method_details"]["type"]
    method = books.find("payment_method", mandate.body["payment_method"])
    return page(
        "mandate.html",
        merchant=merchant_of(books),
        words=known.t(TEXTS[kind], merchant=merchant_of(books)),
        state=mandate.body["status"],
        reference=mandate.body["payment_method_details"][kind].get("reference"),
        given=mandate.body["customer_acceptance"]["accepted_at"],
        by=method.body["billing_details"]["name"],
        account=title_of(method.body, known),
    )
