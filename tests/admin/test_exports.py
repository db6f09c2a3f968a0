"""The wide lists as files: as narrowed as they are shown, safe in spreadsheets, and in the log.
What people typed runs nowhere, in a page or in a file."""

import csv
import io
from dataclasses import replace
from zipfile import ZipFile

import pytest

from desk.context import Desk
from storage import audit, clients
from storage.store import Store
from tests.admin.conftest import Enter
from tests.support.admin_visits import Browser
from tests.support.cast import OLIVIA, Cast
from tests.support.two_practices import OURS, Ids, enter_two_practices

PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(A1)",
    "＝1+1",
)


@pytest.fixture
def ids(desk: Desk, cast: Cast) -> Ids:
    return enter_two_practices(desk, cast).ours[OLIVIA]


def table(browser: Browser, address: str) -> list[list[str]]:
    text = browser.opens(address).page.get_data().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_a_file_has_the_rows_of_the_list_as_it_is_narrowed(enter: Enter, ids: Ids) -> None:
    olivia = enter(OLIVIA)
    names = [row[1] for row in table(olivia, "/admin/clients/export.csv")]
    assert names == ["name", OURS.client, OURS.payer]
    assert len(table(olivia, "/admin/clients/export.csv?which=owing")) == 2
    refunds = table(olivia, "/admin/payments/export.csv?kind=refund")
    assert [row[1] for row in refunds] == ["what", "refund", "refund", "refund"]
    bills = table(olivia, f"/admin/invoices/export.csv?q={ids.number}")
    assert [row[0] for row in bills] == ["number", ids.number]
    assert olivia.page.headers["Content-Disposition"].startswith("attachment; filename=")
    assert olivia.page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("what", ["clients", "invoices", "payments"])
def test_a_workbook_has_the_same_and_the_log_says_who_took_it(
    enter: Enter, store: Store, cast: Cast, ids: Ids, what: str
) -> None:
    olivia = enter(OLIVIA)
    link = next(one for one in olivia.opens(f"/admin/{what}/").html.all("a") if one.text == "XLSX")
    with ZipFile(io.BytesIO(olivia.opens(link.attributes["href"]).page.get_data())) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    [entry] = audit.of_target(store, cast.practice.id, what)
    assert (entry.actor, entry.action) == (OLIVIA, "exported")


def test_other_types_of_files_are_none(enter: Enter, ids: Ids) -> None:
    olivia = enter(OLIVIA).opens("/admin/clients/export.exe")
    assert olivia.status == 404
    assert "There is no such file." in olivia.said


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_was_typed_runs_neither_in_pages_nor_in_files(
    enter: Enter, store: Store, cast: Cast, ids: Ids, payload: str
) -> None:
    mine = cast.practice.id
    client = clients.get(store, mine, int(ids.client))
    assert client is not None
    evil = replace(client, name=payload, email=payload, phone=payload, external_id=payload)
    clients.change(store, mine, evil, ["evil"])
    olivia = enter(OLIVIA)
    pages = ("clients/", f"clients/{ids.client}", "invoices/", f"invoices/{ids.invoice}")
    for page in (*pages, "payments/", f"clients/{ids.payer}"):
        shown = olivia.opens(f"/admin/{page}")
        assert shown.status == 200
        assert shown.html.all("script") == shown.html.all("img") == []
        assert "49" not in shown.said.replace(payload, "") or "{{" not in payload
    for what in ("clients", "invoices"):
        for row in table(olivia, f"/admin/{what}/export.csv"):
            assert not [cell for cell in row if cell.startswith(("=", "+", "@", "＝"))]
