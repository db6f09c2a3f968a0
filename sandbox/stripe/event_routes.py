"""Events and webhook endpoints, by address."""

from sandbox.stripe.api import events, webhook_endpoints
from sandbox.stripe.route import Route

EVENTS = (
    Route("GET", "/v1/events", events.list_all, "EventListParams", "event"),
    Route("GET", "/v1/events/{id}", events.retrieve, "EventRetrieveParams", "event"),
    Route(
        "POST",
        "/v1/webhook_endpoints",
        webhook_endpoints.create,
        "WebhookEndpointCreateParams",
        "webhook_endpoint",
    ),
    Route(
        "GET",
        "/v1/webhook_endpoints",
        webhook_endpoints.list_all,
        "WebhookEndpointListParams",
        "webhook_endpoint",
    ),
    Route(
        "GET",
        "/v1/webhook_endpoints/{webhook_endpoint}",
        webhook_endpoints.retrieve,
        "WebhookEndpointRetrieveParams",
        "webhook_endpoint",
    ),
    Route(
        "POST",
        "/v1/webhook_endpoints/{webhook_endpoint}",
        webhook_endpoints.update,
        "WebhookEndpointUpdateParams",
        "webhook_endpoint",
    ),
    Route(
        "DELETE",
        "/v1/webhook_endpoints/{webhook_endpoint}",
        webhook_endpoints.delete,
        "WebhookEndpointDeleteParams",
        "webhook_endpoint",
    ),
)
