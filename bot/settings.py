"""Every setting of Paydesk, read once from the environment and the .env file.

A program that serves reads all of them: `read_settings(environ)`. One that only opens the store
(migrate, backup, restore) reads those three: `read_settings(environ, needs=Needs.STORE)`; the
others keep their defaults and aren't looked at. `environ` is what `environment(folder)` gives.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot import address_checks as addresses
from bot import setting_checks as checks
from bot.address_checks import is_loopback
from bot.env_file import parse
from bot.mail_server import MailServer, read_mail_server
from bot.setting_checks import WANTED, SettingProblem, clean
from bot.settings_error import SettingsError

SLACK_API_URL = "https://slack.com/api/"
STRIPE_API_BASE = "https://api.stripe.com"
ON, OFF = checks.ON_OR_OFF


class Needs(Enum):
    """What a command needs the settings for."""

    SERVE = "serve"
    STORE = "store"
    STRIPE = "stripe"
    """The store, and the Stripe account."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The values, checked. What isn't set is "" (or None); secrets hide in repr."""

    slack_bot_token: str = field(default="", repr=False)
    slack_app_token: str = field(default="", repr=False)
    slack_signing_secret: str = field(default="", repr=False)
    slack_api_url: str = SLACK_API_URL
    stripe_api_key: str = field(default="", repr=False)
    stripe_webhook_secret: str = field(default="", repr=False)
    stripe_api_base: str = STRIPE_API_BASE
    database_url: str = field(default="sqlite:///paydesk.db", repr=False)
    secret_key: str = field(default="", repr=False)
    public_url: str = ""
    return_url: str = ""
    host: str = "127.0.0.1"
    port: int = 3000
    lease_seconds: int = 120
    smtp_url: str = field(default="", repr=False)
    mail_from: str = ""
    clock_file: Path | None = None
    admin: str = ON

    @property
    def socket_mode(self) -> bool:
        """Whether Slack is reached by a socket that we open; else Slack calls our address."""
        return bool(self.slack_app_token)

    @property
    def livemode(self) -> bool:
        """Whether the Stripe key moves real money."""
        return self.stripe_api_key.startswith(("sk_live_", "rk_live_"))

    @property
    def stripe_webhook_secrets(self) -> tuple[str, ...]:
        """One, two while they are being replaced, or none."""
        return tuple(secret for secret in self.stripe_webhook_secret.split(",") if secret)

    @property
    def stripe_is_local(self) -> bool:
        """Whether Stripe is one on this machine, for trying things out."""
        return _on_this_machine(self.stripe_api_base)

    @property
    def slack_is_local(self) -> bool:
        """Whether Slack is one on this machine."""
        return _on_this_machine(self.slack_api_url)

    @property
    def gets_webhooks(self) -> bool:
        """Whether Stripe can reach us: by an address that others can, or on this very machine,
        where a local Stripe is. Nobody reaches a Paydesk in Socket Mode without an address."""
        if not self.stripe_webhook_secret:
            return False
        return bool(self.public_url) or self.stripe_is_local

    @property
    def public(self) -> bool:
        """Whether others than this machine reach us at PAYDESK_PUBLIC_URL."""
        return bool(self.public_url) and not _on_this_machine(self.public_url)

    @property
    def mail_server(self) -> MailServer | None:
        return read_mail_server("SMTP_URL", self.smtp_url) if self.smtp_url else None


@dataclass(frozen=True)
class Setting:
    """A setting's name, what it is for in a line, and the check of its value."""

    name: str
    purpose: str
    check: Callable[[str, str], object]
    secret: bool = False

    @property
    def attribute(self) -> str:
        """Its name in Settings."""
        return self.name.removeprefix("PAYDESK_").lower()


def _mail_url(name: str, text: str) -> str:
    read_mail_server(name, text)
    return text


SETTINGS: tuple[Setting, ...] = (
    Setting("SLACK_BOT_TOKEN", "Slack's bot token, xoxb-…", checks.bot_token, secret=True),
    Setting(
        "SLACK_APP_TOKEN",
        "Slack's app-level token, xapp-…: Socket Mode, no public address needed",
        checks.app_token,
        secret=True,
    ),
    Setting(
        "SLACK_SIGNING_SECRET",
        "Slack's signing secret: needed where Slack calls a public address instead",
        checks.signing_secret,
        secret=True,
    ),
    Setting("SLACK_API_URL", "Slack's Web API, where it isn't slack.com", addresses.slack_address),
    Setting("STRIPE_API_KEY", "Stripe's secret or restricted key", checks.stripe_key, secret=True),
    Setting(
        "STRIPE_WEBHOOK_SECRET",
        "the webhook's signing secret, whsec_…: needed with a public address",
        checks.webhook_secrets,
        secret=True,
    ),
    Setting(
        "STRIPE_API_BASE", "Stripe's API, where it isn't api.stripe.com", addresses.base_address
    ),
    Setting(
        "DATABASE_URL",
        "the store: sqlite:///paydesk.db, or postgresql://user:password@host/name",
        addresses.database_address,
        secret=True,
    ),
    Setting(
        "PAYDESK_SECRET_KEY",
        "encrypts the secrets in the store; `paydesk init` makes it",
        checks.secret_keys,
        secret=True,
    ),
    Setting("PAYDESK_PUBLIC_URL", "the address that others reach us at", addresses.public_address),
    Setting("PAYDESK_RETURN_URL", "where clients land after Stripe's pages", addresses.web_address),
    Setting("PAYDESK_HOST", "the network address to listen on", addresses.host),
    Setting("PAYDESK_PORT", "the port to listen on", addresses.port),
    Setting("PAYDESK_ADMIN", "on or off: the web admin at /admin", checks.on_or_off),
    Setting(
        "PAYDESK_LEASE_SECONDS",
        "how long a piece of work stays with a process that has gone silent",
        addresses.lease_seconds,
    ),
    Setting(
        "SMTP_URL", "the mail server: smtp+starttls://user:password@host", _mail_url, secret=True
    ),
    Setting(
        "MAIL_FROM", "the sender of mail: Practice <billing@example.org>", addresses.mail_sender
    ),
    Setting(
        "PAYDESK_CLOCK_FILE",
        "a file with an offset in seconds, for a demo and for tests",
        addresses.file_path,
    ),
)
STORE_SETTINGS = frozenset({"DATABASE_URL", "PAYDESK_SECRET_KEY", "PAYDESK_CLOCK_FILE"})
READ = {
    Needs.STORE: STORE_SETTINGS,
    Needs.STRIPE: STORE_SETTINGS | {"STRIPE_API_KEY", "STRIPE_API_BASE"},
}
"""What is looked at, where it isn't all."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a setting and how to mend it."""

    setting: str
    text: str


def environment(folder: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """What stands in the folder's .env, if there is one, and in `environ`, which wins."""
    return {**parse(read_env_file(folder / ".env")), **environ}


def read_env_file(path: Path) -> str:
    """The file's text, "" where there is none; SettingsError where it can't be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it isn't plain text in UTF-8"
        raise SettingsError([f"{path} can't be read: {why}. Mend or remove that file."]) from None


def read_settings(environ: Mapping[str, str], needs: Needs = Needs.SERVE) -> Settings:
    """The settings, or SettingsError with everything that is wrong with them."""
    settings, problems = examine(environ, needs)
    if problems:
        raise SettingsError([problem.text for problem in problems])
    return settings


def examine(
    environ: Mapping[str, str], needs: Needs = Needs.SERVE
) -> tuple[Settings, list[Problem]]:
    """The settings that are right (the others keep their defaults), and what is wrong."""
    values: dict[str, Any] = {}
    problems = []
    for setting in SETTINGS:
        text = clean(environ.get(setting.name, ""))
        if not text or (needs in READ and setting.name not in READ[needs]):
            continue
        try:
            values[setting.attribute] = setting.check(setting.name, text)
        except SettingProblem as problem:
            problems.append(Problem(setting.name, str(problem)))
    settings = Settings(**values)
    wrong = {problem.setting for problem in problems}
    problems += [found for found in _missing(settings, needs) if found.setting not in wrong]
    return settings, problems + _mismatches(settings)


def _missing(settings: Settings, needs: Needs) -> list[Problem]:
    absent = {} if settings.secret_key else {"PAYDESK_SECRET_KEY": WANTED["PAYDESK_SECRET_KEY"]}
    if needs is Needs.STRIPE and not settings.stripe_api_key:
        absent["STRIPE_API_KEY"] = WANTED["STRIPE_API_KEY"]
    if needs is Needs.SERVE:
        absent |= {name: WANTED[name] for name in _missing_to_serve(settings)}
    if "SLACK_APP_TOKEN" in absent:
        absent["SLACK_APP_TOKEN"] += (
            ". Or, where Slack calls a public address of yours, set SLACK_SIGNING_SECRET instead"
        )
    return [Problem(name, f"{name} is missing. It needs {what}.") for name, what in absent.items()]


def _missing_to_serve(settings: Settings) -> Iterator[str]:
    if not settings.slack_bot_token:
        yield "SLACK_BOT_TOKEN"
    if not (settings.slack_app_token or settings.slack_signing_secret):
        yield "SLACK_APP_TOKEN"
    if not settings.stripe_api_key:
        yield "STRIPE_API_KEY"
    if settings.public and not settings.stripe_webhook_secret:
        yield "STRIPE_WEBHOOK_SECRET"
    if settings.smtp_url and not settings.mail_from:
        yield "MAIL_FROM"


def _mismatches(settings: Settings) -> list[Problem]:
    """Values that are right each by itself but not together. Real money is never moved by a set-up
    for trying things out."""
    if not settings.livemode:
        return []
    found = []
    for name, address in (
        ("STRIPE_API_BASE", settings.stripe_api_base),
        ("SLACK_API_URL", settings.slack_api_url),
    ):
        if _on_this_machine(address):
            found.append((name, f"is {address}, on this machine, for trying things out"))
    if settings.clock_file:
        found.append(("PAYDESK_CLOCK_FILE", "moves the clock, for trying things out"))
    if settings.lease_seconds < 60:
        found.append(("PAYDESK_LEASE_SECONDS", "is shorter than a call to Stripe may take (60)"))
    mend = "Remove that line, or take a test key (sk_test_ or rk_test_)"
    return [
        Problem(name, f"{name} {why}, but STRIPE_API_KEY is a live key, real money. {mend}.")
        for name, why in found
    ]


def _on_this_machine(address: str) -> bool:
    return is_loopback(urlsplit(address).hostname or "")
