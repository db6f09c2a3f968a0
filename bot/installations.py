"""Which practice a Slack workspace is, and the bot token that speaks there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from slack_sdk import WebClient

from storage import practices, secrets
from storage.database import Store
from storage.practices import Practice

BOT_TOKEN = "slack_bot_token"  # noqa: S105 - the name of the secret, not a secret
SLACK_TIMEOUT_SECONDS = 10


@dataclass(frozen=True)
class Installation:
    """What is needed to talk to a practice's workspace."""

    practice_id: int
    team: str
    token: str = field(repr=False)


class Installations:
    """Looks up practices and tokens. Tokens stay in memory: decrypting them takes its time, and
    Bolt asks with every request."""

    def __init__(self, store: Store, slack_api_url: str) -> None:
        self._store = store
        self._slack_api_url = slack_api_url
        self._tokens: dict[int, str] = {}
        self._practice_ids: dict[str, int] = {}
        self._lock = Lock()

    def practice(self, team: str) -> Practice | None:
        """As it is in the store at this moment."""
        return practices.by_team(self._store, team)

    def token_of_team(self, team: str) -> str | None:
        """The bot token of a workspace, or None where Paydesk isn't installed."""
        if team not in self._practice_ids:
            practice = self.practice(team)
            if practice is None:
                return None
            self._practice_ids[team] = practice.id
        return self.token(self._practice_ids[team])

    def token(self, practice_id: int) -> str | None:
        """The practice's bot token, or None where it was never installed."""
        with self._lock:
            if practice_id not in self._tokens:
                found = secrets.get(self._store, practice_id, BOT_TOKEN)
                if found is None:
                    return None
                self._tokens[practice_id] = found
            return self._tokens[practice_id]

    def client(self, practice_id: int) -> WebClient:
        """A client for the practice. It never sends twice by itself: posts would show twice."""
        return slack_client(self._slack_api_url, self.token(practice_id))


def slack_client(api_url: str, token: str | None) -> WebClient:
    return WebClient(
        token=token, base_url=api_url, timeout=SLACK_TIMEOUT_SECONDS, retry_handlers=[]
    )


def register(
    store: Store, identity: Mapping[str, Any], token: str, livemode: bool, now: int
) -> Practice:
    """Remember the workspace behind `token`. `identity` is Slack's answer to auth.test."""
    with store.transaction():
        practice = practices.ensure(store, identity["team_id"], identity.get("team") or "", now)
        secrets.put(store, practice.id, BOT_TOKEN, token)
        practices.set_livemode(store, practice.id, livemode)
    return practice
