"""What happens to a request between Slack's door and the listener, and on the way back."""

import logging
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from peewee import OperationalError

from bot.dispatcher import Routes
from commands.asked import Asked
from commands.blocks import labelled, text_input
from commands.replies import Message, View
from desk.access import authorize
from rules.roles import Action
from rules.words import refuse
from storage import access_requests, members, practices
from storage.failures import too_busy
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, OTHER_TEAM, STRANGER, TEAM
from tests.support.office import Office, office
from tests.support.slack_api import Failure
from tests.support.slack_requests import command_body, form

CARD = "4242 4242 4242 4242"


def says(text: str) -> Message:
    block = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    return Message(text=text, blocks=[block])


def table(asked: Asked) -> None:
    newer = {"type": "table", "rows": [[{"type": "raw_text", "text": "fees"}]]}
    asked.reply.show(Message("fees", [newer], plain=says("fees in sections").blocks))


def who(asked: Asked) -> None:
    asked.reply.show(says(f"{asked.person.slack_user} {asked.person.role} {asked.say.code}"))


def refused(asked: Asked) -> None:
    raise refuse("Name an amount, for example {example}. See /fees help.", example="<100>")


def broken(asked: Asked) -> None:
    raise ValueError(f"secret {asked.text}")


def halfway(asked: Asked) -> None:
    members.set_language(asked.desk.store, asked.practice.id, OLIVIA, "en", asked.desk.clock())
    raise ValueError("after the change")


slow_may_answer = threading.Event()


def slow(asked: Asked) -> None:
    assert slow_may_answer.wait(20)
    who(asked)


def slow_view() -> View:
    assert slow_may_answer.wait(20)
    return {**VIEW, "callback_id": "at-last"}


def refused_view(asked: Asked) -> View:
    raise refuse("Name an amount, for example {example}. See /fees help.", example="<100>")


VIEW = {"type": "modal", "title": {"type": "plain_text", "text": "Paydesk"}, "blocks": []}
FORM = {
    **VIEW,
    "callback_id": "errors",
    "blocks": [labelled("Amount", text_input("amount", "120.50"))],
}

LISTENERS = Routes(
    commands={
        "who": who,
        "table": table,
        "refused": refused,
        "broken": broken,
        "halfway": halfway,
        "silent": lambda asked: None,
        "private": lambda asked: authorize(asked.person, Action.SEE_CLIENTS),
        "slow": slow,
        "modal": lambda asked: asked.reply.open(VIEW),
        "opens": lambda asked: asked.reply.open_slowly(VIEW, slow_view),
        "declines": lambda asked: asked.reply.open_slowly(VIEW, lambda: refused_view(asked)),
    },
    actions={
        "who": who,
        "broken": broken,
        "refused": refused,
        "card": lambda asked: asked.reply.redraw(says("the card")),
        "page:": lambda asked: asked.reply.replace(says(f"page {asked.value}")),
        "modal": lambda asked: asked.reply.open(VIEW),
        "inside": lambda asked: asked.reply.update(VIEW),
        "form": lambda asked: asked.reply.update(FORM),
        "entered": lambda asked: asked.reply.errors({"amount": "Name an amount."}),
        "opens": lambda asked: asked.reply.open_slowly(VIEW, slow_view),
        "slowly": lambda asked: asked.reply.update_slowly(VIEW, slow_view),
    },
    views={
        "errors": lambda asked: asked.reply.errors({"amount": "Name an amount."}),
        "update": lambda asked: asked.reply.update(FORM),
        "close": lambda asked: asked.reply.close(),
        "who": who,
        "refused": refused,
        "broken": broken,
        "slow": slow,
    },
)


@pytest.fixture
def desk(database_url: str) -> Iterator[Office]:
    slow_may_answer.clear()
    with office(database_url, LISTENERS) as working:
        yield working


def test_the_answer_stands_in_the_acknowledgement(desk: Office) -> None:
    answer = desk.types(OLIVIA, "/who")
    assert answer.status == 200
    assert answer.body["response_type"] == "ephemeral"
    assert "U0OLIVIA owner en" in answer.text


@pytest.mark.parametrize(
    ("user", "expected"),
    [(FLORENCE, "front_desk fr"), (BEN, "biller en"), (NOAH, "none en")],
)
def test_each_person_is_known_by_role_and_language(desk: Office, user: str, expected: str) -> None:
    assert expected in desk.types(user, "/who").text


def test_slack_is_asked_once_for_the_language_of_somebody_new(desk: Office) -> None:
    desk.slack.locales["U0NEW"] = "fr-CA"
    assert "none fr" in desk.types("U0NEW", "/who").text
    assert "none fr" in desk.types("U0NEW", "/who").text
    assert len(desk.slack.made("users.info")) == 1


def test_without_slacks_word_the_practices_language_is_spoken(desk: Office) -> None:
    desk.slack.fails_next("users.info", Failure(drop=True))
    assert "none en" in desk.types("U0NEW", "/who").text


def test_a_changed_language_is_noticed(desk: Office) -> None:
    desk.slack.locales[BEN] = "fr-FR"
    desk.event({"type": "user_change", "user": {"id": BEN}}, "Ev1")
    desk.slack.wait_for("users.info")
    desk.paydesk.worker.stop()
    assert "biller fr" in desk.types(BEN, "/who").text


def test_a_command_with_another_prefix_is_the_same_command(desk: Office) -> None:
    assert "U0OLIVIA owner" in desk.types(OLIVIA, "/np-who").text


def test_a_refusal_is_shown_as_it_is(desk: Office) -> None:
    answer = desk.types(OLIVIA, "/refused")
    section = answer.body["blocks"][0]["text"]
    assert section["type"] == "plain_text"
    assert section["text"] == "Name an amount, for example <100>. See /fees help."
    assert answer.body["text"] == "Name an amount, for example &lt;100&gt;. See /fees help."


def test_who_has_asked_for_access_is_not_told_to_ask(desk: Office) -> None:
    assert "press “Ask for access”" in desk.types(NOAH, "/private").text
    store = desk.paydesk.desk.store
    practice = practices.by_team(store, TEAM)
    assert practice is not None
    access_requests.ask(store, practice.id, NOAH, 1)
    said = desk.types(NOAH, "/private").text
    assert "You have asked for access" in said
    assert "press" not in said


def test_what_broke_gives_a_reference_that_stands_in_the_log(
    desk: Office, caplog: pytest.LogCaptureFixture
) -> None:
    answer = desk.types(OLIVIA, "/broken", "xyzzy")
    assert "xyzzy" not in answer.text
    assert "Traceback" not in answer.text
    (record,) = [record for record in caplog.records if hasattr(record, "reference")]
    assert record.reference in answer.text


def test_a_listener_that_says_nothing_is_not_silence(desk: Office) -> None:
    assert "reference" in desk.types(OLIVIA, "/silent").text


def test_an_unknown_command_gets_a_sentence(desk: Office) -> None:
    assert "another version of Paydesk" in desk.types(OLIVIA, "/charge").text


def test_an_old_button_gets_a_sentence(desk: Office) -> None:
    desk.clicks(OLIVIA, "gone")
    (sent,) = desk.slack.wait_for("response_url")
    assert "another version of Paydesk" in sent["text"]
    assert sent["replace_original"] is False


@pytest.mark.parametrize("name", ["broken", "refused"])
def test_after_a_click_the_sentence_comes_where_it_was_clicked(desk: Office, name: str) -> None:
    assert desk.clicks(OLIVIA, name).status == 200
    (sent,) = desk.slack.wait_for("response_url")
    assert sent["response_type"] == "ephemeral"
    assert sent["replace_original"] is False


def test_after_a_click_in_a_modal_the_sentence_comes_on_top_of_it(desk: Office) -> None:
    assert desk.clicks(OLIVIA, "refused", view={"id": "V1"}).status == 200
    (sent,) = desk.slack.wait_for("views.push")
    assert "Name an amount" in str(sent["view"])


@pytest.mark.parametrize("name", ["broken", "refused"])
def test_a_refused_submission_keeps_what_was_typed_under_the_sentence(
    desk: Office, name: str
) -> None:
    assert desk.submits(OLIVIA, name, {"amount": "x"}).body["response_action"] == "push"


def test_a_button_replaces_its_message(desk: Office) -> None:
    desk.clicks(OLIVIA, "page:2", value="2")
    (sent,) = desk.slack.wait_for("response_url")
    assert sent["replace_original"] is True
    assert sent["text"] == "page 2"


@pytest.mark.parametrize("container", [{"is_ephemeral": False}, {"is_ephemeral": None}])
def test_what_others_read_too_stays_and_the_person_sees_the_answer_in_a_window(
    desk: Office, container: dict[str, Any]
) -> None:
    desk.clicks(OLIVIA, "page:2", value="2", container=container)
    (sent,) = desk.slack.wait_for("views.open")
    assert "page 2" in str(sent["view"])
    assert desk.slack.made("response_url") == []


def test_a_card_that_others_read_too_is_drawn_anew_in_its_place(desk: Office) -> None:
    desk.clicks(OLIVIA, "card", container={"is_ephemeral": False})
    (sent,) = desk.slack.wait_for("response_url")
    assert (sent["replace_original"], sent["text"]) == (True, "the card")


def test_in_a_thread_the_answer_to_a_click_comes_into_the_thread(desk: Office) -> None:
    desk.clicks(OLIVIA, "refused", container={"is_ephemeral": False, "thread_ts": "17.1"})
    (sent,) = desk.slack.wait_for("response_url")
    assert (sent["thread_ts"], sent["replace_original"]) == ("17.1", False)


def test_submissions_answer_in_the_acknowledgement(desk: Office) -> None:
    errors = desk.submits(OLIVIA, "errors", {"amount": ""})
    assert errors.body == {"response_action": "errors", "errors": {"amount": "Name an amount."}}
    assert desk.submits(OLIVIA, "update", {}).body["response_action"] == "update"
    assert desk.submits(OLIVIA, "close", {}).body == {}
    assert "U0OLIVIA owner" in desk.submits(OLIVIA, "who", {}).text


def test_what_is_wrong_after_enter_stands_in_the_same_window(desk: Office) -> None:
    desk.clicks(OLIVIA, "entered", view={**FORM, "id": "V9"})
    (sent,) = desk.slack.wait_for("views.update")
    assert sent["view_id"] == "V9"
    assert [one["type"] for one in sent["view"]["blocks"]] == ["input", "section"]
    assert "Name an amount." in str(sent["view"])


def test_what_was_typed_does_not_go_into_the_next_form_of_the_window(desk: Office) -> None:
    def blocks(view: Any) -> list[str]:
        return [one["block_id"] for one in view["blocks"]]

    there = {**FORM, "id": "V9", "hash": "1.a"}
    desk.clicks(OLIVIA, "form", view={**there, "callback_id": "another"})
    desk.clicks(OLIVIA, "form", view=there)
    other, same = (one["view"] for one in desk.slack.wait_for("views.update", 2))
    assert (blocks(other), blocks(same)) == (["amount~1.a"], ["amount"])
    assert blocks(desk.submits(OLIVIA, "update", {}).body["view"]) == ["amount~"]


def test_a_modal_opens_from_a_command_and_from_a_click(desk: Office) -> None:
    assert desk.types(OLIVIA, "/modal").status == 200
    desk.clicks(OLIVIA, "modal")
    assert len(desk.slack.wait_for("views.open", 2)) == 2
    desk.clicks(OLIVIA, "modal", view={"id": "V1"})
    desk.slack.wait_for("views.push")
    desk.clicks(OLIVIA, "inside", view={"id": "V9"})
    assert desk.slack.wait_for("views.update")[0]["view_id"] == "V9"


def test_what_takes_long_is_shown_after_something_that_says_so(desk: Office) -> None:
    assert desk.clicks(OLIVIA, "slowly", view={"id": "V9"}).status == 200
    (meanwhile,) = desk.slack.wait_for("views.update")
    assert (meanwhile["view_id"], meanwhile["view"]) == ("V9", VIEW)
    slow_may_answer.set()
    shown = desk.slack.wait_for("views.update", 2)[1]
    assert (shown["view_id"], shown["view"]["callback_id"]) == ("V9", "at-last")


def test_a_window_opens_before_what_it_shows_is_there(desk: Office) -> None:
    assert desk.types(OLIVIA, "/opens").status == 200
    (opened,) = desk.slack.wait_for("views.open")
    assert opened["view"] == VIEW
    assert desk.slack.made("views.update") == []
    slow_may_answer.set()
    (shown,) = desk.slack.wait_for("views.update")
    assert (shown["view_id"], shown["view"]["callback_id"]) == ("V1", "at-last")


def test_a_window_on_top_of_another_is_the_one_that_is_filled(desk: Office) -> None:
    slow_may_answer.set()
    desk.clicks(OLIVIA, "opens", view={"id": "V9"})
    (shown,) = desk.slack.wait_for("views.update")
    assert shown["view_id"] == "V2"


def test_what_is_refused_after_the_window_opened_stands_in_it(desk: Office) -> None:
    desk.types(OLIVIA, "/declines")
    (shown,) = desk.slack.wait_for("views.update")
    assert shown["view_id"] == "V1"
    assert "Name an amount" in str(shown["view"])
    assert desk.slack.made("response_url") == []


def test_a_window_that_slack_does_not_open_is_not_filled(desk: Office) -> None:
    slow_may_answer.set()
    desk.slack.fails_next("views.open", Failure(body={"ok": False, "error": "expired_trigger_id"}))
    desk.types(OLIVIA, "/opens")
    (sent,) = desk.slack.wait_for("response_url")
    assert "Please try again" in sent["text"]
    desk.paydesk.worker.stop()
    assert desk.slack.made("views.update") == []


def test_an_expired_trigger_gets_a_sentence(desk: Office) -> None:
    expired = {"ok": False, "error": "expired_trigger_id"}
    desk.slack.fails_next("views.open", Failure(body=expired))
    desk.types(OLIVIA, "/modal")
    (sent,) = desk.slack.wait_for("response_url")
    assert "Please try again" in sent["text"]


def test_an_answer_that_takes_too_long_follows_its_acknowledgement(desk: Office) -> None:
    answer = desk.types(OLIVIA, "/slow")
    assert (answer.status, answer.body) == (200, {})
    slow_may_answer.set()
    (sent,) = desk.slack.wait_for("response_url")
    assert "U0OLIVIA owner" in sent["text"]


def test_a_submission_that_takes_too_long_shows_one_moment_and_then_the_outcome(
    desk: Office,
) -> None:
    answer = desk.submits(OLIVIA, "slow", {})
    assert "One moment" in answer.text
    slow_may_answer.set()
    (sent,) = desk.slack.wait_for("views.update")
    assert "U0OLIVIA owner" in str(sent["view"])


def test_a_table_goes_into_the_acknowledgement_once_the_workspace_has_taken_one(
    desk: Office,
) -> None:
    assert desk.types(OLIVIA, "/table").body == {}
    (sent,) = desk.slack.wait_for("response_url")
    assert sent["blocks"][0]["type"] == "table"
    answers = (desk.types(OLIVIA, "/table").body for _ in range(30))
    assert next(body for body in answers if body)["blocks"][0]["type"] == "table"


def test_a_workspace_without_tables_gets_sections(desk: Office) -> None:
    refusal = Failure(status=400, body={"ok": False, "error": "invalid_blocks"})
    desk.slack.fails_next("response_url", refusal)
    desk.types(OLIVIA, "/table")
    assert desk.slack.wait_for("response_url", 2)[1]["blocks"][0]["type"] == "section"
    desk.types(OLIVIA, "/table")
    assert desk.slack.wait_for("response_url", 3)[2]["blocks"][0]["type"] == "section"


@pytest.mark.parametrize("failure", [Failure(status=404, body={}), Failure(drop=True)])
def test_an_answer_that_the_response_url_did_not_take_comes_as_a_direct_message(
    desk: Office, failure: Failure
) -> None:
    desk.slack.fails_next("response_url", failure)
    desk.clicks(OLIVIA, "page:2", value="2")
    (sent,) = desk.slack.wait_for("chat.postMessage")
    assert (sent["channel"], sent["text"]) == (OLIVIA, "page 2")


def test_answers_go_to_no_address_but_slacks(desk: Office) -> None:
    desk.clicks(OLIVIA, "page:2", value="2", response_url="http://169.254.169.254/latest")
    (sent,) = desk.slack.wait_for("chat.postMessage")
    assert sent["text"] == "page 2"


def test_a_stranger_from_another_practice_has_no_role_here(desk: Office) -> None:
    assert "U0STRANGER owner" in desk.types(STRANGER, "/who", team=OTHER_TEAM).text
    assert "U0STRANGER none" in desk.types(STRANGER, "/who").text


def test_somebody_of_an_unknown_workspace_is_told_so(desk: Office) -> None:
    assert "another organisation" in desk.types("U0X", "/who", team="T0UNKNOWN").text


def test_in_a_shared_channel_people_of_another_organisation_are_told_so(desk: Office) -> None:
    desk.clicks("U0GUEST", "who", element={"action_id": "who", "type": "button"})
    known = desk.slack.wait_for("response_url")[0]["text"]
    assert "U0GUEST none" in known
    from tests.support.slack_requests import click_body, payload_form

    body = click_body("who", "U0GUEST", TEAM, response_url=desk.slack.response_url())
    body["user"]["team_id"] = "T0ELSEWHERE"
    desk.sends(payload_form(body))
    assert "another organisation" in desk.slack.wait_for("response_url", 2)[1]["text"]


def test_a_card_number_is_refused_wherever_it_is_typed(
    desk: Office, caplog: pytest.LogCaptureFixture
) -> None:
    assert "card number" in desk.types(OLIVIA, "/who", f"Nora {CARD}").text
    assert "card number" in desk.submits(OLIVIA, "who", {"note": CARD}).text
    typed = {"action_id": "who", "type": "plain_text_input", "value": CARD}
    desk.clicks(OLIVIA, "who", element=typed)
    assert "card number" in desk.slack.wait_for("response_url")[0]["text"]
    assert "4242" not in caplog.text


def test_one_persons_flood_is_answered_with_a_sentence_and_others_are_served(
    desk: Office,
) -> None:
    answers = [desk.types(BEN, "/who").text for _ in range(60)]
    assert "wait a few seconds" in answers[-1]
    assert "U0OLIVIA owner" in desk.types(OLIVIA, "/who").text


def test_a_command_typed_twice_is_answered_twice(desk: Office) -> None:
    first, second = desk.types(OLIVIA, "/who"), desk.types(OLIVIA, "/who")
    assert "U0OLIVIA owner" in first.text
    assert "U0OLIVIA owner" in second.text


def test_twenty_at_once_are_all_answered(desk: Office) -> None:
    answers: list[str] = []

    def ask(number: int) -> None:
        answers.append(desk.types(f"U0PERSON{number}", "/who").text)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all("none en" in text for text in answers)
    assert len(answers) == 20


@pytest.mark.parametrize(
    "body",
    [
        form(command_body("/who", "", OLIVIA, TEAM)) + "&payload=%7B%22type%22%3A1%7D",
        "payload=%7B%22type%22%3A%22dialog_submission%22%7D",
        "payload=%7B%22type%22%3A%22view_closed%22%2C%22view%22%3A%7B%7D%7D",
        "payload=%7B%22type%22%3A%22workflow_step_edit%22%7D",
        "ssl_check=1&token=x",
    ],
)
def test_whatever_else_slack_sends_is_acknowledged(desk: Office, body: str) -> None:
    assert desk.sends(body).status == 200


def test_an_external_select_of_another_version_gets_an_empty_list(desk: Office) -> None:
    body = "payload=%7B%22type%22%3A%22block_suggestion%22%2C%22action_id%22%3A%22x%22%7D"
    assert desk.sends(body).body == {"options": []}


def test_while_the_database_is_away_people_are_told_that_nothing_was_done(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object, **kwargs: object) -> None:
        raise OperationalError("the server closed the connection unexpectedly")

    monkeypatch.setattr(desk.paydesk.desk.store.database, "run", away)
    assert "nothing was done" in desk.types(OLIVIA, "/who").text
    assert "nothing was done" in desk.submits(OLIVIA, "who", {}).text


@pytest.mark.parametrize("typed", ["/np-refused", "/np-unknown"])
def test_a_sentence_names_commands_as_they_are_named_here(desk: Office, typed: str) -> None:
    text = desk.types(OLIVIA, typed).text
    assert "/np-fees" in text
    assert " /fees" not in text


def test_one_answer_that_failed_does_not_make_the_workspace_take_tables(desk: Office) -> None:
    desk.slack.fails_next("response_url", Failure(status=500, body={}))
    desk.types(OLIVIA, "/table")
    desk.slack.wait_for("chat.postMessage")
    assert desk.types(OLIVIA, "/table").body == {}


def test_a_look_up_is_answered_though_the_language_cannot_be_kept(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*args: object) -> None:
        raise too_busy()

    monkeypatch.setattr(members, "remember_locale", busy)
    assert "none en" in desk.types("U0NEW", "/who").text


def test_what_was_recorded_before_something_broke_is_not_called_undone(desk: Office) -> None:
    text = desk.types(OLIVIA, "/halfway").text
    assert "was recorded" in text
    assert "nothing was changed" not in text


def test_a_request_leaves_our_own_log_as_loud_as_it_was(
    desk: Office, caplog: pytest.LogCaptureFixture
) -> None:
    """Bolt gives the logger of its app's name the level of its own."""
    desk.types(OLIVIA, "/who")
    logging.getLogger("paydesk.stripe").warning("still heard")
    assert "still heard" in caplog.text
