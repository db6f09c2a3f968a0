"""The way out of reminders: a client asks for no more of them at an address, by the link in a mail
or by telling the practice.

It ends reminders alone: what somebody sends by hand, invoices and receipts, still reaches them.
"""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from secrets import token_hex

from desk.access import Actor, Person, SystemActor, authorize, name_of
from desk.context import Desk
from desk.days import day_in
from desk.invoice_parties import language_of_payer
from desk.language import Language
from desk.mail import WayOut
from desk.settings import PracticeSettings, practice_settings
from rules.ids import read_id
from rules.roles import Action
from rules.systems import System
from rules.words import refuse
from storage import audit, clients, mail_addresses, practices, secrets
from storage.clients import Client
from storage.mail_addresses import MailAddress
from storage.practices import Practice

STOPPED, RESUMED, TRIED_AGAIN = "reminders.stopped", "reminders.resumed", "reminders.tried_again"
"""In the audit log, with the client; the address stays out of it."""
PATH = "/stop/"
"""The page's, where others can reach Paydesk; the token follows."""
_KEY = "way_out_key"


@dataclass(frozen=True)
class Door:
    """What the link of a mail leads to. `stopped`: no more reminders go there."""

    practice: Practice
    settings: PracticeSettings
    client: Client
    address: MailAddress

    @property
    def stopped(self) -> bool:
        return self.address.stopped_at is not None

    @property
    def say(self) -> Language:
        return language_of_payer(self.client, self.settings)


@dataclass(frozen=True)
class Reach:
    """How reminders reach a client's address: `stopped_on`, they have asked for no more;
    `refused_on`, the mail server refused it, with `code`. None: neither."""

    stopped_on: date | None = None
    refused_on: date | None = None
    code: int | None = None


def way_out(desk: Desk, practice: Practice, say: Language, payer: Client) -> WayOut:
    """Of a mail that goes to the payer's address, in the transaction in which it is written."""
    subject = say("No more reminders: {client}", client=payer.reference)
    if not desk.public_url:
        return WayOut(subject)
    address = mail_addresses.ensure(
        desk.store, practice.id, payer.id, payer.email or "", desk.clock()
    )
    token = _signed(_key(desk, practice.id), practice.id, address.id)
    return WayOut(subject, f"{desk.public_url}{PATH}{token}")


def open_door(desk: Desk, token: str) -> Door | None:
    """What a token leads to; None: Paydesk has made no such one, or the client is erased."""
    practice_id, address_id = _named_in(token)
    practice = practices.get(desk.store, practice_id) if practice_id else None
    if practice is None or address_id is None:
        return None
    key = secrets.get(desk.store, practice.id, _KEY)
    if key is None or not _is_signed(key, practice.id, address_id, token):
        return None
    address = mail_addresses.get(desk.store, practice.id, address_id)
    client = clients.get(desk.store, practice.id, address.client_id) if address else None
    if address is None or client is None:
        return None
    return Door(practice, practice_settings(desk, practice), client, address)


def use_door(desk: Desk, token: str, *, stop: bool) -> Door | None:
    """The client ends reminders to that address, or has them sent there again; as often as they
    like."""
    door = open_door(desk, token)
    if door is None:
        return None
    actor = SystemActor(door.practice.id, System.CLIENTS)
    _set(desk, door.practice, actor, door.client, door.address, stop=stop)
    return open_door(desk, token)


def stop_for(desk: Desk, practice: Practice, person: Person, client_id: int) -> Client:
    """The client has told the practice. Refusal where there is no such client, or no address."""
    return _by_person(desk, practice, person, client_id, stop=True)


def resume_for(desk: Desk, practice: Practice, person: Person, client_id: int) -> Client:
    """The client wants them again, and has told the practice so: nobody else may decide it."""
    return _by_person(desk, practice, person, client_id, stop=False)


def try_again(desk: Desk, practice: Practice, person: Person, client_id: int) -> Client:
    """The address is right, and the mail server has refused it for another reason."""
    authorize(person, Action.PAUSE_REMINDERS)
    with desk.store.transaction():
        client, address = _address_of(desk, practice, client_id)
        if address.refused_at is not None:
            mail_addresses.change(
                desk.store, practice.id, address.id, refused_at=None, refused_code=None
            )
            _audit(desk, practice, person, client, TRIED_AGAIN)
    return client


def refused(desk: Desk, practice_id: int, payer: Client, code: int) -> None:
    """The mail server has said that there is no such reader. In the transaction in which that is
    written down elsewhere."""
    now = desk.clock()
    address = mail_addresses.ensure(desk.store, practice_id, payer.id, payer.email or "", now)
    mail_addresses.change(desk.store, practice_id, address.id, refused_at=now, refused_code=code)


def reach_of(desk: Desk, practice_id: int, client: Client, time_zone: str) -> Reach:
    """Of the address that the client has now."""
    known = mail_addresses.of_client(desk.store, practice_id, client.id)
    address = known.get((client.email or "").casefold())
    if address is None:
        return Reach()
    stopped, refused_at = address.stopped_at, address.refused_at
    return Reach(
        stopped_on=day_in(stopped, time_zone) if stopped else None,
        refused_on=day_in(refused_at, time_zone) if refused_at else None,
        code=address.refused_code,
    )


def _by_person(
    desk: Desk, practice: Practice, person: Person, client_id: int, *, stop: bool
) -> Client:
    authorize(person, Action.PAUSE_REMINDERS)
    with desk.store.transaction():
        client, address = _address_of(desk, practice, client_id)
        _set(desk, practice, person, client, address, stop=stop)
    return client


def _address_of(desk: Desk, practice: Practice, client_id: int) -> tuple[Client, MailAddress]:
    client = clients.get(desk.store, practice.id, client_id)
    if client is None:
        raise refuse("There is no such client. Type /client and a name to find them.")
    if not client.email:
        raise refuse("This client has no e-mail address, so no reminders are sent to them.")
    now = desk.clock()
    return client, mail_addresses.ensure(desk.store, practice.id, client.id, client.email, now)


def _set(
    desk: Desk,
    practice: Practice,
    actor: Actor,
    client: Client,
    address: MailAddress,
    *,
    stop: bool,
) -> None:
    """What is so already stays as it is."""
    authorize(actor, Action.PAUSE_REMINDERS)
    with desk.store.transaction():
        practices.lock(desk.store, practice.id)
        now_at = mail_addresses.get(desk.store, practice.id, address.id)
        if now_at is None or stop is (now_at.stopped_at is not None):
            return
        mail_addresses.change(
            desk.store,
            practice.id,
            address.id,
            stopped_at=desk.clock() if stop else None,
            stopped_by=name_of(actor) if stop else None,
        )
        _audit(desk, practice, actor, client, STOPPED if stop else RESUMED)


def _audit(desk: Desk, practice: Practice, actor: Actor, client: Client, action: str) -> None:
    audit.record(
        desk.store,
        practice.id,
        actor=name_of(actor),
        action=action,
        target=client.reference,
        detail={},
        now=desk.clock(),
    )


def _signed(key: str, practice_id: int, address_id: int) -> str:
    """The token: whose address of which practice, and that Paydesk said so."""
    what = f"{practice_id}-{address_id}"
    proof = hmac.digest(key.encode(), what.encode(), sha256)[:16]
    return f"{what}-{urlsafe_b64encode(proof).decode().rstrip('=')}"


def _is_signed(key: str, practice_id: int, address_id: int, token: str) -> bool:
    right = _signed(key, practice_id, address_id)
    return hmac.compare_digest(right.encode(), token.encode())


def _key(desk: Desk, practice_id: int) -> str:
    """The practice's own, so that old mails keep their way out when PAYDESK_SECRET_KEY changes."""
    known = secrets.get(desk.store, practice_id, _KEY)
    if known is None:
        secrets.put_if_absent(desk.store, practice_id, _KEY, token_hex(32))
        known = secrets.get(desk.store, practice_id, _KEY)
    return known or ""


def _named_in(token: str) -> tuple[int | None, int | None]:
    practice, _, rest = token.partition("-")
    address, _, _ = rest.partition("-")
    return read_id(practice), read_id(address)
