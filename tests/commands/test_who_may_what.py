"""Each entry as each role, as a stranger of another practice and as a guest: only what the table of
roles lets anyone do, and nothing of another practice. Asked through the bot's own dispatcher."""

import itertools
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bot.dispatcher import Dispatcher
from bot.incoming import Incoming, Kind
from bot.installations import Installations
from bot.lateness import LateAcknowledgements
from bot.readiness import Contacts
from bot.routes import ROUTES
from commands.asked import Outside
from commands.home.views import home_view
from desk.access import Person
from desk.access_requests import role_of
from desk.channels import Readers
from desk.context import Desk
from desk.home import home_of
from desk.language import Language
from rules.roles import Role
from storage import members
from storage.database import open_store
from storage.store import Store
from tests.commands.entries import ACTION, COMMAND, ROWS, SEARCH, VIEW, Row
from tests.support.blockcheck import elements
from tests.support.cast import (
    BEN,
    FLORENCE,
    NOAH,
    OLIVIA,
    OTHER_TEAM,
    SAM,
    STRANGER,
    TEAM,
    FrozenClock,
    enter_cast,
)
from tests.support.chat import RecordingReply
from tests.support.keys import TEST_KEY
from tests.support.postgres import Postgres
from tests.support.running import NOWHERE
from tests.support.two_practices import (
    EN,
    LEFT,
    Ids,
    TwoPractices,
    enter_two_practices,
    rows_of,
    strays,
)

PEOPLE = {
    OLIVIA: Role.OWNER,
    BEN: Role.BILLER,
    FLORENCE: Role.FRONT_DESK,
    SAM: Role.SUPPORT,
    NOAH: Role.NONE,
    LEFT: Role.NONE,
}
NOT_THEIR_ROLE = (
    *("Only an owner", "Only the people at the desk", "Only owners, billers and support agents"),
    "You have no role at this",
)
KINDS = {
    COMMAND: [Kind.COMMAND],
    ACTION: [Kind.CLICK, Kind.CLICK_IN_VIEW, Kind.CLICK_IN_HOME, Kind.SHORTCUT],
    VIEW: [Kind.SUBMISSION],
    SEARCH: [Kind.SEARCH],
}
NONSENSE = ("9" * 30, "9" * 10_000, "²", "-1", "0", "' OR 1=1")
TRIED_ON_POSTGRESQL = 6
"""Every how manieth entry."""
each_entry = pytest.mark.parametrize(
    "row", ROWS, ids=[f"{number} {row.name}" for number, row in enumerate(ROWS)]
)


@dataclass
class Heard(RecordingReply):
    """What the dispatcher sends to the person."""

    say: Language = field(default_factory=lambda: EN)

    def refuse(self, text: str) -> None:
        self.answers.append(("refused", text))

    @property
    def kind(self) -> str:
        [(kind, _)] = self.answers
        return kind

    @property
    def text(self) -> str:
        """Everything in it, whether it is shown or not."""
        return json.dumps([what for _, what in self.answers], default=vars, ensure_ascii=False)

    def found_nothing(self) -> bool:
        return self.kind in ("refused", "errors") or self.answers == [("offer", [])]

    def names(self) -> Iterator[tuple[str, str]]:
        """What can be pressed, chosen or submitted in it, by the table that answers."""
        for one in elements(json.loads(self.text)):
            if "action_id" in one:
                yield (SEARCH if one["type"] == "external_select" else ACTION), one["action_id"]
            if "callback_id" in one:
                yield VIEW, one["callback_id"]


class _English:
    def locale(self, *_: object) -> str:
        return "en-US"


class _Channels:
    def readers(self, *_: object) -> Readers:
        return Readers()


@dataclass(frozen=True)
class Scene:
    """Both practices, open for business."""

    desk: Desk
    world: TwoPractices

    def asks(self, row: Row, user: str, at: Ids, kind: Kind | None = None, **who: str) -> Heard:
        """The entry, with a request made from the ids `at`; `who`: another team or user_team."""
        incoming = Incoming(
            kind=kind or KINDS[row.table][0],
            **{"team": TEAM, "user_team": TEAM, "user": user, **who},  # type: ignore[arg-type]
            name=row.asked,
            command=f"/{row.name}" if row.table == COMMAND else "",
            text=row.text(at),
            value=row.value(at),
            values=row.values(at),
            private=row.private(at),
        )
        heard = Heard()
        # A new one each time: it would think that somebody is in a great hurry.
        self._dispatcher().answer(incoming, heard, [])
        assert len(heard.answers) == 1
        assert "Something went wrong" not in heard.text, heard.text
        return heard

    def ids(self, user: str) -> Ids:
        return self.world.ours.get(user, self.world.ours[""])

    def _dispatcher(self) -> Dispatcher:
        installations = Installations(self.desk.store, NOWHERE)
        return Dispatcher(
            self.desk,
            ROUTES,
            installations,
            _English(),  # type: ignore[arg-type]
            NOWHERE,
            LateAcknowledgements(),
            Contacts(),
            Outside(None, _Channels()),
        )


@contextmanager
def scene_in(url: str) -> Iterator[Scene]:
    clock = FrozenClock()
    store = open_store(url, TEST_KEY, clock)
    try:
        address = "https://practice.example/admin"
        desk = Desk(store, clock, claim_secret=b"of the tests", admin_url=address)
        yield Scene(desk, enter_two_practices(desk, enter_cast(store)))
    finally:
        store.close()


@pytest.fixture(scope="module")
def scene(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    path = tmp_path_factory.mktemp("roles") / "paydesk.db"
    shutil.copy(sqlite_template, path)
    with scene_in(f"sqlite:///{path}") as opened:
        yield opened


@pytest.fixture(scope="module")
def scene_on_postgresql(postgres: Postgres) -> Iterator[Scene]:
    with postgres.lent() as url, scene_in(url) as opened:
        yield opened


class _Undo(Exception):
    pass


@contextmanager
def undone(store: Store) -> Iterator[None]:
    """What is done in it was never done."""
    with suppress(_Undo), store.transaction():
        yield
        raise _Undo


def test_every_entry_stands_in_the_table_of_this_test() -> None:
    tables = (COMMAND, ACTION, VIEW, SEARCH)
    registered = {(table, name) for table in tables for name in getattr(ROUTES, table)}
    assert {(row.table, row.name) for row in ROWS} == registered


@each_entry
def test_who_may_not_is_refused_in_a_sentence_and_nothing_changes(scene: Scene, row: Row) -> None:
    refuses_whoever_may_not(scene, row)


@pytest.mark.parametrize("row", ROWS[::TRIED_ON_POSTGRESQL], ids=lambda row: row.name)
def test_on_postgresql_too(scene_on_postgresql: Scene, row: Row) -> None:
    refuses_whoever_may_not(scene_on_postgresql, row)
    keeps_practices_apart(scene_on_postgresql, row)


def refuses_whoever_may_not(scene: Scene, row: Row) -> None:
    before = rows_of(scene.desk.store)
    for user, role in PEOPLE.items():
        if role in row.roles:
            continue
        for kind in KINDS[row.table]:
            heard = scene.asks(row, user, scene.ids(user), kind)
            assert heard.kind == "refused", f"{role} got {heard.text}"
            assert heard.answers[0][1].startswith(row.says or NOT_THEIR_ROLE), heard.text
            reveals_nothing(heard, scene.world.secrets)
    assert rows_of(scene.desk.store) == before


@each_entry
def test_who_may_is_let_in(scene: Scene, row: Row) -> None:
    """Otherwise the refusals above could be for another reason."""
    for user, role in PEOPLE.items():
        if role in row.roles:
            heard = let_in(scene, row, user)
            if row.at_best:
                assert row.at_best in heard.text
                continue
            assert heard.kind not in ("refused", "errors"), f"{role} got {heard.text}"
            offers_only_what_they_may(heard, role)
            reveals_nothing(heard, scene.world.their_secrets)


def let_in(scene: Scene, row: Row, user: str) -> Heard:
    if row.asks_outside:
        return scene.asks(row, user, scene.ids(user))
    with undone(scene.desk.store):
        return scene.asks(row, user, scene.ids(user))


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.table == ACTION], ids=lambda row: row.name
)
def test_what_is_drawn_for_all_who_read_there_names_no_client(scene: Scene, row: Row) -> None:
    """Whatever else is to take the place of a shared message opens in a window."""
    for user in (OLIVIA, NOAH):
        heard = let_in(scene, row, user)
        if heard.kind == "redraw":
            reveals_nothing(heard, scene.world.secrets)


@pytest.mark.parametrize("user", PEOPLE)
def test_home_offers_only_what_they_may_and_names_no_client(scene: Scene, user: str) -> None:
    practice = scene.world.cast.practice
    person = Person(practice.id, user, role_of(scene.desk, practice.id, user))
    member = members.find(scene.desk.store, practice.id, user)
    home = home_of(scene.desk, practice, person, member)
    heard = Heard()
    heard.open(home_view(EN, home, scene.desk.clock()))
    offers_only_what_they_may(heard, PEOPLE[user])
    if person.role is Role.NONE:
        reveals_nothing(heard, scene.world.secrets)


@each_entry
def test_people_of_other_organisations_are_told_that_it_is_not_theirs(
    scene: Scene, row: Row
) -> None:
    """In channels that are shared, and where Paydesk is not installed at all."""
    before = rows_of(scene.desk.store)
    nowhere = {"team": "T0NOWHERE", "user_team": "T0NOWHERE"}
    for where, user in itertools.product(({"user_team": OTHER_TEAM}, nowhere), (OLIVIA, STRANGER)):
        heard = scene.asks(row, user, scene.ids(user), **where)
        assert heard.kind == "refused"
        assert heard.answers[0][1].startswith("Paydesk answers only people of the practice")
        reveals_nothing(heard, scene.world.secrets)
    assert rows_of(scene.desk.store) == before


@each_entry
def test_the_owner_of_another_practice_finds_nothing_here(scene: Scene, row: Row) -> None:
    keeps_practices_apart(scene, row)


def keeps_practices_apart(scene: Scene, row: Row) -> None:
    """As they work with their own, and with each of our ids put in the place of theirs."""
    asks_as_a_stranger(scene, row, scene.world.theirs)
    for name in named_in(row):
        mixed = replace(scene.world.theirs, **{name: getattr(scene.world.ours[""], name)})
        heard = asks_as_a_stranger(scene, row, mixed)
        assert row.goes_on or heard.found_nothing(), f"with our {name}: {heard.text}"


def asks_as_a_stranger(scene: Scene, row: Row, at: Ids) -> Heard:
    store, ours = scene.desk.store, scene.world.cast.practice.id
    where = {"team": OTHER_TEAM, "user_team": OTHER_TEAM}
    before = rows_of(store, ours)
    if row.asks_outside:
        heard = scene.asks(row, STRANGER, at, **where)
        assert rows_of(store, ours) == before
    else:
        with undone(store):
            heard = scene.asks(row, STRANGER, at, **where)
            assert rows_of(store, ours) == before
            assert strays(store) == []
    reveals_nothing(heard, scene.world.secrets)
    return heard


@each_entry
def test_nobody_gets_at_the_draft_of_a_colleague(scene: Scene, row: Row) -> None:
    if "draft" not in named_in(row):
        return
    for user in (BEN, FLORENCE):
        before = rows_of(scene.desk.store)
        heard = scene.asks(row, user, scene.ids(OLIVIA))
        assert heard.found_nothing(), heard.text
        assert rows_of(scene.desk.store) == before


@each_entry
def test_what_is_no_id_finds_nothing(scene: Scene, row: Row) -> None:
    before = rows_of(scene.desk.store)
    for name, nonsense in itertools.product(named_in(row) - {"search"}, NONSENSE):
        heard = scene.asks(row, OLIVIA, replace(scene.ids(OLIVIA), **{name: nonsense}))
        assert row.goes_on or heard.found_nothing(), f"{name} {nonsense[:30]}: {heard.text}"
    assert row.goes_on or rows_of(scene.desk.store) == before


def named_in(row: Row) -> set[str]:
    """Which ids the entry's request is made from, but for those that say nothing by themselves."""
    named: set[str] = set()

    class Asked:
        def __getattr__(self, name: str) -> str:
            named.add(name)
            return "1"

    for make in (row.value, row.private, row.text, row.values):
        make(Asked())  # type: ignore[arg-type]
    return named - {"version", "rule"}


def reveals_nothing(heard: Heard, secrets: tuple[str, ...]) -> None:
    assert [secret for secret in secrets if secret in heard.text] == []


def offers_only_what_they_may(heard: Heard, role: Role) -> None:
    for table, name in heard.names():
        answering = [
            row for row in ROWS if row.table == table and (row.name == name or _begins(row, name))
        ]
        exact = [row for row in answering if row.name == name] or answering
        assert not exact or any(role in row.roles for row in exact), f"{role} is offered {name}"


def _begins(row: Row, name: str) -> bool:
    return row.name == f"{name.rpartition(':')[0]}:"
