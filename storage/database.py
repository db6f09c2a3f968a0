"""Opens the store at DATABASE_URL: the right schema, the right key, a place that can be written."""

from rules.words import refuse
from storage import schema, secrets
from storage.address import SqliteFile, parse_address
from storage.files import prepare_file, usable
from storage.keyring import Keyring
from storage.store import Clock, Store

__all__ = ["Clock", "Store", "connect_store", "open_store"]


def open_store(url: str, secret_keys: str, clock: Clock, *, migrating: bool = True) -> Store:
    """The store, checked: reachable, its schema the one of this program, its key the right one.

    An older schema is brought up to date first, or refused unless `migrating`. Raises Refusal with
    the sentence that mends it. Close the store when done.
    """
    store = connect_store(url, secret_keys, clock)
    try:
        if migrating:
            schema.migrate(store)
        else:
            schema.check(store)
        secrets.check_key(store)
    except BaseException:
        store.close()
        raise
    return store


def connect_store(url: str, secret_keys: str, clock: Clock, *, must_exist: bool = False) -> Store:
    """The store as it is, whatever its schema: reachable and writable, no more. For migrating.

    Where there is no SQLite file, an empty one is made, or refused if it `must_exist`.
    """
    address = parse_address(url)
    keyring = Keyring(secret_keys)
    if must_exist and isinstance(address, SqliteFile) and not address.path.exists():
        raise refuse("There is no {path}. Check DATABASE_URL.", path=str(address.path))
    prepare_file(address)
    store = Store(address, keyring, clock)
    try:
        usable(store)
    except BaseException:
        store.close()
        raise
    return store
