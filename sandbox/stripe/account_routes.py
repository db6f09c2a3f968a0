"""The addresses of accounts, and of what they are connected by."""

from sandbox.stripe.api import accounts
from sandbox.stripe.route import Route

ACCOUNTS = (
    Route("GET", "/v1/account", accounts.retrieve_current, "AccountRetrieveCurrentParams"),
    Route("POST", "/v1/accounts", accounts.create, "AccountCreateParams"),
    Route("GET", "/v1/accounts", accounts.list_all, "AccountListParams"),
    Route("GET", "/v1/accounts/{account}", accounts.retrieve, "AccountRetrieveParams"),
    Route("POST", "/v1/accounts/{account}", accounts.update, "AccountUpdateParams"),
    Route("DELETE", "/v1/accounts/{account}", accounts.delete, "AccountDeleteParams"),
    Route(
        "POST",
        "/v1/accounts/{account}/login_links",
        accounts.create_login_link,
        "AccountCreateLoginLinkParams",
    ),
    Route("POST", "/v1/account_links", accounts.create_link, "AccountLinkCreateParams"),
)
