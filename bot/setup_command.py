"""`paydesk init`: asks for the settings, says where in Slack and Stripe they are, writes .env."""

import os
from pathlib import Path

import click
from cryptography.fernet import Fernet

from bot.checkup.settings import hidden
from bot.console import Stop, tell, wrapped
from bot.env_file import changed, parse, write_private
from bot.setting_checks import SettingProblem, clean
from bot.settings import SETTINGS, examine, read_env_file
from bot.settings_error import SettingsError
from rules.stripe_types import TYPES
from storage.address import SqliteFile, parse_address

BY_NAME = {setting.name: setting for setting in SETTINGS}

CREATE = """
Make the app in Slack, in a browser:
  1. Open https://api.slack.com/apps → Create New App → From a manifest, and pick the workspace.
  2. Paste what this command prints (run it in another window):  {command}
  3. Install App → Install to Workspace. The bot token (xoxb-…) is then under
     OAuth & Permissions → Bot User OAuth Token."""
CREATE_SOCKET = """
  4. Basic Information → App-Level Tokens → Generate Token, with the scope connections:write.
     That token begins with xapp-…"""
CREATE_HTTP = """
  4. Basic Information → App Credentials → Signing Secret: 32 characters."""
STRIPE = """
In Stripe: dashboard.stripe.com → Developers → API keys. Begin with a test key; real money follows
when all is tried. A restricted key (rk_…) is safer than the secret key."""
WEBHOOK = """
In Stripe: Developers → Webhooks → Add destination, with the address {url}/stripe/webhook.
Choose these events:
{events}
Its signing secret begins with whsec_…"""
DONE = """
Next:
  1. paydesk check   says of each thing whether it is right, or how to mend it
  2. paydesk serve   starts, and prints a code: enter it in Slack, under /billing, and you are the
                     owner
  3. /invite @Paydesk in a channel where Paydesk is to post. Commands work everywhere."""


class Answers:
    """What stands in .env, and what is to change there (None: the line goes)."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._now = parse(text)
        self._changes: dict[str, str | None] = {}

    def __getitem__(self, name: str) -> str:
        return clean(self.values().get(name, ""))

    def __setitem__(self, name: str, value: str | None) -> None:
        self._changes[name] = value

    def values(self) -> dict[str, str]:
        return {name: value or "" for name, value in {**self._now, **self._changes}.items()}

    def text(self) -> str:
        return changed(self._text, self._changes)


@click.command()
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="Where .env is written: the folder that Paydesk is started in. Default: this one.",
)
def init(folder: Path) -> None:
    """Ask for the settings, write them to .env, and tell what to do in Slack and Stripe.

    Each answer is checked at once. What stands in .env already stays there, unless you change it.
    """
    path = folder / ".env"
    answers = Answers(_existing(path))
    try:
        _ask_all(answers, folder)
    except click.Abort:
        tell()
        raise Stop("Stopped. Nothing was written; run `paydesk init` again at any time.") from None
    try:
        write_private(path, answers.text())
    except OSError as error:
        raise Stop(f"{path} can't be written: {error.strerror}. Nothing was changed.") from None
    _conclude(path, answers)


def _existing(path: Path) -> str:
    if not os.access(path.parent, os.W_OK):
        raise Stop(f"This folder can't be written: {path.parent.resolve()}. Choose another.")
    try:
        return read_env_file(path)
    except SettingsError as error:
        raise Stop(str(error)) from None


def _ask_all(answers: Answers, folder: Path) -> None:
    tell("Paydesk asks for its settings and writes them to .env. Tokens stay hidden as you type.")
    _ask_slack(answers)
    tell(STRIPE)
    _settle(answers, "STRIPE_API_KEY")
    settings, _ = examine(answers.values())
    if settings.public:
        events = wrapped(", ".join(TYPES), indent="  ")
        tell(WEBHOOK.format(url=settings.public_url, events=events))
        _settle(answers, "STRIPE_WEBHOOK_SECRET")
    tell("\nThe store: a file in this folder, or postgresql://user:password@host/name.")
    _settle(answers, "DATABASE_URL", default="sqlite:///paydesk.db")
    _ask_secret_key(answers, folder)
    tell("\nMail, for messages to clients. Without it, they can be copied instead (press Enter).")
    tell("Such as smtp+starttls://user:password@mail.example.org")
    _settle(answers, "SMTP_URL", default="")
    if answers["SMTP_URL"]:
        _settle(answers, "MAIL_FROM")


def _ask_slack(answers: Answers) -> None:
    tell(
        "\nSocket Mode needs no public address and is the easiest. Without it, Slack calls a public"
    )
    tell("https address of yours, behind which Paydesk stands.")
    socket_before = bool(answers["SLACK_APP_TOKEN"]) or not answers["PAYDESK_PUBLIC_URL"]
    if click.confirm("Use Socket Mode?", default=socket_before):
        tell(CREATE.format(command="paydesk manifest") + CREATE_SOCKET + "\n")
        _settle(answers, "SLACK_BOT_TOKEN")
        _settle(answers, "SLACK_APP_TOKEN")
        return
    _settle(answers, "PAYDESK_PUBLIC_URL")
    command = f"paydesk manifest --url {answers['PAYDESK_PUBLIC_URL']}"
    tell(CREATE.format(command=command) + CREATE_HTTP + "\n")
    _settle(answers, "SLACK_BOT_TOKEN")
    _settle(answers, "SLACK_SIGNING_SECRET")
    if answers["SLACK_APP_TOKEN"]:
        tell("SLACK_APP_TOKEN is taken out of .env: with it, Paydesk would use Socket Mode.")
        answers["SLACK_APP_TOKEN"] = None


def _ask_secret_key(answers: Answers, folder: Path) -> None:
    """A key that works is never replaced: with another, the store's secrets can't be read."""
    name = "PAYDESK_SECRET_KEY"
    if answers[name] and _is_right(name, answers[name]):
        return
    store = _sqlite_file(answers["DATABASE_URL"], folder)
    if store and store.exists():
        tell(wrapped(f"\nThere is a store already ({store}). It needs the key it was made with."))
        _settle(answers, name)
        return
    answers[name] = Fernet.generate_key().decode()
    tell("\nPAYDESK_SECRET_KEY is made. Keep a copy away from the backups: without it, the secrets")
    tell("in the store can't be read.")


def _sqlite_file(url: str, folder: Path) -> Path | None:
    address = parse_address(url)
    return folder / address.path if isinstance(address, SqliteFile) else None


def _settle(answers: Answers, name: str, default: str | None = None) -> None:
    """Keep what stands there, if it is right and the person says so; else ask until it is right."""
    try:
        kept = _checked(name, answers[name])
    except SettingProblem as problem:
        if answers[name]:
            tell(wrapped(str(problem)))
    else:
        if not click.confirm(f"{name} is here already ({_shown(name, kept)}). Change it?"):
            return
    answers[name] = _ask(name, default)


def _ask(name: str, default: str | None) -> str:
    secret = BY_NAME[name].secret
    while True:
        answer = click.prompt(name, default, hide_input=secret, show_default=bool(default))
        if not clean(answer) and default == "":
            return ""
        try:
            return _checked(name, answer)
        except SettingProblem as problem:
            tell(wrapped(str(problem)))


def _checked(name: str, value: str) -> str:
    """The value, by the same check that `serve` makes. Raises SettingProblem."""
    if not clean(value):
        raise SettingProblem(f"{name} is empty.")
    return str(BY_NAME[name].check(name, clean(value)))


def _is_right(name: str, value: str) -> bool:
    try:
        return bool(_checked(name, value))
    except SettingProblem:
        return False


def _shown(name: str, value: str) -> str:
    return hidden(value) if BY_NAME[name].secret else value


def _conclude(path: Path, answers: Answers) -> None:
    tell(f"\nWritten: {path.resolve()} (only you may read it).")
    for problem in examine(answers.values())[1]:
        tell(wrapped(f"Still to mend: {problem.text}"))
    for name in BY_NAME:
        if clean(os.environ.get(name, "")) not in ("", answers[name]):
            tell(wrapped(f"Note: the environment has another {name}, which goes before .env."))
    tell(DONE)
