"""One reminder, rule or digest with which something is wrong holds up none of the others."""

import logging
from collections.abc import Callable

from storage.failures import StoreDown

log = logging.getLogger("paydesk.reminders")


def apart(work: Callable[[], int], put_off: Callable[[], None]) -> int:
    """What `work` gives. Where it fails by a mistake of ours, that is logged and `put_off` is done;
    where the store is away, nothing can be done for anybody."""
    try:
        return work()
    except StoreDown:
        raise
    except Exception as error:
        log.exception("failed: a reminder", exc_info=error)
        put_off()
        return 1
