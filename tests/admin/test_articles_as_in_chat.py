"""What is done with articles in the admin leaves what doing it in chat leaves."""

import pytest

from bot.incoming import Kind
from commands.help.article_views import EDIT
from commands.help.editing_views import LIST
from desk.help import editing
from storage.store import Store
from tests.admin.conftest import Enter
from tests.admin.test_as_in_chat import Deed, chat, leave_the_same
from tests.support.cast import SAM
from tests.support.chat import Answer, Chat

__all__ = ["chat"]

FORM = {"article_title": "Fees here", "article_text": "**Ours**\n- 2%", "article_asked": "How much"}
OWN = {**FORM, "article_text": "Of our own"}


def edits(chat: Chat, place: str) -> Answer:
    return chat.person(SAM).asks(Kind.CLICK, EDIT, value=place)


DEEDS = (
    Deed(
        "changes an article that came with Paydesk",
        lambda chat: edits(chat, "fees:en").submit(**FORM),
        lambda web: web.opens("/admin/articles/fees/en").sends(
            "/admin/articles/fees/en", {**FORM, "opened": "0"}
        ),
        "article fees en",
    ),
    Deed(
        "writes one in the other language",
        lambda chat: edits(chat, "tax-rates:fr").submit(**FORM),
        lambda web: web.opens("/admin/articles/tax-rates/fr").sends(
            "/admin/articles/tax-rates/fr", {**FORM, "opened": "0"}
        ),
        "article tax-rates fr",
    ),
    Deed(
        "goes back to the shipped text",
        lambda chat: edits(chat, "refunds:en").press("Shipped text"),
        lambda web: web.opens("/admin/articles/refunds/en").sends(
            "/admin/articles/refunds/en/back", {"opened": "1"}
        ),
        "article.taken_back",
    ),
    Deed(
        "writes an article",
        lambda chat: chat.person(SAM).asks(Kind.CLICK, LIST).press("New article").submit(**OWN),
        lambda web: web.opens("/admin/articles/new").sends(
            "/admin/articles/new", {**OWN, "language": "en", "opened": "0"}
        ),
        "article fees-here-of-chance en",
    ),
)


def test_the_store_does_not_tell_the_admin_from_chat(
    store: Store, chat: Chat, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editing, "token_hex", lambda _: "of-chance")
    edits(chat, "refunds:en").submit(**FORM)
    leave_the_same(store, DEEDS, chat, enter(SAM))


def test_what_is_written_in_chat_stands_in_the_admin(chat: Chat, enter: Enter) -> None:
    edits(chat, "fees:en").submit(**FORM)
    sam = enter(SAM).opens("/admin/articles/fees/en")
    assert "Fees here Ours • 2%" in sam.said
    assert sam.html.one("textarea", id="article_asked").text == "How much"
