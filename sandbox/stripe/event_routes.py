"""Events and webhook endpoints, by address."""

from sandbox.stripe.api import events, webhook_endpoints
from sandbox.stripe.route import Route

EVENTS = (
    Route("GET", "/v1/events", events.list_all, "EventListParams"),
    Route("GET", "/v1/events/{id}", events.retrieve, "EventRetrieveParams"),
    Route("POST", "/v1/webhook_endpoints", webhook_endpoints.create, "WebhookEndpointCreateParams"),
    Route("GET", "/v1/webhook_endpoints", webhook_endpoints.list_all, "WebhookEndpointListParams"),
    Route(
        "GET",
        "/v1/webhook_endpoints/{webhook_endpoint}",
        webhook_endpoints.retrieve,
        "WebhookEndpointRetrieveParams",
    ),
    Route(
        "POST",
        "/v1/webhook_endpoints/{webhook_endpoint}",
        webhook_endpoints.update,
        "WebhookEndpointUpdateParams",
    ),
    Route(
        "DELETE",
        "/v1/webhook_endpoints/{webhook_endpoint}",
        webhook_endpoints.delete,
        "WebhookEndpointDeleteParams",
    ),
)
