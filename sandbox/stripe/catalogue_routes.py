"""The addresses of what is sold, and of what takes the money for it."""

from sandbox.stripe.api import checkout_sessions, payment_links, portal, prices, products, tax_rates
from sandbox.stripe.route import Route

CATALOGUE = (
    Route("POST", "/v1/tax_rates", tax_rates.create, "TaxRateCreateParams", "tax_rate"),
    Route("GET", "/v1/tax_rates", tax_rates.list_all, "TaxRateListParams", "tax_rate"),
    Route(
        "GET", "/v1/tax_rates/{tax_rate}", tax_rates.retrieve, "TaxRateRetrieveParams", "tax_rate"
    ),
    Route("POST", "/v1/tax_rates/{tax_rate}", tax_rates.update, "TaxRateUpdateParams", "tax_rate"),
    Route("POST", "/v1/products", products.create, "ProductCreateParams", "product"),
    Route("GET", "/v1/products", products.list_all, "ProductListParams", "product"),
    Route("GET", "/v1/products/{product}", products.retrieve, "ProductRetrieveParams", "product"),
    Route("POST", "/v1/products/{product}", products.update, "ProductUpdateParams", "product"),
    Route("DELETE", "/v1/products/{product}", products.delete, "ProductDeleteParams", "product"),
    Route("POST", "/v1/prices", prices.create, "PriceCreateParams", "price"),
    Route("GET", "/v1/prices", prices.list_all, "PriceListParams", "price"),
    Route("GET", "/v1/prices/{price}", prices.retrieve, "PriceRetrieveParams", "price"),
    Route("POST", "/v1/prices/{price}", prices.update, "PriceUpdateParams", "price"),
    # Payment links
    Route(
        "POST", "/v1/payment_links", payment_links.create, "PaymentLinkCreateParams", "payment_link"
    ),
    Route(
        "GET", "/v1/payment_links", payment_links.list_all, "PaymentLinkListParams", "payment_link"
    ),
    Route(
        "GET",
        "/v1/payment_links/{payment_link}",
        payment_links.retrieve,
        "PaymentLinkRetrieveParams",
        "payment_link",
    ),
    Route(
        "POST",
        "/v1/payment_links/{payment_link}",
        payment_links.update,
        "PaymentLinkUpdateParams",
        "payment_link",
    ),
    Route(
        "GET",
        "/v1/payment_links/{payment_link}/line_items",
        payment_links.list_items,
        "PaymentLinkLineItemListParams",
        "item",
    ),
    # Checkout sessions
    Route(
        "POST",
        "/v1/checkout/sessions",
        checkout_sessions.create,
        "checkout.SessionCreateParams",
        "checkout.session",
    ),
    Route(
        "GET",
        "/v1/checkout/sessions",
        checkout_sessions.list_all,
        "checkout.SessionListParams",
        "checkout.session",
    ),
    Route(
        "GET",
        "/v1/checkout/sessions/{checkout_session}",
        checkout_sessions.retrieve,
        "checkout.SessionRetrieveParams",
        "checkout.session",
    ),
    Route(
        "POST",
        "/v1/checkout/sessions/{checkout_session}",
        checkout_sessions.update,
        "checkout.SessionUpdateParams",
        "checkout.session",
    ),
    Route(
        "POST",
        "/v1/checkout/sessions/{checkout_session}/expire",
        checkout_sessions.expire,
        "checkout.SessionExpireParams",
        "checkout.session",
    ),
    Route(
        "GET",
        "/v1/checkout/sessions/{checkout_session}/line_items",
        checkout_sessions.list_items,
        "checkout.SessionLineItemListParams",
        "item",
    ),
    # The customer portal
    Route(
        "POST",
        "/v1/billing_portal/configurations",
        portal.create_configuration,
        "billing_portal.ConfigurationCreateParams",
        "billing_portal.configuration",
    ),
    Route(
        "GET",
        "/v1/billing_portal/configurations",
        portal.list_configurations,
        "billing_portal.ConfigurationListParams",
        "billing_portal.configuration",
    ),
    Route(
        "GET",
        "/v1/billing_portal/configurations/{configuration}",
        portal.retrieve_configuration,
        "billing_portal.ConfigurationRetrieveParams",
        "billing_portal.configuration",
    ),
    Route(
        "POST",
        "/v1/billing_portal/configurations/{configuration}",
        portal.update_configuration,
        "billing_portal.ConfigurationUpdateParams",
        "billing_portal.configuration",
    ),
    Route(
        "POST",
        "/v1/billing_portal/sessions",
        portal.create_session,
        "billing_portal.SessionCreateParams",
        "billing_portal.session",
    ),
)
