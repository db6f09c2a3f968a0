"""The wide list of clients, and the page of one."""

from dataclasses import replace

import pytest

from desk.context import Desk
from storage import client_lists, clients, invoices, stripe_clients
from storage.client_lists import EVERYBODY, IN_USE, OVERDUE, OWING, SAVED, Wanted
from storage.clients import Client
from storage.invoice_contents import Content
from storage.store import Store
from storage.stripe_clients import SavedMethod
from tests.admin.conftest import MOST_QUERIES, Enter, Queries
from tests.storage.test_invoices import ada, invoice
from tests.support.cast import OLIVIA, T0, Cast
from tests.support.stores import KINDS
from tests.support.two_practices import OURS, enter_two_practices

__all__ = ["ada"]
both_databases = pytest.mark.parametrize("kind", KINDS)
NOTHING = Content((), ())


def add(store: Store, cast: Cast, number: int) -> Client:
    new = Client(0, f"NP-{number:04}", f"Client {number}", f"client {number:04}")
    return clients.add(store, cast.practice.id, replace(new, created_at=T0), [f"client {number}"])


@both_databases
def test_each_list_has_who_belongs_there_page_by_page(store: Store, cast: Cast) -> None:
    mine = cast.practice.id
    people = [add(store, cast, number) for number in range(1, 8)]
    for number, (one, due) in enumerate([(people[1], "2026-01-01"), (people[4], "2027-01-01")], 1):
        made = replace(invoice(number, one), due_on=due)
        invoices.add(store, mine, made, NOTHING)
    method = SavedMethod(people[5].id, "cus_1", "pm_1", "card")
    stripe_clients.put(store, mine, [("cus_1", people[5].id)], [method], T0)
    erased = replace(people[6], archived_at=T0, erased_at=T0)
    clients.change(store, mine, erased, [])
    expected = {
        IN_USE: people[:6],
        EVERYBODY: people,
        OWING: [people[1], people[4]],
        OVERDUE: [people[1]],
        SAVED: [people[5]],
    }
    every = tuple(one.id for one in people)
    for which, who in expected.items():
        for ids in (None, every):
            wanted = Wanted(which, "2026-11-23", ids)
            assert walked(store, mine, wanted) == [one.id for one in who]
            assert client_lists.count(store, mine, wanted, 3) == min(3, len(who))
            assert walked(store, cast.other.id, wanted) == []


def walked(store: Store, practice_id: int, wanted: Wanted) -> list[int]:
    """Two at a time, and back again to see that it is the same."""
    found: list[Client] = []
    while some := client_lists.page(
        store,
        practice_id,
        wanted,
        after=client_lists.place_of(wanted, found[-1]) if found else None,
        limit=2,
    ):
        found += some
    if found:
        last = client_lists.place_of(wanted, found[-1])
        back = client_lists.page(store, practice_id, wanted, before=last, limit=50)
        assert back == found[:-1]
    return [one.id for one in found]


def test_the_list_says_what_each_owes(enter: Enter, store: Store, cast: Cast, ada: Client) -> None:
    mine = cast.practice.id
    for number, due in enumerate(("2026-01-01", "2027-01-01"), 1):
        invoices.add(store, mine, replace(invoice(number, ada), due_on=due), NOTHING)
    page = enter(OLIVIA).opens("/admin/clients/?which=owing").html.one("main")
    cells = [cell.text for cell in page.one("tbody").all("td")]
    assert cells[-3:] == ["2", "$240.00", "$120.00"]
    nobody = enter(OLIVIA).opens("/admin/clients/?q=nobody")
    assert "Nothing is found." in nobody.said


def test_a_client_is_shown_with_all_but_card_numbers(enter: Enter, desk: Desk, cast: Cast) -> None:
    ids = enter_two_practices(desk, cast).ours[OLIVIA]
    olivia = enter(OLIVIA).opens(f"/admin/clients/{ids.payer}")
    for words in (OURS.payer, "Visa •••• 4242", "until 12/2030", "INV-1001", OURS.client, "Paid"):
        assert words in olivia.said
    for_whom = olivia.opens(f"/admin/clients/{ids.client}")
    assert OURS.email in for_whom.said
    assert f"None of their own: {OURS.payer} pays." in for_whom.said


def test_no_page_of_clients_takes_more_than_the_allowed_queries(
    enter: Enter, desk: Desk, cast: Cast, queries: Queries
) -> None:
    ids = enter_two_practices(desk, cast).ours[OLIVIA]
    olivia = enter(OLIVIA)
    pages = ["", *(f"?which={which}" for which in (OWING, OVERDUE, SAVED, EVERYBODY)), "?q=a"]
    for path in (*pages, ids.payer, ids.client):
        assert queries(lambda path=path: olivia.opens(f"/admin/clients/{path}")) <= MOST_QUERIES
