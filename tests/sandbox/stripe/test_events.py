"""The list of events: what polling finds, forward and back, and what isn't there (yet)."""

import pytest
import requests
from stripe import StripeClient

from tests.sandbox.stripe.support import LocalStripe, refusal


def history(client: StripeClient) -> list[str]:
    """A customer made, changed twice and deleted; the ids of those four events, oldest first."""
    named = client.v1.customers.create({"name": "Ada"}).id
    client.v1.customers.update(named, {"name": "Ada L"})
    client.v1.customers.update(named, {"name": "Ada Lovelace"})
    client.v1.customers.delete(named)
    return [one.id for one in client.v1.events.list({"limit": 4}).data][::-1]


def types(client: StripeClient, **asked: object) -> list[str]:
    return [one.type for one in client.v1.events.list(asked).data]  # type: ignore[arg-type]


def test_an_event_can_be_read_alone(client: StripeClient) -> None:
    first = history(client)[0]
    assert client.v1.events.retrieve(first).type == "customer.created"
    error = refusal(lambda: client.v1.events.retrieve("evt_nothing"))
    assert (error.http_status, error.code) == (404, "resource_missing")


def test_kinds_are_chosen_by_name_or_by_their_beginning(client: StripeClient) -> None:
    history(client)
    assert types(client, type="customer.deleted", limit=1) == ["customer.deleted"]
    assert types(client, type="customer.*", limit=4)[-1] == "customer.created"
    assert types(client, type="charge.*") == []
    both = types(client, types=["customer.created", "customer.del*"], limit=2)
    assert both == ["customer.deleted", "customer.created"]


@pytest.mark.parametrize(
    "asked",
    [{"type": "customer.*", "types": ["customer.created"]}, {"types": ["customer.created"] * 21}],
)
def test_kinds_are_asked_for_one_way_and_twenty_at_most(
    client: StripeClient, asked: dict[str, object]
) -> None:
    assert refusal(lambda: types(client, **asked)).http_status == 400


def test_a_poll_goes_on_from_the_newest_that_was_seen(client: StripeClient) -> None:
    seen = history(client)
    newer = history(client)
    page = client.v1.events.list({"ending_before": seen[-1], "limit": 3})
    assert ([one.id for one in page.data], page.has_more) == (newer[:3][::-1], True)
    last = client.v1.events.list({"ending_before": newer[2], "limit": 3})
    assert ([one.id for one in last.data], last.has_more) == ([newer[3]], False)
    every = client.v1.events.list({"ending_before": seen[-1], "limit": 2}).auto_paging_iter()
    assert [one.id for one in every] == newer


def test_the_newest_that_was_seen_need_not_be_of_the_kind_that_is_asked_for(
    client: StripeClient,
) -> None:
    first, second, _, _ = history(client)
    newer = history(client)
    found = client.v1.events.list({"ending_before": second, "type": "customer.created"})
    assert [one.id for one in found.data] == [newer[0]]
    older = client.v1.events.list(
        {"starting_after": second, "type": "customer.created", "limit": 1}
    )
    assert [one.id for one in older.data] == [first]


def test_a_page_goes_back_from_the_oldest_that_was_seen(client: StripeClient) -> None:
    ids = history(client)
    page = client.v1.events.list({"starting_after": ids[3], "limit": 2})
    assert ([one.id for one in page.data], page.has_more) == ([ids[2], ids[1]], True)


def test_events_of_a_span_of_time(client: StripeClient, local: LocalStripe) -> None:
    history(client)
    local.advance(days=1)
    since = int(local.service.clock())
    late = history(client)
    found = client.v1.events.list({"created": {"gte": since}, "limit": 100}).data
    assert [one.id for one in found] == late[::-1]


def test_events_are_kept_for_thirty_days(client: StripeClient, local: LocalStripe) -> None:
    old = history(client)[0]
    local.advance(days=30.01)
    new = history(client)
    assert [one.id for one in client.v1.events.list({"limit": 100}).data] == new[::-1]
    assert refusal(lambda: client.v1.events.retrieve(old)).http_status == 404


def test_the_newest_seconds_can_be_missing_from_the_list(
    client: StripeClient, local: LocalStripe
) -> None:
    old = history(client)
    local.advance(seconds=10)
    requests.post(f"{local.url}/_test/lags", json={"events": 5}, timeout=10)
    new = client.v1.customers.create({"name": "Not listed yet"}).id
    assert [one.id for one in client.v1.events.list({"limit": 1}).data] == [old[-1]]
    local.advance(seconds=6)
    listed = client.v1.events.list({"ending_before": old[-1]}).data
    assert [one.data.object["id"] for one in listed] == [new]
    requests.post(f"{local.url}/_test/lags", json={"events": 0}, timeout=10)
