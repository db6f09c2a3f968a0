"""Settings → when agents answer."""

import pytest

from desk.settings import practice_settings
from rules.office_hours import OfficeHours
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER, Cast
from tests.support.chat import Answer, Chat


def form(chat: Chat, locale: str = "en-US") -> Answer:
    opened = chat.person(OLIVIA, locale).types("/billing")
    settings = "Réglages" if locale.startswith("fr") else "Settings"
    return opened.press(settings).press_id("settings:edit:help_hours")


def test_an_owner_says_when_somebody_is_there(chat: Chat, cast: Cast) -> None:
    saved = form(chat).submit(help_days="1,3", help_begins="8", help_ends="12.30", help_wait="30")
    saved.sees(
        "• Office hours: Mon, Wed, from 08:00 to 12:30 (before: Mon, Tue, Wed, Thu, Fri, from 09:00"
        " to 17:00)",
        "• Reminder to agents: after 30 minutes (before: after 60 minutes)",
    )
    settings = practice_settings(chat.desk, cast.practice)
    assert settings.office_hours == OfficeHours("America/Chicago", 480, 750, (1, 3))
    form(chat).submit().sees("Nothing was changed.")


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"help_days": ""}, "help_days", "at least one day"),
        ({"help_begins": "morning"}, "help_begins", "time of day"),
        ({"help_begins": "9:75"}, "help_begins", "time of day"),
        ({"help_ends": "25:00"}, "help_ends", "time of day"),
        ({"help_begins": "17:00"}, "help_ends", "later than"),
        ({"help_wait": "7"}, "help_wait", "when agents are reminded"),
    ],
)
def test_what_is_wrong_is_told_in_its_field(
    chat: Chat, cast: Cast, wrong: dict[str, str], field: str, said: str
) -> None:
    answer = form(chat).submit(**wrong)
    assert list(answer.words) == [field]
    answer.sees(said)
    assert practice_settings(chat.desk, cast.practice).help_wait == 60


def test_in_french(chat: Chat) -> None:
    form(chat, "fr-FR").submit(help_ends="18 h").sees(
        "• Heures de présence : lun., mar., mer., jeu., ven., de 09:00 à 18:00"
    )


@pytest.mark.parametrize("user", [BEN, FLORENCE, SAM, NOAH, STRANGER])
def test_nobody_but_an_owner_changes_them(chat: Chat, cast: Cast, user: str) -> None:
    opened = form(chat)
    someone = Answer(chat.person(user), "update", view=opened.view)
    someone.submit(help_wait="15").is_refused("/billing")
    assert practice_settings(chat.desk, cast.practice).help_wait == 60
