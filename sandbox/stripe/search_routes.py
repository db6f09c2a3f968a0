"""The addresses of search."""

from sandbox.stripe.api import search
from sandbox.stripe.route import Route

SEARCH = (
    Route("GET", "/v1/charges/search", search.charges, "ChargeSearchParams"),
    Route("GET", "/v1/customers/search", search.customers, "CustomerSearchParams"),
    Route("GET", "/v1/payment_intents/search", search.payment_intents, "PaymentIntentSearchParams"),
    Route("GET", "/v1/prices/search", search.prices, "PriceSearchParams"),
    Route("GET", "/v1/products/search", search.products, "ProductSearchParams"),
)
