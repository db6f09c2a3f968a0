"""/client: finds clients as somebody types, shows one, and adds or edits one."""

import json
from collections.abc import Mapping

from commands.asked import Asked
from commands.blocks import TICKED
from commands.cards.listeners import open_for
from commands.cards.many_listeners import on_many
from commands.cards.views import sheet_view
from commands.client.ids import client_id
from commands.client.views import (
    ASK_TOO,
    card_message,
    card_view,
    client_option,
    form_view,
    list_message,
    same_name_view,
)
from commands.replies import Message
from desk import clients
from desk.card_sheets import ask_sheet
from desk.clients import ClientCard, SameName
from rules.roles import Action, may
from rules.words import refuse
from storage.clients import Client

ASK_WORD = "ask"


def on_command(asked: Asked) -> None:
    """/client, /client ada, /client NP-0042; /client ask, /client ask NP-0042"""
    text = asked.text.strip()
    word, _, rest = text.partition(" ")
    if word.lower() == ASK_WORD:
        _ask(asked, rest.strip())
        return
    named = clients.by_reference(asked.desk, asked.person, text) if text else None
    found = [named] if named else clients.search(asked.desk, asked.person, text)
    if len(found) == 1 and text:
        card = clients.card(asked.desk, asked.person, found[0].id)
        asked.reply.show(_card_message(asked, card))
    else:
        asked.reply.show(list_message(asked.say, found, text, _may_edit(asked)))


def _ask(asked: Asked, text: str) -> None:
    """For one client, or for many where none is named."""
    if not text:
        on_many(asked)
        return
    named = clients.by_reference(asked.desk, asked.person, text)
    found = [named] if named else clients.search(asked.desk, asked.person, text)
    if len(found) == 1:
        open_for(asked, found[0].id)
    else:
        asked.reply.show(list_message(asked.say, found, text, _may_edit(asked)))


def on_search(asked: Asked) -> None:
    """Somebody types into a select of clients."""
    found = clients.search(asked.desk, asked.person, asked.value)
    asked.reply.offer([client_option(one) for one in found])


def on_found(asked: Asked) -> None:
    """A client was chosen, or their button pressed: the card, in the place of the list."""
    card = clients.card(asked.desk, asked.person, client_id(asked.value))
    asked.reply.replace(_card_message(asked, card))


def on_new(asked: Asked) -> None:
    """Opens an empty form."""
    clients.may_edit(asked.person)
    asked.reply.open(form_view(asked.say))


def on_edit(asked: Asked) -> None:
    """Opens the form of a client."""
    card = clients.to_edit(asked.desk, asked.person, client_id(asked.value))
    asked.reply.open(form_view(asked.say, card))


def on_submitted(asked: Asked) -> None:
    """Saves the form. What is wrong is told field by field (WrongFields); a name that there is
    already is asked about first."""
    if asked.private:
        client = clients.edit(asked.desk, asked.person, client_id(asked.private), asked.values)
        _saved(asked, client)
        return
    try:
        client = clients.add(asked.desk, asked.practice, asked.person, asked.values)
    except SameName as there:
        typed = json.dumps(dict(asked.values))
        asked.reply.update(same_name_view(asked.say, there.same, typed))
    else:
        _added(asked, client, asked.values)


def on_anyway(asked: Asked) -> None:
    """It is somebody else of the same name."""
    typed = _typed(asked.private)
    client = clients.add(asked.desk, asked.practice, asked.person, typed, anyway=True)
    _added(asked, client, typed)


def _added(asked: Asked, client: Client, typed: Mapping[str, str]) -> None:
    """The card, or at once the form in which the client is asked for one of another kind."""
    if typed.get(ASK_TOO) != TICKED:
        _saved(asked, client)
        return
    sheet = ask_sheet(asked.desk, asked.practice, asked.person, client.id, asked.say)
    asked.reply.update(sheet_view(asked.say, sheet))


def _saved(asked: Asked, client: Client) -> None:
    card = clients.card(asked.desk, asked.person, client.id)
    asked.reply.update(card_view(asked.say, card, asked.person.role, asked.say("*Saved.*")))


def _card_message(asked: Asked, card: ClientCard) -> Message:
    return card_message(asked.say, card, asked.person.role)


def _may_edit(asked: Asked) -> bool:
    return may(asked.person.role, Action.EDIT_CLIENTS)


def _typed(private: str) -> Mapping[str, str]:
    """What was typed into the form before. It comes back from outside, and is read like a form."""
    try:
        typed = json.loads(private)
    except ValueError:
        typed = None
    if not isinstance(typed, dict):
        raise refuse("This form has expired. Type /client and start anew.")
    return {str(name): str(value) for name, value in typed.items()}
