"""No page asks the store often, whatever it shows."""

from desk.context import Desk
from tests.admin.conftest import MOST_QUERIES, Enter, Queries
from tests.admin.entries import ROWS, Row
from tests.admin.test_who_may_what import path_of
from tests.support.cast import OLIVIA, Cast
from tests.support.two_practices import enter_two_practices

LOOKS = [row for row in ROWS if row.form is None and not row.endpoint.endswith("_export")]


def test_no_page_asks_the_store_often(
    desk: Desk, cast: Cast, enter: Enter, queries: Queries
) -> None:
    ids, olivia = enter_two_practices(desk, cast).ours[OLIVIA], enter(OLIVIA)

    def asked(row: Row) -> int:
        path = path_of(olivia.client.application, row, ids)
        return queries(lambda: olivia.opens(path).page.get_data())

    assert {row.endpoint: number for row in LOOKS if (number := asked(row)) > MOST_QUERIES} == {}
