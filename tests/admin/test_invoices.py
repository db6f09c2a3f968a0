"""The page of an invoice."""

import pytest

from desk.context import Desk
from storage import operations, payment_links
from storage.store import Store
from tests.admin.conftest import Enter
from tests.support.cast import OLIVIA, T0, Cast
from tests.support.two_practices import Ids, enter_two_practices


@pytest.fixture
def ids(desk: Desk, cast: Cast) -> Ids:
    return enter_two_practices(desk, cast).ours[OLIVIA]


def test_it_says_how_far_its_link_has_come(
    enter: Enter, store: Store, cast: Cast, ids: Ids
) -> None:
    mine = cast.practice.id
    link = operations.by_uid(store, mine, ids.link)
    assert link is not None
    [part] = operations.allocations(store, mine, link.id)
    olivia = enter(OLIVIA)
    page = f"/admin/invoices/{part.invoice_id}"
    assert "Link made, not sent yet" in olivia.opens(page).said
    payment_links.set_sent(store, mine, link.id, T0)
    payment_links.set_visited(store, mine, link.id, T0)
    assert "Link opened by the client" in olivia.opens(page).said
