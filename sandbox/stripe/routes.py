"""What can be asked of this Stripe: each address with who answers it and what it takes."""

from sandbox.stripe.account_routes import ACCOUNTS
from sandbox.stripe.api import customers, mandates, payment_methods, setup_intents
from sandbox.stripe.catalogue_routes import CATALOGUE
from sandbox.stripe.event_routes import EVENTS
from sandbox.stripe.payment_routes import PAYMENTS
from sandbox.stripe.route import Route
from sandbox.stripe.search_routes import SEARCH

ROUTES = (
    Route("POST", "/v1/customers", customers.create, "CustomerCreateParams", "customer"),
    Route("GET", "/v1/customers", customers.list_all, "CustomerListParams", "customer"),
    Route(
        "GET", "/v1/customers/{customer}", customers.retrieve, "CustomerRetrieveParams", "customer"
    ),
    Route("POST", "/v1/customers/{customer}", customers.update, "CustomerUpdateParams", "customer"),
    Route(
        "DELETE", "/v1/customers/{customer}", customers.delete, "CustomerDeleteParams", "customer"
    ),
    # Payment methods
    Route(
        "POST",
        "/v1/payment_methods",
        payment_methods.create,
        "PaymentMethodCreateParams",
        "payment_method",
    ),
    Route(
        "GET",
        "/v1/payment_methods",
        payment_methods.list_all,
        "PaymentMethodListParams",
        "payment_method",
    ),
    Route(
        "GET",
        "/v1/payment_methods/{payment_method}",
        payment_methods.retrieve,
        "PaymentMethodRetrieveParams",
        "payment_method",
    ),
    Route(
        "POST",
        "/v1/payment_methods/{payment_method}",
        payment_methods.update,
        "PaymentMethodUpdateParams",
        "payment_method",
    ),
    Route(
        "POST",
        "/v1/payment_methods/{payment_method}/attach",
        payment_methods.attach,
        "PaymentMethodAttachParams",
        "payment_method",
    ),
    Route(
        "POST",
        "/v1/payment_methods/{payment_method}/detach",
        payment_methods.detach,
        "PaymentMethodDetachParams",
        "payment_method",
    ),
    Route(
        "GET",
        "/v1/customers/{customer}/payment_methods",
        payment_methods.list_of_customer,
        "CustomerPaymentMethodListParams",
        "payment_method",
    ),
    Route(
        "GET",
        "/v1/customers/{customer}/payment_methods/{payment_method}",
        payment_methods.retrieve_of_customer,
        "CustomerPaymentMethodRetrieveParams",
        "payment_method",
    ),
    Route("GET", "/v1/mandates/{mandate}", mandates.retrieve, "MandateRetrieveParams", "mandate"),
    # Set-up intents
    Route(
        "POST", "/v1/setup_intents", setup_intents.create, "SetupIntentCreateParams", "setup_intent"
    ),
    Route(
        "GET", "/v1/setup_intents", setup_intents.list_all, "SetupIntentListParams", "setup_intent"
    ),
    Route(
        "GET",
        "/v1/setup_intents/{setup_intent}",
        setup_intents.retrieve,
        "SetupIntentRetrieveParams",
        "setup_intent",
    ),
    Route(
        "POST",
        "/v1/setup_intents/{setup_intent}",
        setup_intents.update,
        "SetupIntentUpdateParams",
        "setup_intent",
    ),
    Route(
        "POST",
        "/v1/setup_intents/{setup_intent}/confirm",
        setup_intents.confirm,
        "SetupIntentConfirmParams",
        "setup_intent",
    ),
    Route(
        "POST",
        "/v1/setup_intents/{setup_intent}/cancel",
        setup_intents.cancel,
        "SetupIntentCancelParams",
        "setup_intent",
    ),
    *CATALOGUE,
    *EVENTS,
    *SEARCH,
    *PAYMENTS,
    *ACCOUNTS,
)
