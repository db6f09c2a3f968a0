"""Connected accounts by API v2."""

from typing import Any

from stripe import StripeClient

from sandbox.stripe import onboarding
from tests.sandbox.stripe.support import LocalStripe, refusal

CLINIC: dict[str, Any] = {
    "contact_email": "clinic@example.org",
    "display_name": "Southside Physio",
    "dashboard": "express",
    "identity": {"country": "gb", "entity_type": "company"},
    "configuration": {"merchant": {"capabilities": {"card_payments": {"requested": True}}}},
    "defaults": {
        "responsibilities": {"fees_collector": "application", "losses_collector": "application"}
    },
    "metadata": {"a": "1", "b": "2"},
}
PARTS = ["configuration.merchant", "defaults", "identity", "requirements", "future_requirements"]
ONBOARDING: dict[str, Any] = {
    "type": "account_onboarding",
    "account_onboarding": {
        "refresh_url": "http://127.0.0.1/again",
        "return_url": "http://127.0.0.1/back",
    },
}


def test_an_account_shows_the_parts_that_were_asked_for(client: StripeClient) -> None:
    made = client.v2.core.accounts.create({**CLINIC, "include": PARTS})  # type: ignore[typeddict-item]
    told = made.to_dict()
    assert told["object"] == "v2.core.account"
    assert (told["contact_email"], told["display_name"]) == (
        "clinic@example.org",
        "Southside Physio",
    )
    assert told["applied_configurations"] == ["merchant"]
    card = told["configuration"]["merchant"]["capabilities"]["card_payments"]
    assert card["status"] == "restricted"
    assert told["identity"] == {"country": "GB", "entity_type": "company"}
    assert told["defaults"]["currency"] == "gbp"
    assert told["requirements"]["summary"]["minimum_deadline"]["status"] == "past_due"
    bare = client.v2.core.accounts.retrieve(made.id).to_dict()
    assert not {"configuration", "defaults", "identity", "requirements"} & set(bare)
    again = client.v2.core.accounts.retrieve(made.id, {"include": ["identity"]})
    assert again.identity
    assert again.identity.country == "GB"


def test_an_account_of_api_v2_is_one_of_api_v1_too(client: StripeClient) -> None:
    made = client.v2.core.accounts.create({**CLINIC})  # type: ignore[typeddict-item]
    as_v1 = client.v1.accounts.retrieve(made.id)
    assert (as_v1.country, as_v1.email) == ("GB", "clinic@example.org")
    options = {"stripe_account": made.id}
    customer = client.v1.customers.create({"name": "Ada"}, options).id
    assert client.v1.customers.retrieve(customer, {}, options).name == "Ada"
    assert refusal(lambda: client.v1.customers.retrieve(customer)).http_status == 404
    express = client.v1.accounts.create({"type": "express", "country": "GB", "email": "a@b.c"}).id
    as_v2 = client.v2.core.accounts.retrieve(express, {"include": PARTS}).to_dict()  # type: ignore[typeddict-item]
    assert (as_v2["dashboard"], as_v2["contact_email"]) == ("express", "a@b.c")


def test_onboarding_makes_capabilities_active(client: StripeClient, local: LocalStripe) -> None:
    made = client.v2.core.accounts.create({**CLINIC})  # type: ignore[typeddict-item]
    link = client.v2.core.account_links.create(
        {"account": made.id, "use_case": ONBOARDING}  # type: ignore[typeddict-item]
    )
    visit = onboarding.of_token(local.service, link.url.rpartition("/")[2])
    assert visit
    with local.service.acting():
        assert onboarding.enter(visit)
        assert onboarding.submit(visit) == "http://127.0.0.1/back"
    read = client.v2.core.accounts.retrieve(made.id, {"include": PARTS}).to_dict()  # type: ignore[typeddict-item]
    card = read["configuration"]["merchant"]["capabilities"]["card_payments"]
    assert card == {"status": "active", "status_details": []}
    assert read["requirements"] == {"entries": []}


def test_an_update_merges_and_null_takes_a_key_away(client: StripeClient) -> None:
    made = client.v2.core.accounts.create({**CLINIC})  # type: ignore[typeddict-item]
    changed = client.v2.core.accounts.update(
        made.id,
        {
            "display_name": "Southside",
            "metadata": {"a": None, "c": "3"},
            "configuration": {
                "recipient": {
                    "capabilities": {"stripe_balance": {"stripe_transfers": {"requested": True}}}
                }
            },
            "include": ["configuration.recipient", "configuration.merchant"],
        },
    ).to_dict()
    assert (changed["display_name"], changed["metadata"]) == ("Southside", {"b": "2", "c": "3"})
    assert changed["applied_configurations"] == ["merchant", "recipient"]
    balance = changed["configuration"]["recipient"]["capabilities"]["stripe_balance"]
    assert balance["stripe_transfers"]["status"] == "restricted"
    capabilities = client.v1.accounts.retrieve(made.id).to_dict()["capabilities"]
    assert capabilities == {"card_payments": "inactive", "transfers": "inactive"}


def test_lists_go_on_by_their_next_page(client: StripeClient) -> None:
    made = [client.v2.core.accounts.create({**CLINIC}).id for _ in range(3)]  # type: ignore[typeddict-item]
    first = client.v2.core.accounts.list({"limit": 2})
    assert [one.id for one in first.data] == [made[2], made[1]]
    assert first.next_page_url
    every = [one.id for one in first.auto_paging_iter()]
    assert every[:3] == made[::-1]
    assert len(every) == len(set(every))


def test_a_closed_account_is_only_remembered(client: StripeClient) -> None:
    made = client.v2.core.accounts.create({**CLINIC}).id  # type: ignore[typeddict-item]
    wrong = {"applied_configurations": ["customer"]}
    error = refusal(lambda: client.v2.core.accounts.close(made, wrong))  # type: ignore[arg-type]
    assert error.http_status == 400
    closed = client.v2.core.accounts.close(made, {"applied_configurations": ["merchant"]})
    assert closed.closed is True
    assert client.v2.core.accounts.retrieve(made).closed is True
    assert made in [one.id for one in client.v2.core.accounts.list({"closed": True}).data]
    assert made not in [one.id for one in client.v2.core.accounts.list({}).data]
    assert refusal(lambda: client.v1.accounts.retrieve(made)).http_status == 403


def test_refusals_of_api_v2(client: StripeClient) -> None:
    missing = refusal(lambda: client.v2.core.accounts.retrieve("acct_none"))
    assert (missing.http_status, missing.code) == (404, "not_found")
    split = {"responsibilities": {"fees_collector": "stripe", "losses_collector": "application"}}
    for wrong in (
        {**CLINIC, "identity": {}},
        {**CLINIC, "contact_email": None},
        {**CLINIC, "defaults": split},
        {**CLINIC, "dashboard": "full", "defaults": split},
        {**CLINIC, "surprise": 1},
        {**CLINIC, "metadata": {"a": 1}},
    ):
        error = refusal(lambda wrong=wrong: client.v2.core.accounts.create(wrong))
        assert error.http_status == 400
    link = {"account": "acct_none", "use_case": ONBOARDING}
    assert refusal(lambda: client.v2.core.account_links.create(link)).code == "not_found"  # type: ignore[arg-type]
