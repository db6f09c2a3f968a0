"""Settings → the channels: an owner is warned where others read there."""

from dataclasses import replace

import pytest

from bot.incoming import Kind
from commands.asked import Outside
from desk.settings import practice_settings
from storage.database import Store
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER, Cast
from tests.support.channels import AWAY, OURS, SHARED, KnownChannels
from tests.support.chat import Answer, Chat


@pytest.fixture
def chat(chat: Chat, store: Store) -> Chat:
    return replace(chat, outside=Outside(channels=KnownChannels(store)))


def form(chat: Chat) -> Answer:
    opened = chat.person(OLIVIA).types("/billing").press("Settings")
    return opened.press_id("settings:edit:channel")


def chosen(chat: Chat, cast: Cast) -> str | None:
    return practice_settings(chat.desk, cast.practice).billing_channel


def test_a_channel_of_the_practice_alone_is_taken_at_once(chat: Chat, cast: Cast) -> None:
    saved = form(chat).submit(billing_channel=OURS)
    saved.sees("• Billing channel: <#C0BILLING> (before: not set)")
    assert chosen(chat, cast) == OURS
    form(chat).submit(billing_channel="").sees("not set (before: <#C0BILLING>)")
    assert chosen(chat, cast) is None


def test_where_others_read_it_asks_again(chat: Chat, cast: Cast) -> None:
    asked = form(chat).submit(billing_channel=SHARED)
    asked.sees(
        "Not only your own people read in <#C0SHARED>.",
        "Of other organisations: <@U0ELSE>.",
        "Guests: <@U0GUEST>.",
        "3 more members were not looked at.",
    )
    assert chosen(chat, cast) is None
    asked.submit().sees("*Saved.*")
    assert chosen(chat, cast) == SHARED


def test_what_slack_does_not_tell_is_not_taken(chat: Chat, cast: Cast) -> None:
    form(chat).submit(billing_channel=AWAY).is_refused("Please try again")
    form(chat).submit(billing_channel="D0DIRECT").is_refused("Choose a channel")
    assert chosen(chat, cast) is None


@pytest.mark.parametrize("user", [BEN, FLORENCE, SAM, NOAH, STRANGER])
def test_nobody_but_an_owner_chooses_it(chat: Chat, cast: Cast, user: str) -> None:
    asked, someone = form(chat).submit(billing_channel=SHARED), chat.person(user)
    someone.asks(Kind.CLICK_IN_VIEW, "settings:edit:channel").is_refused("/billing")
    for name in ("settings:channel:form", "settings:channel:anyway"):
        someone.asks(
            Kind.SUBMISSION, name, asked.view, values={"billing_channel": OURS}
        ).is_refused("/billing")
    assert chosen(chat, cast) is None


def test_in_french(chat: Chat) -> None:
    olivia = chat.person(OLIVIA, "fr-FR")
    opened = olivia.types("/billing").press("Réglages").press_id("settings:edit:channel")
    opened.submit(billing_channel=SHARED).sees("Il n’y a pas que votre équipe", "Invités")


@pytest.mark.parametrize(
    ("part", "label", "others_see"),
    [
        ("help_channel", "Help channel", "what is asked and answered there"),
        ("agents_channel", "Agents’ channel", "what your people ask, as they wrote it"),
    ],
)
def test_questions_have_channels_of_their_own(
    chat: Chat, cast: Cast, part: str, label: str, others_see: str
) -> None:
    settings = chat.person(OLIVIA).types("/billing").press("Settings")
    chosen = settings.press_id(f"settings:edit:{part}").submit(**{part: OURS})
    chosen.sees(f"• {label}: <#C0BILLING> (before: not set)")
    asked = settings.press_id(f"settings:edit:{part}").submit(**{part: SHARED})
    asked.sees(others_see)
    asked.submit().sees(f"• {label}: <#C0SHARED> (before: <#C0BILLING>)")
    assert getattr(practice_settings(chat.desk, cast.practice), part) == SHARED


def test_nobody_asks_where_agents_answer(chat: Chat) -> None:
    settings = chat.person(OLIVIA).types("/billing").press("Settings")
    settings.press_id("settings:edit:help_channel").submit(help_channel=OURS).sees("*Saved.*")
    agents = settings.press_id("settings:edit:agents_channel").submit(agents_channel=OURS)
    agents.is_refused("choose two")


def test_a_channel_for_something_else_is_refused(chat: Chat) -> None:
    asked = form(chat).submit(billing_channel=SHARED)
    assert asked.view is not None
    other = {**asked.view, "private_metadata": f"legal_name:{OURS}"}
    olivia = chat.person(OLIVIA)
    olivia.asks(Kind.SUBMISSION, "settings:channel:anyway", other).is_refused("another version")
