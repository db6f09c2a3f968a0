"""`paydesk ask` as a program among others."""

import json

from click.testing import CliRunner

from bot.ask_command import ask
from desk.access import Person
from desk.context import Desk
from desk.help import editing
from rules.roles import Role
from tests.support.cast import OTHER_TEAM, SAM, TEAM
from tests.support.importing import Terminal


def answers(asked: str, *options: str) -> list[dict]:
    result = CliRunner().invoke(ask, options, input=asked)
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_line_gets_the_articles_that_fit_best_first() -> None:
    english, french = answers("how do I refund a client?\nc'est quoi les frais sepa ?\n")
    assert (english["question"], english["language"]) == ("how do I refund a client?", "en")
    assert english["articles"][0]["name"] == "refunds"
    scores = [one["score"] for one in english["articles"]]
    assert scores == sorted(scores, reverse=True)
    assert (french["language"], french["articles"][0]["name"]) == ("fr", "fees")


def test_what_is_not_about_billing_and_empty_lines_get_an_empty_list() -> None:
    asked = "who ate my sandwich\n\n\x00\ufffd\n"
    assert [one["articles"] for one in answers(asked)] == [[], [], []]
    assert answers("") == []


def test_the_language_can_be_given() -> None:
    [one] = answers("refund\n", "--language", "fr")
    assert one["language"] == "fr"


def test_no_setting_and_no_store_are_needed(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert answers("refund a client\n")[0]["articles"]
    assert not list(tmp_path.iterdir())


def test_what_a_practice_has_written_counts_in_its_store(terminal: Terminal) -> None:
    desk = Desk(terminal.store, lambda: 1_796_050_800_000, claim_secret=b"")
    practice = terminal.cast.practice
    form = {"article_title": "Parking", "article_text": "Where can I park? Behind the house."}
    agent = Person(practice.id, SAM, Role.SUPPORT)
    name = editing.save(desk, practice, agent, "", "en", 0, form).name

    def found(*options: str) -> list[str]:
        told = terminal.types("ask", *options, typed="where can i park behind the house\n")
        assert told.status == 0
        return [one["name"] for one in json.loads(told.text)["articles"]]

    assert found("--practice", TEAM)[:1] == [name]
    assert name not in found("--practice", OTHER_TEAM)
    assert terminal.types("ask", typed="refund\n").status == 1
