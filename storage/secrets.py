"""Secrets of a practice, encrypted with PAYDESK_SECRET_KEY: tokens, the key of its audit chain."""

import json

from rules.words import Refusal, refuse
from storage import meta
from storage.keyring import WrongKey
from storage.models import Secret
from storage.store import Store

CANARY = "canary"
"""A value in store_meta that only the right key can read."""

_SONG = "paydesk"


def put(store: Store, practice_id: int, name: str, value: str) -> None:
    """Remember the value under its name, in place of an older one."""
    known = {"value": _seal(store, practice_id, name, value), "key_id": store.keyring.key_id}
    made = Secret.insert({"practice_id": practice_id, "name": name, **known})
    upsert = made.on_conflict(conflict_target=(Secret.practice_id, Secret.name), update=known)
    store.change(upsert.as_rowcount())


def put_if_absent(store: Store, practice_id: int, name: str, value: str) -> None:
    """Remember the value, unless there is one already."""
    sealed = _seal(store, practice_id, name, value)
    made = Secret.insert(
        practice_id=practice_id, name=name, value=sealed, key_id=store.keyring.key_id
    )
    store.change(made.on_conflict(action="nothing").as_rowcount())


def get(store: Store, practice_id: int, name: str) -> str | None:
    """The value, or None where there is none. Raises Refusal where no key opens it."""
    query = Secret.select(Secret.value)
    row = store.first(query.where(Secret.practice_id == practice_id, Secret.name == name))
    return opened(store, practice_id, name, row["value"]) if row else None


def forget(store: Store, practice_id: int, name: str) -> None:
    store.change(Secret.delete().where(Secret.practice_id == practice_id, Secret.name == name))


def rotate(store: Store) -> int:
    """Encrypt anew, with the first key, what an older key encrypted; then that one may go.

    Returns how many secrets that were.
    """
    with store.transaction():
        query = Secret.select(Secret.id, Secret.practice_id, Secret.name, Secret.value)
        older = query.where(Secret.key_id != store.keyring.key_id)
        rows = store.select(older.for_update() if store.kind == "postgresql" else older)
        for row in rows:
            value = opened(store, row["practice_id"], row["name"], row["value"])
            put(store, row["practice_id"], row["name"], value)
        meta.write(store, CANARY, store.keyring.encrypt(_SONG))
    return len(rows)


def check_key(store: Store) -> None:
    """Refuse another PAYDESK_SECRET_KEY than the store's. A new store takes the first it sees."""
    canary = meta.read(store, CANARY)
    if canary is None:
        canary = meta.write_if_absent(store, CANARY, store.keyring.encrypt(_SONG))
    try:
        store.keyring.decrypt(canary)
    except WrongKey:
        raise wrong_key() from None


def wrong_key() -> Refusal:
    return refuse(
        "PAYDESK_SECRET_KEY is not the key that the stored secrets were encrypted with. Set that"
        " one again. To change it, put the new key first and the old one after a comma."
    )


def _seal(store: Store, practice_id: int, name: str, value: str) -> str:
    """Encrypted together with whose and what it is, so that it can't be passed off as another."""
    return store.keyring.encrypt(json.dumps([practice_id, name, value]))


def opened(store: Store, practice_id: int, name: str, sealed: str) -> str:
    """The value of a row, which was read by whoever asks. Raises Refusal where no key opens it."""
    try:
        owner, label, value = json.loads(store.keyring.decrypt(sealed))
    except WrongKey:
        raise wrong_key() from None
    if [owner, label] != [practice_id, name]:
        raise ValueError(f"The secret {name!r} of practice {practice_id} was put there by hand.")
    return str(value)
