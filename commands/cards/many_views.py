"""Many clients asked for a payment method at once."""

from collections.abc import Sequence

from commands.blocks import context, labelled, modal, multi_select, option, plain_section, section
from commands.replies import View
from desk.card_requests import AT_ONCE
from desk.language import Language
from desk.privacy import cut, escape
from storage.clients import Client

MANY_FORM = "cards:many:form"
CLIENTS = "card_clients"
_NAME = 40


def many_view(say: Language, found: Sequence[Client]) -> View:
    """Those who owe something and have no payment method saved; all are chosen at first, as far as
    they fit."""
    if not found:
        words = say("Everybody who owes something has a payment method, or has been asked for one.")
        return modal(say("Ask for cards"), [plain_section(words)], close=say("Close"))
    options = [option(_client(say, one), str(one.id)) for one in found]
    chosen = [str(one.id) for one in found if one.email][:AT_ONCE]
    select = multi_select(CLIENTS, options, chosen)
    blocks = [
        section(say("These clients have open invoices, and no payment method is saved.")),
        labelled(
            say("Whom to ask, at most {most}", most=str(AT_ONCE)),
            {**select, "max_selected_items": AT_ONCE},
        ),
        context(say("Whoever has an e-mail address gets the link at once; the others’ you copy.")),
    ]
    return modal(
        say("Ask for cards"),
        blocks,
        close=say("Cancel"),
        submit=say("Ask them"),
        callback_id=MANY_FORM,
    )


def asked_view(say: Language, asked: Sequence[Client], *, by_mail: Sequence[Client]) -> View:
    """What happens now."""
    mailed = {one.id for one in by_mail}
    others = [one for one in asked if one.id not in mailed]
    words = [
        say.plural("*{n} client is asked.*", "*{n} clients are asked.*", len(asked)),
        say.plural("{n} gets an e-mail.", "{n} get an e-mail.", len(mailed)),
    ]
    blocks = [section("\n".join(words))]
    if others:
        names = "\n".join(f"• {escape(one.name)} · {one.reference}" for one in others)
        title = say("These have no e-mail that can be sent; press “Show the link” on their cards:")
        blocks.append(section(f"{title}\n{names}"))
    return modal(say("Ask for cards"), blocks, close=say("Close"))


def _client(say: Language, client: Client) -> str:
    name = f"{cut(client.name, _NAME)} · {client.reference}"
    return name if client.email else say("{name} · no e-mail", name=name)
