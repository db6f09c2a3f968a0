"""Customers, and what all objects share: metadata, lists, errors, keys."""

from typing import Any

import pytest
from stripe import StripeClient

from tests.sandbox.stripe.support import LocalStripe, refusal


def test_a_customer_comes_back_as_it_was_made(client: StripeClient) -> None:
    made = client.v1.customers.create(
        {"name": "Ada", "email": "ada@example.org", "address": {"country": "GB"}}
    )
    read = client.v1.customers.retrieve(made.id)
    assert (read.name, read.email, read.livemode) == ("Ada", "ada@example.org", False)
    assert read.address
    assert (read.address.country, read.address.city) == ("GB", None)


def test_metadata_is_merged_and_an_empty_text_takes_a_key_away(client: StripeClient) -> None:
    made = client.v1.customers.create({"metadata": {"ref": "NP-0001", "old": "1"}})
    changed = client.v1.customers.update(made.id, {"metadata": {"old": "", "new": "2"}})
    assert changed.metadata
    assert changed.metadata.to_dict() == {"ref": "NP-0001", "new": "2"}
    assert client.v1.customers.update(made.id, {"metadata": ""}).metadata.to_dict() == {}


def test_an_update_tells_what_was_there_before(client: StripeClient, local: LocalStripe) -> None:
    made = client.v1.customers.create({"name": "Ada", "metadata": {"a": "1"}})
    client.v1.customers.update(made.id, {"name": "Ada L", "metadata": {"a": "2"}})
    event = next(local.service.platform.all("event")).body
    assert event["type"] == "customer.updated"
    assert event["data"]["object"]["name"] == "Ada L"
    assert event["data"]["previous_attributes"] == {"name": "Ada", "metadata": {"a": "1"}}


def test_a_deleted_customer_is_a_stub_and_can_not_be_changed(client: StripeClient) -> None:
    made = client.v1.customers.create({"name": "Ada"})
    assert client.v1.customers.delete(made.id).deleted is True
    assert client.v1.customers.retrieve(made.id).to_dict() == {
        "id": made.id,
        "object": "customer",
        "deleted": True,
    }
    error = refusal(lambda: client.v1.customers.update(made.id, {"name": "Back"}))
    assert (error.http_status, error.code) == (404, "resource_missing")


@pytest.mark.parametrize(
    "wrong", [{"metadata": {"k" * 41: "v"}}, {"email": "ada at home"}, {"source": "tok_visa"}]
)
def test_an_update_that_is_refused_changes_nothing(client: StripeClient, wrong: Any) -> None:
    made = client.v1.customers.create({"name": "Ada"})
    error = refusal(lambda: client.v1.customers.update(made.id, {"name": "Bob", **wrong}))
    assert error.http_status == 400
    assert client.v1.customers.retrieve(made.id).name == "Ada"


@pytest.mark.parametrize("email", ["nobody", "@", "ada@", "@example.org", "ada @example.org"])
def test_a_customer_has_an_address_that_mail_could_reach(client: StripeClient, email: str) -> None:
    error = refusal(lambda: client.v1.customers.create({"email": email}))
    assert (error.http_status, error.code) == (400, "email_invalid")
    assert error.user_message == f"Invalid email address: {email}"


def test_lists_go_forward_and_back_newest_first(client: StripeClient) -> None:
    made = [client.v1.customers.create({"email": "pages@example.org"}).id for _ in range(5)]
    first = client.v1.customers.list({"email": "pages@example.org", "limit": 2})
    assert [one.id for one in first.data] == [made[4], made[3]]
    assert first.has_more
    second = client.v1.customers.list(
        {"email": "pages@example.org", "limit": 2, "starting_after": made[3]}
    )
    assert [one.id for one in second.data] == [made[2], made[1]]
    back = client.v1.customers.list(
        {"email": "pages@example.org", "limit": 1, "ending_before": made[1]}
    )
    assert [one.id for one in back.data] == [made[2]]
    assert [one.id for one in first.auto_paging_iter()] == made[::-1]


@pytest.mark.parametrize(
    ("listed", "by"),
    [
        ("charges", "payment_intent"),
        ("disputes", "charge"),
        ("payment_intents", "customer"),
        ("prices", "product"),
        ("refunds", "charge"),
        ("setup_intents", "customer"),
    ],
)
def test_a_list_by_what_never_was_is_refused(client: StripeClient, listed: str, by: str) -> None:
    error = refusal(lambda: getattr(client.v1, listed).list({by: "none_1"}))
    assert (error.http_status, error.code) == (400, "resource_missing")
    assert getattr(error, "param", None) == by


def test_what_a_deleted_customer_paid_is_listed(client: StripeClient) -> None:
    customer = client.v1.customers.create({"name": "Ada"}).id
    made = client.v1.payment_intents.create(
        {"amount": 100, "currency": "usd", "customer": customer}
    )
    client.v1.customers.delete(customer)
    listed = client.v1.payment_intents.list({"customer": customer})
    assert [one.id for one in listed.data] == [made.id]


def test_a_key_that_was_used_gives_the_first_answer_again(client: StripeClient) -> None:
    first = client.v1.customers.create({"name": "Ada"}, {"idempotency_key": "ada-1"})
    again = client.v1.customers.create({"name": "Ada"}, {"idempotency_key": "ada-1"})
    assert again.id == first.id
    assert again.last_response
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    assert first.last_response
    assert again.last_response.headers["Original-Request"] == first.last_response.request_id
    error = refusal(lambda: client.v1.customers.create({}, {"idempotency_key": "ada-1"}))
    assert error.error
    assert (error.http_status, error.error.type) == (400, "idempotency_error")
