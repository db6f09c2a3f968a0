"""The addresses of what is sold, and of what takes the money for it."""

from sandbox.stripe.api import checkout_sessions, payment_links, portal, prices, products, tax_rates
from sandbox.stripe.route import Route

CATALOGUE = (
    Route("POST", "/v1/tax_rates", tax_rates.create, "TaxRateCreateParams"),
    Route("GET", "/v1/tax_rates", tax_rates.list_all, "TaxRateListParams"),
    Route("GET", "/v1/tax_rates/{tax_rate}", tax_rates.retrieve, "TaxRateRetrieveParams"),
    Route("POST", "/v1/tax_rates/{tax_rate}", tax_rates.update, "TaxRateUpdateParams"),
    Route("POST", "/v1/products", products.create, "ProductCreateParams"),
    Route("GET", "/v1/products", products.list_all, "ProductListParams"),
    Route("GET", "/v1/products/{product}", products.retrieve, "ProductRetrieveParams"),
    Route("POST", "/v1/products/{product}", products.update, "ProductUpdateParams"),
    Route("DELETE", "/v1/products/{product}", products.delete, "ProductDeleteParams"),
    Route("POST", "/v1/prices", prices.create, "PriceCreateParams"),
    Route("GET", "/v1/prices", prices.list_all, "PriceListParams"),
    Route("GET", "/v1/prices/{price}", prices.retrieve, "PriceRetrieveParams"),
    Route("POST", "/v1/prices/{price}", prices.update, "PriceUpdateParams"),
    # Payment links
    Route("POST", "/v1/payment_links", payment_links.create, "PaymentLinkCreateParams"),
    Route("GET", "/v1/payment_links", payment_links.list_all, "PaymentLinkListParams"),
    Route(
        "GET",
        "/v1/payment_links/{payment_link}",
        payment_links.retrieve,
        "PaymentLinkRetrieveParams",
    ),
    Route(
        "POST", "/v1/payment_links/{payment_link}", payment_links.update, "PaymentLinkUpdateParams"
    ),
    Route(
        "GET",
        "/v1/payment_links/{payment_link}/line_items",
        payment_links.list_items,
        "PaymentLinkLineItemListParams",
    ),
    # Checkout sessions
    Route(
        "POST", "/v1/checkout/sessions", checkout_sessions.create, "checkout.SessionCreateParams"
    ),
    Route("GET", "/v1/checkout/sessions", checkout_sessions.list_all, "checkout.SessionListParams"),
    Route(
        "GET",
        "/v1/checkout/sessions/{checkout_session}",
        checkout_sessions.retrieve,
        "checkout.SessionRetrieveParams",
    ),
    Route(
        "POST",
        "/v1/checkout/sessions/{checkout_session}",
        checkout_sessions.update,
        "checkout.SessionUpdateParams",
    ),
    Route(
        "POST",
        "/v1/checkout/sessions/{checkout_session}/expire",
        checkout_sessions.expire,
        "checkout.SessionExpireParams",
    ),
    Route(
        "GET",
        "/v1/checkout/sessions/{checkout_session}/line_items",
        checkout_sessions.list_items,
        "checkout.SessionLineItemListParams",
    ),
    # The customer portal
    Route(
        "POST",
        "/v1/billing_portal/configurations",
        portal.create_configuration,
        "billing_portal.ConfigurationCreateParams",
    ),
    Route(
        "GET",
        "/v1/billing_portal/configurations",
        portal.list_configurations,
        "billing_portal.ConfigurationListParams",
    ),
    Route(
        "GET",
        "/v1/billing_portal/configurations/{configuration}",
        portal.retrieve_configuration,
        "billing_portal.ConfigurationRetrieveParams",
    ),
    Route(
        "POST",
        "/v1/billing_portal/configurations/{configuration}",
        portal.update_configuration,
        "billing_portal.ConfigurationUpdateParams",
    ),
    Route(
        "POST",
        "/v1/billing_portal/sessions",
        portal.create_session,
        "billing_portal.SessionCreateParams",
    ),
)
