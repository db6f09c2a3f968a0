"""What was deleted, edited or erased is read nowhere any more, in the store or in Slack."""

from collections.abc import Iterator

import pytest

from desk.context import Desk
from desk.help import agents
from desk.help.changes import forget_mentioning
from rules.help_state import State
from sandbox.slack import acts
from sandbox.slack.server import Server
from storage import outbox
from storage.database import Store
from storage.models import HelpMessage, Outbox
from tests.bot.help_scene import AGENTS, HelpScene, handed_over, help_workspace, read, scene_in
from tests.sandbox.slack.support import HELP
from tests.support.cast import FLORENCE, SAM, Cast, FrozenClock
from tests.support.stores import ON_SQLITE

pytestmark = ON_SQLITE
ASKED = "Combien coûte un prélèvement SEPA pour Ada ?"
HOUR = 60 * 60 * 1_000


@pytest.fixture(scope="module")
def workspace() -> Iterator[Server]:
    with help_workspace() as server:
        yield server


@pytest.fixture
def scene(store: Store, cast: Cast, clock: FrozenClock, workspace: Server) -> HelpScene:
    clock.advance(7 * HOUR)  # 10 in the morning in Texas.
    return scene_in(Desk(store, clock, b"claims"), clock, workspace)


def all_posts(scene: HelpScene) -> str:
    """All that Paydesk has written and that still stands somewhere."""
    rooms = scene.slack._rooms.values()
    bot = scene.slack.identity.bot_user
    posts = [one for room in rooms for one in room._by_ts.values() if one.user == bot]
    return "\n".join(f"{one.text} {one.blocks}" for one in posts)


def everything_told(scene: HelpScene) -> str:
    """The ts of a question of which everybody was told everything that they can be."""
    ts = handed_over(scene, ASKED)
    scene.clock.advance(2 * HOUR)
    scene.hears_nothing()
    assert "Nobody has taken" in all_posts(scene)
    scene.says(FLORENCE, "Ada attend", thread=ts)
    scene.hears()
    [asked] = scene.questions()
    agents.reply(scene.desk, scene.practice, scene.person(SAM), asked.uid, "Ada: 0,8 %", "V1")
    scene.hears_nothing()
    assert all_posts(scene).count("Ada") > 6
    return ts


def test_what_was_told_of_a_deleted_question_goes_with_it(scene: HelpScene) -> None:
    ts = everything_told(scene)
    acts.delete(scene.slack, FLORENCE, HELP, ts)
    scene.hears()
    assert "Ada" not in all_posts(scene)
    [left] = scene.thread(FLORENCE, ts)[:1]
    assert "La question a été supprimée" in left
    [card] = scene.slack.messages(SAM, AGENTS)
    assert "Deleted by who asked it" in read(card)
    kept = repr(scene.desk.store.select(Outbox.select()))
    assert "Ada" not in kept


def test_what_was_told_of_an_erased_client_goes_and_nobody_is_said_to_have_deleted_it(
    scene: HelpScene,
) -> None:
    ts = everything_told(scene)
    forget_mentioning(scene.desk, scene.practice.id, ["Ada"])
    scene.hears_nothing()
    assert "Ada" not in all_posts(scene)
    assert "effacées avec les données d’un client" in scene.thread(SAM, ts)[0]
    [card] = scene.slack.messages(SAM, AGENTS)
    assert "Erased with a client’s data" in read(card)
    assert scene.questions()[0].state == State.ERASED


def test_when_somebody_will_be_there_is_not_said_of_a_deleted_question(scene: HelpScene) -> None:
    scene.clock.advance(10 * HOUR)
    ts = handed_over(scene, ASKED)
    assert "Il n’y a personne" in scene.thread(FLORENCE, ts)[-1]
    acts.delete(scene.slack, FLORENCE, HELP, ts)
    scene.hears()
    assert len(scene.thread(FLORENCE, ts)) == 1


def test_what_is_still_on_its_way_is_not_sent_and_what_is_being_sent_is_taken_back(
    scene: HelpScene,
) -> None:
    ts = handed_over(scene, ASKED)
    scene.says(FLORENCE, "Ada attend", thread=ts)
    scene.says(FLORENCE, "Ada attend encore", thread=ts)
    for told in scene.arrived():
        scene.intake.take_in(told)
    scene.worker._handle_inbox()
    [row] = outbox.claim(scene.desk.store, "another worker", scene.clock(), 60_000, 1)
    assert "Ada attend" in str(row.payload)
    acts.delete(scene.slack, FLORENCE, HELP, ts)
    scene.hears_nothing()
    scene.hears_nothing()
    assert "Ada" not in all_posts(scene)
    assert scene.posts_as_claimed(row)
    scene.hears_nothing()
    assert "Ada" not in all_posts(scene)


@pytest.mark.parametrize("is_deleted", [True, False])
def test_what_was_written_to_it_and_changed_since_is_read_as_it_is_now(
    scene: HelpScene, is_deleted: bool
) -> None:
    ts = handed_over(scene, "Combien coûte un prélèvement SEPA ?")
    more = scene.says(FLORENCE, "C'est pour Ada", thread=ts)
    scene.hears()
    assert "Ada" in all_posts(scene)
    if is_deleted:
        acts.delete(scene.slack, FLORENCE, HELP, more)
    else:
        acts.edit(scene.slack, FLORENCE, HELP, more, "C'est pour une cliente")
    scene.hears()
    assert "Ada" not in all_posts(scene)
    [card] = scene.slack.messages(SAM, AGENTS)
    lines = scene.thread(SAM, card.ts, AGENTS)
    assert ["has changed what they wrote" in one for one in lines] == [True] * (not is_deleted)
    assert scene.questions()[0].state == State.WAITING


def test_agents_are_told_that_a_question_was_changed(scene: HelpScene) -> None:
    ts = handed_over(scene, ASKED)
    scene.clock.advance(2 * HOUR)
    scene.hears_nothing()
    for text in ("Combien coûte un prélèvement SEPA en Irlande ?", "Combien coûte SEPA ?"):
        scene.clock.advance(1_000)
        acts.edit(scene.slack, FLORENCE, HELP, ts, text)
        scene.hears()
    assert "Ada" not in all_posts(scene)
    card = scene.slack.messages(SAM, AGENTS)[0]
    [line] = scene.thread(SAM, card.ts, AGENTS)
    assert "has changed the question" in line
    assert "Combien coûte SEPA ?" in line


def test_what_can_be_taken_back_later_is_kept_as_long_as_the_question(scene: HelpScene) -> None:
    everything_told(scene)
    month = 31 * 24 * HOUR
    scene.clock.advance(2 * month)
    scene.worker._forget_old_rows()
    kept = [row["uid"] for row in scene.desk.store.select(Outbox.select(Outbox.uid))]
    assert kept
    assert all(uid.startswith("help:") for uid in kept)
    scene.clock.advance(12 * month)
    scene.hears_nothing()
    scene.worker._forget_old_rows()
    assert not any("Ada" in repr(row) for row in scene.desk.store.select(Outbox.select()))
    assert scene.desk.store.select(HelpMessage.select()) == []
