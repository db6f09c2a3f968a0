"""The web admin is a plugin: there where it is installed, wanted and can be reached; without it
Paydesk runs as before."""

import sys

import pytest

from bot.admin_mount import admin_address
from bot.settings import Settings
from tests.support.cast import OLIVIA
from tests.support.office import office
from tests.support.stores import ON_SQLITE

LOCAL = "http://127.0.0.1:4100/api/"


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ({"public_url": "https://practice.example"}, "https://practice.example/admin"),
        ({"public_url": "https://practice.example/pay"}, "https://practice.example/pay/admin"),
        ({"slack_api_url": LOCAL, "port": 4101}, "http://127.0.0.1:4101/admin"),
        ({"slack_api_url": LOCAL, "host": "::1", "port": 4101}, "http://[::1]:4101/admin"),
        ({}, ""),
        ({"public_url": "https://practice.example", "admin": "off"}, ""),
        ({"slack_api_url": LOCAL, "admin": "off"}, ""),
    ],
)
def test_where_it_is_reached(settings: dict[str, object], address: str) -> None:
    assert admin_address(Settings(**settings)) == address  # type: ignore[arg-type]


@ON_SQLITE
def test_without_the_extra_paydesk_runs_as_before(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for missing in ("pygal", "admin", "admin.site"):
        monkeypatch.setitem(sys.modules, missing, None)
    with office(database_url) as at_work:
        web = at_work.paydesk.web.test_client()
        assert web.get("/healthz").status_code == 200
        assert web.get("/admin/").status_code == 404
        answer = at_work.types(OLIVIA, "/billing").text
        assert "Northside Physio" in answer
        assert "Open admin" not in answer


@ON_SQLITE
@pytest.mark.parametrize("more", [{}, {"slack_app_token": "xapp-1-test"}], ids=["http", "socket"])
def test_it_is_served_in_http_and_in_socket_mode(database_url: str, more: dict[str, str]) -> None:
    with office(database_url, **more) as at_work:
        web = at_work.paydesk.web.test_client()
        assert web.get("/admin/").status_code == 401
        assert web.get("/healthz").status_code == 200


@ON_SQLITE
def test_it_can_be_shut(database_url: str) -> None:
    with office(database_url, admin="off") as at_work:
        assert at_work.paydesk.web.test_client().get("/admin/").status_code == 404
        assert "Open admin" not in at_work.types(OLIVIA, "/billing").text
