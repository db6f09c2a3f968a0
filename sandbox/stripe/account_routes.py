"""The addresses of accounts, and of what they are connected by."""

from sandbox.stripe.api import accounts, accounts_v2
from sandbox.stripe.route import Route

ACCOUNTS = (
    Route(
        "GET", "/v1/account", accounts.retrieve_current, "AccountRetrieveCurrentParams", "account"
    ),
    Route("POST", "/v1/accounts", accounts.create, "AccountCreateParams", "account"),
    Route("GET", "/v1/accounts", accounts.list_all, "AccountListParams", "account"),
    Route("GET", "/v1/accounts/{account}", accounts.retrieve, "AccountRetrieveParams", "account"),
    Route("POST", "/v1/accounts/{account}", accounts.update, "AccountUpdateParams", "account"),
    Route("DELETE", "/v1/accounts/{account}", accounts.delete, "AccountDeleteParams", "account"),
    Route(
        "POST",
        "/v1/accounts/{account}/login_links",
        accounts.create_login_link,
        "AccountLoginLinkCreateParams",
        "login_link",
    ),
    Route(
        "POST", "/v1/account_links", accounts.create_link, "AccountLinkCreateParams", "account_link"
    ),
    # API v2
    Route(
        "POST",
        "/v2/core/accounts",
        accounts_v2.create,
        "v2.core.AccountCreateParams",
        "v2.core.account",
    ),
    Route(
        "GET",
        "/v2/core/accounts",
        accounts_v2.list_all,
        "v2.core.AccountListParams",
        "v2.core.account",
    ),
    Route(
        "GET",
        "/v2/core/accounts/{account}",
        accounts_v2.retrieve,
        "v2.core.AccountRetrieveParams",
        "v2.core.account",
    ),
    Route(
        "POST",
        "/v2/core/accounts/{account}",
        accounts_v2.update,
        "v2.core.AccountUpdateParams",
        "v2.core.account",
    ),
    Route(
        "POST",
        "/v2/core/accounts/{account}/close",
        accounts_v2.close,
        "v2.core.AccountCloseParams",
        "v2.core.account",
    ),
    Route(
        "POST",
        "/v2/core/account_links",
        accounts_v2.create_link,
        "v2.core.AccountLinkCreateParams",
        "v2.core.account_link",
    ),
)
