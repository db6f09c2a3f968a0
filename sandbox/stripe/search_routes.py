"""The addresses of search."""

from sandbox.stripe.api import search
from sandbox.stripe.route import Route

SEARCH = (
    Route("GET", "/v1/charges/search", search.charges, "ChargeSearchParams", "charge"),
    Route("GET", "/v1/customers/search", search.customers, "CustomerSearchParams", "customer"),
    Route(
        "GET",
        "/v1/payment_intents/search",
        search.payment_intents,
        "PaymentIntentSearchParams",
        "payment_intent",
    ),
    Route("GET", "/v1/prices/search", search.prices, "PriceSearchParams", "price"),
    Route("GET", "/v1/products/search", search.products, "ProductSearchParams", "product"),
)
