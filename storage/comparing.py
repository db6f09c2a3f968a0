"""Whether Paydesk compares with Stripe before anything is sent: so once a backup was restored."""

from storage import meta
from storage.store import Store

SINCE = "compare_since"


def begin(store: Store, since: int) -> None:
    """What happened at Stripe since then (epoch ms) the store may not know. Of two such times the
    earlier one counts."""
    with store.transaction():
        known = begun(store)
        meta.write(store, SINCE, str(since if known is None else min(since, known)))


def begun(store: Store) -> int | None:
    """Since when it may not know, epoch ms; None: it knows all, and charges."""
    found = meta.read(store, SINCE)
    return None if found is None else int(found)


def through(store: Store, since: int) -> bool:
    """All since then is known now. False: meanwhile it turned out that more has to be compared."""
    done = meta.forget(store, SINCE, str(since))
    store.tell_queued()
    return done
