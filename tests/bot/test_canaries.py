"""Marked texts go in at every door; then database, log, and all that was sent are searched."""

import itertools
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest

from bot.routes import ROUTES
from tests.support.cast import BEN, NOAH, OLIVIA, SAM, TEAM
from tests.support.office import TOKEN, Office, office
from tests.support.slack_requests import (
    FORM,
    SIGNING_SECRET,
    click_body,
    payload_form,
    signed,
)
from tests.support.stores import every_value_on_both

CARDS = (
    "4242424242424242",
    "4000 0566 5566 5556",
    "3782-822463-10005",
    "５５５５５５５５５５５５４４４４",
)
TYPED = "canarytext"


@pytest.fixture
def desk(database_url: str, caplog: pytest.LogCaptureFixture) -> Iterator[Office]:
    caplog.set_level(logging.DEBUG)
    with office(database_url) as working:
        yield working


def through_every_door(desk: Office, text: str) -> list[str]:
    """What came back from each."""
    window = {"id": "V1", "callback_id": "fees:own:form"}
    typed = {"type": "plain_text_input", "value": text}
    rich = {"type": "rich_text_input", "rich_text_value": {"elements": [{"text": text}]}}
    shortcut = {
        "type": "message_action",
        "callback_id": "ask",
        "team": {"id": TEAM},
        "user": {"id": OLIVIA, "team_id": TEAM},
        "message": {"text": text},
        "trigger_id": "1.1.a",
    }
    suggestion = click_body("x", OLIVIA, TEAM) | {"type": "block_suggestion", "value": text}
    answers = [
        desk.types(OLIVIA, "/fees", text),
        desk.types(OLIVIA, "/billing", text),
        desk.types(OLIVIA, "/unknown", text),
        desk.submits(OLIVIA, "fees:own:form", {"source": text, "percent": "2.9"}),
        desk.submits(OLIVIA, "fees:own:form", {"source": rich}),
        desk.submits(OLIVIA, "billing:claim:form", {"code": text}),
        desk.submits(OLIVIA, "elsewhere:form", {"elsewhere_reference": text}),
        desk.submits(OLIVIA, "write_off:form", {"write_off_reason": text}),
        desk.clicks(OLIVIA, "fees:own", view=window, element={"action_id": "fees:own", **typed}),
        desk.sends(payload_form(shortcut)),
        desk.sends(payload_form(suggestion)),
    ]
    bad = f"command=%2Ffees&text={quote_plus(text)}"
    answers.append(desk.posts(bad, {**signed(bad, FORM), "X-Slack-Signature": "v0=0"}))
    return [answer.text for answer in answers]


def through_the_doors_of_help(desk: Office, text: str) -> list[str]:
    """What is asked there is kept for the agents, unless a card number is in it."""
    here = {"channel": "D0OLIVIA", "channel_type": "im", "user": OLIVIA}
    message = {"type": "message", "text": text, "ts": "1700000000.000100", **here}
    mention = message | {"type": "app_mention", "channel": "C0HELP", "channel_type": "channel"}
    later = {"text": text, "user": OLIVIA, "ts": message["ts"], "edited": {"ts": "1700000001.1"}}
    edit = {"type": "message", "subtype": "message_changed", "message": later, **here}
    about = {
        "type": "message_action",
        "callback_id": "help:ask",
        "team": {"id": TEAM},
        "user": {"id": OLIVIA, "team_id": TEAM},
        "channel": {"id": "C0HELP"},
        "message": {"text": text, "ts": "1700000000.000100"},
        "trigger_id": "1.1.a",
    }
    events = (message, message, mention, edit)
    return [
        desk.types(OLIVIA, "/billing", f"help {text}").text,
        desk.submits(OLIVIA, "help:reply:form", {"help_reply": text}).text,
        desk.sends(payload_form(about)).text,
        *(desk.event(one, f"Ev{number}").text for number, one in enumerate(events)),
    ]


def everything_kept(desk: Office, database_url: str) -> str:
    """The database as it stands on the disk, or as it reads."""
    desk.paydesk.worker.stop()
    if database_url.startswith("sqlite"):
        path = Path(database_url.removeprefix("sqlite:///"))
        files = [file for file in path.parent.glob(f"{path.name}*") if file.is_file()]
        return "".join(file.read_bytes().decode("latin-1") for file in files)
    database = desk.paydesk.desk.store.database
    rows: list[Any] = []
    for table in database.get_tables():
        rows += database.execute_sql(f'SELECT * FROM "{table}"').fetchall()
    return repr(rows)


def spellings(text: str) -> set[str]:
    plain = text.replace(" ", "").replace("-", "")
    return {text, plain, quote(text), quote_plus(text), json.dumps(text)[1:-1]}


@every_value_on_both
@pytest.mark.parametrize("card", CARDS)
def test_a_card_number_is_refused_at_every_entry_and_found_nowhere(
    desk: Office, database_url: str, caplog: pytest.LogCaptureFixture, card: str
) -> None:
    answers = [*through_every_door(desk, card), *through_the_doors_of_help(desk, card)]
    desk.slack.wait_for("chat.postEphemeral")
    sent = json.dumps([call.sent for call in desk.slack.calls], ensure_ascii=False)
    kept = everything_kept(desk, database_url)
    for spelling in spellings(card):
        assert spelling not in kept
        assert spelling not in caplog.text
        assert spelling not in sent
        assert all(spelling not in answer for answer in answers)
    assert "card number" in answers[0]
    assert "card number" in answers[3]


def test_a_card_number_in_any_field_of_any_form_is_refused_and_stored_nowhere(
    desk: Office, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Of a refund, a payment link, what was paid elsewhere or written off, what somebody has seen
    to, and all others: the number stands within other words, as people write it."""
    people = itertools.cycle((OLIVIA, BEN, SAM, NOAH))
    for callback_id, card in itertools.product(ROUTES.views, CARDS):
        answer = desk.submits(next(people), callback_id, {"a": "1", "b": f"Card {card}, thanks"})
        assert "card number" in answer.text, callback_id
        assert card not in answer.text
    kept = everything_kept(desk, database_url)
    sent = json.dumps([call.sent for call in desk.slack.calls], ensure_ascii=False)
    for spelling in set[str]().union(*map(spellings, CARDS)):
        assert spelling not in kept
        assert spelling not in caplog.text
        assert spelling not in sent


def test_no_secret_and_no_typed_text_reaches_the_log_at_any_level(
    desk: Office, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    through_every_door(desk, TYPED)
    assert TYPED not in caplog.text
    assert TYPED not in everything_kept(desk, database_url)
    for secret in (TOKEN, SIGNING_SECRET, "sk_test_51Example000000000000"):
        assert secret not in caplog.text
        assert secret not in everything_kept(desk, database_url)


def test_nothing_that_is_asked_reaches_the_log(
    desk: Office, caplog: pytest.LogCaptureFixture
) -> None:
    through_the_doors_of_help(desk, f"why was the {TYPED} declined?")
    desk.slack.wait_for("chat.postMessage")
    desk.paydesk.worker.stop()
    ours = [one for one in caplog.records if one.name.startswith("paydesk")]
    others = [one for one in caplog.records if one.levelno >= logging.INFO]  # As they are set.
    assert not [one for one in (*ours, *others) if TYPED in str(vars(one))]
