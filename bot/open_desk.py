"""The desk that the settings lead to."""

import hashlib

from bot.admin_mount import admin_address
from bot.clock import clock_of
from bot.settings import Settings
from desk.context import Desk
from storage.database import open_store


def open_desk(settings: Settings) -> Desk:
    """The store and what goes with it, for the server and for commands that need no Slack."""
    clock = clock_of(settings.clock_file)
    store = open_store(settings.database_url, settings.secret_key, clock)
    secret = claim_secret(settings.secret_key)
    return Desk(
        store,
        clock,
        secret,
        sends_mail=bool(settings.smtp_url),
        return_url=settings.return_url,
        public_url=settings.public_url,
        admin_url=admin_address(settings),
    )


def claim_secret(secret_keys: str) -> bytes:
    """What claim codes come from: the same in every process that has the same secret key."""
    return hashlib.sha256(b"paydesk claim code:" + secret_keys.encode()).digest()
