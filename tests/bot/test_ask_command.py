"""`paydesk ask` as a program among others."""

import json

from click.testing import CliRunner

from bot.ask_command import ask


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
