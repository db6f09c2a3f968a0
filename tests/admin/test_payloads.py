"""Whatever anybody wrote anywhere is inert wherever it is shown: in every page, in every file, and
in every answer in chat."""

import csv
import io
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from flask import Flask

from desk.setting_sections import SECTIONS
from storage.database import open_store
from tests.admin.entries import ROWS as PAGES
from tests.admin.test_who_may_what import path_of
from tests.commands.entries import ROWS as ENTRIES
from tests.commands.entries import Row
from tests.commands.test_who_may_what import Scene
from tests.support.admin_visits import Browser, admin_desk, admin_web, browser_of
from tests.support.blockcheck import elements
from tests.support.cast import OLIVIA, FrozenClock, enter_cast
from tests.support.html import Tag, read
from tests.support.keys import TEST_KEY
from tests.support.payloads import (
    IN_CHAT,
    IN_PAGES,
    STARTS,
    attack,
    columns,
    columns_in,
    holding,
    no_columns,
    of_ours,
)
from tests.support.two_practices import Ids, enter_two_practices
from tests.support.undoing import undone

LISTS = ("clients", "invoices", "payments")
NO_PAGES = {"start_home", *(f"{name}_export" for name in LISTS)}
PAYMENTS = ("declined", "unknown", "paid", "refundable", "refund_waits", "noted", "written_off")
LEADS_TO = ("href", "src", "action", "formaction")
OWN = ("/", "#", "data:,", "data:image/svg+xml;base64,")
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NOT_MRKDWN = ("plain_text", "raw_text", "text")
"""Of what is shown as it stands; "text" is a piece of rich text."""
SHOWN_NOWHERE = {
    "instance.host": "in a sentence of the command line",
    "inbox.last_error": "by the command line",
    "mail_address.address": "it is compared with the client's, which is shown",
    "operation.advice": "it is compared with what Stripe says",
    "saved_method.funding": "only those that are known have a name",
    "tax_rate.name": "that of its newest version is shown",
}


@dataclass(frozen=True)
class World:
    """Both practices after the attack, with their owner at the web admin and in chat. What is shown
    there is asked for once."""

    scene: Scene
    web: Flask
    olivia: Browser
    ids: Ids

    @cached_property
    def pages(self) -> dict[str, str]:
        """The source of each, by its path."""
        return {path: self.page(path) for path in paths(self)}

    @cached_property
    def files(self) -> dict[str, str]:
        """The CSV file of each list."""
        return {name: self.page(f"/admin/{name}/export.csv") for name in LISTS}

    @cached_property
    def answers(self) -> list[tuple[str, Any]]:
        """What each command, button, window and search leads to, with its name."""
        return [
            (f"{row.table} {row.name}", told) for row in ENTRIES for told in answered(self, row)
        ]

    def page(self, path: str) -> str:
        browser = self.olivia.opens(path)
        assert browser.status == 200, f"{path}: {browser.text}"
        return browser.source


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    path = tmp_path_factory.mktemp("payloads") / "paydesk.db"
    shutil.copy(sqlite_template, path)
    clock = FrozenClock()
    store = open_store(f"sqlite:///{path}", TEST_KEY, clock)
    desk = admin_desk(store, clock)
    both = enter_two_practices(desk, enter_cast(store))
    web = admin_web(desk)
    olivia = browser_of(web, desk, both.cast.practice, OLIVIA)
    attack(store, both.cast.practice.id, both.ours[OLIVIA])
    yield World(Scene(desk, both), web, olivia, both.ours[OLIVIA])
    store.close()


def test_each_column_of_text_is_attacked_or_said_to_be_ours(world: World) -> None:
    held = holding(world.scene.desk.store)
    assert [one for one in columns() if (one in held) is of_ours(one)] == []
    assert no_columns() == set()


def test_in_no_page_does_anything_run(world: World) -> None:
    for path, source in world.pages.items():
        assert not IN_PAGES.search(source), path
        for tag in read(source):
            assert runs(tag) == [], f"{path}: {tag.name} {tag.attributes}"


def test_no_cell_of_a_file_is_a_formula(world: World) -> None:
    for name, source in world.files.items():
        rows = list(csv.reader(io.StringIO(source.removeprefix("\ufeff"), newline="")))
        assert [cell for row in rows for cell in row if is_formula(cell)] == []
        book = cells_of(world.olivia.opens(f"/admin/{name}/export.xlsx").page.get_data())
        assert [cell for cell in book if is_formula(cell)] == []
        assert columns_in(source) == columns_in("".join(book)) != set()


def test_no_answer_in_chat_has_a_mention_or_a_link_of_theirs(world: World) -> None:
    for name, told in world.answers:
        assert [text for text in marked_up(told) if IN_CHAT.search(text)] == [], name


def test_all_of_it_is_shown_somewhere(world: World) -> None:
    """Or what is above would be easy."""
    shown = [*world.pages.values(), *world.files.values(), json.dumps(world.answers)]
    seen = columns_in("".join(shown))
    assert holding(world.scene.desk.store) - seen == set(SHOWN_NOWHERE)


def paths(world: World) -> list[str]:
    """Each page as it is asked for elsewhere, each list in full, and the page of each thing."""
    looks = [row for row in PAGES if row.form is None and row.endpoint not in NO_PAGES]
    asked = {path_of(world.web, row, world.ids) for row in looks}
    lists = {path.partition("?")[0] for path in asked}
    settings = {f"/admin/settings/edit/{part}" for part in SECTIONS}
    payments = {f"/admin/payments/{getattr(world.ids, name)}" for name in PAYMENTS}
    return sorted(asked | lists | settings | payments)


def runs(tag: Tag) -> list[str]:
    """What in it would be run, or lead away from the admin."""
    found = [name for name in tag.attributes if name.startswith("on") or name == "style"]
    found += [tag.name] if tag.name in ("script", "style", "iframe", "object", "http:") else []
    for name in LEADS_TO:
        address = tag.attributes.get(name, "#")
        if not address.startswith(OWN) or address.startswith("//"):
            found.append(address)
    return found


def is_formula(cell: str) -> bool:
    """Numbers aren't, though they may begin with a minus."""
    return cell.startswith(tuple(STARTS)) and not cell.lstrip("-").replace(".", "").isdigit()


def cells_of(book: bytes) -> list[str]:
    """The texts, and formulas as they would be typed."""
    with ZipFile(io.BytesIO(book)) as parts:
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    formulas = [f"={one.text}" for one in sheet.iter(f"{SHEET}f")]
    return [*formulas, *(one.text or "" for one in sheet.iter(f"{SHEET}t"))]


def answered(world: World, row: Row) -> list[Any]:
    """What the person gets, and what is on its way to others because of it."""
    if row.asks_outside:
        return [json.loads(world.scene.asks(row, OLIVIA, world.ids).text)]
    store = world.scene.desk.store
    with undone(store):
        last = store.database.execute_sql("SELECT max(id) FROM outbox").fetchone()[0]
        told = [json.loads(world.scene.asks(row, OLIVIA, world.ids).text)]
        sent = "SELECT payload FROM outbox WHERE id > ?"
        told += [json.loads(one) for (one,) in store.database.execute_sql(sent, (last,)).fetchall()]
    return told


def marked_up(told: Any) -> Iterator[str]:
    """The texts in it in which Slack looks for mentions and links."""
    for one in elements(told):
        text = one.get("text")
        if isinstance(text, str) and one.get("type") not in NOT_MRKDWN:
            yield text
