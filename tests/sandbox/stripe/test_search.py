"""Search: Stripe's query language, its pages, and what it says of bad queries."""

from typing import Any

import pytest
from stripe import StripeClient

from sandbox.stripe.search_query import parse
from tests.sandbox.stripe.support import LocalStripe, refusal

CHARGE: dict[str, Any] = {
    "amount": 2500,
    "created": 1_000,
    "currency": "usd",
    "disputed": False,
    "metadata": {"invoice": "INV-1042"},
    "payment_method_details": {"card": {"last4": "4242", "exp_year": 2044}, "type": "card"},
}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("amount:2500", True),
        ("amount:'2500'", True),
        ("amount>2499 amount<2501", True),
        ("amount>2500", False),
        ("amount>=2500 AND amount<=2500", True),
        ("-amount:2500", False),
        ("currency:'USD'", True),
        ('currency:"eur" OR amount:2500', True),
        ('currency:"eur" or amount:1', False),
        ('currency:"eur" amount:2500', False),
        ("disputed:'false'", True),
        ("metadata['invoice']:'inv-1042'", True),
        ('metadata["invoice"]:"INV-1"', False),
        ("metadata['other']:null", True),
        ("-metadata['other']:null", False),
        ("-metadata['invoice']:NULL", True),
        ("payment_method_details.card.last4:4242", True),
        ("payment_method_details.sepa_debit.last4:'4242'", False),
        ("customer:null", True),
        ("created>999", True),
    ],
)
def test_a_query_finds_what_its_clauses_say(query: str, found: bool) -> None:
    assert parse(query, "charge", "charges").matches(CHARGE) is found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("name~'love'", True),
        ("name:'love'", False),
        ("-name~'LOVE'", False),
        (r"name:'Ada \"the\" O\'Love\\lace'", True),
        (r'name:"Ada \"the\" O\'Love\\lace"', True),
        ("email:null AND name~'ada'", True),
        (r"metadata['it\'s']:'so'", True),
    ],
)
def test_texts_are_looked_into_and_quotation_marks_escaped(query: str, found: bool) -> None:
    body: Any = {"name": r"""Ada "the" O'Love\lace""", "email": None, "metadata": {"it's": "so"}}
    assert parse(query, "customer", "customers").matches(body) is found


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "empty string"),
        (" ", "unable to parse"),
        ("ada", "unable to parse"),
        ("email:ada", "unable to parse"),
        ("email:'ada", "unable to parse"),
        ("email:'ada' AND", "unable to parse"),
        ("email:'ada')", "unable to parse"),
        ("(email:'ada')", "unable to parse"),
        ("metadata:'x'", "unable to parse"),
        ("email['x']:'y'", "unable to parse"),
        ("balance:5", "Field `balance` is an unsupported search field for resource `customers`"),
        ("email:'a' AND name:'b' OR phone:'c'", "can't combine AND and OR"),
        (" ".join(["email:'a'"] * 11), "up to 10 clauses"),
        ("email>'a'", "does not support the operator `>`"),
        ("created~'123'", "does not support the operator `~`"),
        ("created:'soon'", "takes a number"),
        ("created>null", "can't be compared"),
        ("email~'ad'", "at least 3 characters"),
    ],
)
def test_a_bad_query_is_refused(client: StripeClient, query: str, said: str) -> None:
    error = refusal(lambda: client.v1.customers.search({"query": query}))
    assert (error.http_status, getattr(error, "param", None)) == (400, "query")
    assert said in str(error.user_message)


def test_customers_are_found_by_what_is_in_them(client: StripeClient) -> None:
    made = client.v1.customers.create({"email": "one@find.example", "metadata": {"ref": "NP-1"}})
    client.v1.customers.create({"email": "two@find.example", "metadata": {"ref": "NP-2"}})
    gone = client.v1.customers.create({"email": "one@find.example", "metadata": {"ref": "NP-1"}})
    client.v1.customers.delete(gone.id)
    found = client.v1.customers.search(
        {"query": "email:'One@find.example' AND metadata['ref']:'NP-1'"}
    )
    assert (found.object, [one.id for one in found.data]) == ("search_result", [made.id])
    assert (found.has_more, found.next_page, found.url) == (False, None, "/v1/customers/search")
    assert "total_count" not in found


def test_pages_follow_each_other(client: StripeClient) -> None:
    made = [client.v1.customers.create({"name": "Paged Person"}).id for _ in range(5)]
    asked: Any = {"query": "name:'paged person'", "limit": 2, "expand": ["total_count"]}
    first = client.v1.customers.search(asked)
    assert ([one.id for one in first.data], first.total_count) == (made[:2], 5)
    second = client.v1.customers.search(asked | {"page": first.next_page})
    assert [one.id for one in second.data] == made[2:4]
    assert [one.id for one in first.auto_paging_iter()] == made
    other: Any = {"query": "name:'other'", "page": first.next_page}
    for bad in (other, other | {"page": "x"}):
        error = refusal(lambda bad=bad: client.v1.customers.search(bad))
        assert (error.http_status, getattr(error, "param", None)) == (400, "page")


def test_results_can_be_expanded(client: StripeClient) -> None:
    made = client.v1.customers.create(
        {
            "name": "Expanded Person",
            "payment_method": "pm_card_visa",
            "invoice_settings": {"default_payment_method": "pm_card_visa"},
        }
    )
    path = "data.invoice_settings.default_payment_method"
    found = client.v1.customers.search({"query": "name:'Expanded Person'", "expand": [path]})
    assert found.data[0].to_dict()["invoice_settings"]["default_payment_method"]["customer"] == (
        made.id
    )


@pytest.mark.parametrize("kind", ["charges", "payment_intents", "prices", "products"])
def test_each_kind_is_searched_by_its_own_fields(client: StripeClient, kind: str) -> None:
    service = getattr(client.v1, kind)
    assert service.search({"query": "metadata['k']:'nowhere'"}).data == []
    error = refusal(lambda: service.search({"query": "email:'a'"}))
    assert f"for resource `{kind}`" in str(error.user_message)
    assert f"#query-fields-for-{kind.replace('_', '-')}" in str(error.user_message)


def test_what_is_new_lags_behind_where_that_was_asked_for(
    client: StripeClient, local: LocalStripe
) -> None:
    local.service.lags.search = 60
    try:
        made = client.v1.customers.create({"name": "Late Person"})
        query: Any = {"query": "name:'Late Person'"}
        assert client.v1.customers.search(query).data == []
        local.advance(seconds=61)
        assert [one.id for one in client.v1.customers.search(query).data] == [made.id]
    finally:
        local.service.lags.search = 0
