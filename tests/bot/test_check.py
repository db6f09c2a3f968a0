"""`paydesk check`: each thing right or with its mend, none stopping another, no secret shown."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from threading import Event

import pytest
from click.testing import CliRunner
from cryptography.fernet import Fernet

from bot.check_command import check
from bot.checkup.finding import Check, State, note
from bot.checkup.mail import mail_findings
from bot.checkup.run import run
from bot.checkup.slack import slack_findings
from bot.checkup.store import store_findings
from bot.checkup.stripe import stripe_findings
from bot.manifest import bot_scopes, read_manifest
from bot.settings import SETTINGS, Settings
from storage import practices
from storage.schema import known
from tests.support.canned_http import Answer, CannedServer, canned_server
from tests.support.keys import TEST_KEY
from tests.support.mail_listener import PASSWORD, USER, certificate, mail_listener
from tests.support.stores import every_value_on_both

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
BOT, APP, STRIPE = "xoxb-1-2-VerySecret", "xapp-1-A1-2-VerySecret", "sk_test_VerySecret"
SCOPES = bot_scopes(read_manifest())
AUTH_TEST, OPEN, BOTS_INFO = "/auth.test", "/apps.connections.open", "/bots.info"
ACCOUNT = "/v1/account"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch, tmp_path):
    for setting in SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)
    monkeypatch.chdir(tmp_path)


def slack_answers() -> dict[str, Answer]:
    who = {"ok": True, "user": "paydesk", "team": "Northside", "team_id": "T1", "bot_id": "B1"}
    return {
        AUTH_TEST: Answer(who, headers={"X-OAuth-Scopes": ",".join(SCOPES)}),
        OPEN: Answer({"ok": True, "url": "wss://example.org"}),
        BOTS_INFO: Answer({"ok": True, "bot": {"id": "B1", "app_id": "A1"}}),
    }


def stripe_answers() -> dict[str, Answer]:
    account = {"id": "acct_1", "object": "account", "country": "GB", "default_currency": "gbp"}
    return {ACCOUNT: Answer({**account, "charges_enabled": True})}


@pytest.fixture
def slack() -> Iterator[CannedServer]:
    with canned_server(slack_answers()) as server:
        yield server


@pytest.fixture
def stripe() -> Iterator[CannedServer]:
    with canned_server(stripe_answers()) as server:
        yield server


def at(slack: CannedServer, **more) -> Settings:
    usual = {"slack_bot_token": BOT, "slack_app_token": APP, "slack_api_url": f"{slack.url}/"}
    return Settings(**{**usual, **more})


def only(findings, state: State = State.WRONG) -> str:
    """The one finding of that state, as it is printed."""
    found = [finding for finding in findings if finding.state is state]
    assert len(found) == 1, findings
    return f"{found[0].name} {found[0].text} {found[0].mend}"


def states(findings) -> list[State]:
    return [finding.state for finding in findings]


def all_right(findings) -> bool:
    assert findings, "nothing was found"
    assert [finding for finding in findings if finding.state is not State.RIGHT] == []
    return True


def stripe_at(server: CannedServer, key: str = STRIPE):
    return stripe_findings(Settings(stripe_api_key=key, stripe_api_base=server.url), NOW)


# Slack


def test_slack_is_right_where_the_tokens_work_and_the_scopes_are_granted(slack):
    findings = slack_findings(at(slack))
    assert states(findings) == [State.RIGHT] * 3
    assert "paydesk in Northside (T1)" in findings[0].text
    assert slack.seen == [AUTH_TEST, OPEN, BOTS_INFO]
    assert slack.authorizations == [f"Bearer {BOT}", f"Bearer {APP}", f"Bearer {BOT}"]


def test_without_an_app_token_no_socket_is_opened(slack):
    assert states(slack_findings(at(slack, slack_app_token=""))) == [State.RIGHT] * 2
    assert slack.seen == [AUTH_TEST]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("invalid_auth", "Slack doesn't know this token"),
        ("token_revoked", "revoked"),
        ("account_inactive", "removed from the workspace"),
        ("something_new", "Slack refuses (something_new)"),
    ],
)
def test_a_refused_bot_token_is_explained(slack, code, said):
    slack.answers[AUTH_TEST] = Answer({"ok": False, "error": code})
    told = only(slack_findings(at(slack)))
    assert said in told
    assert "SLACK_BOT_TOKEN needs the bot token" in told


def test_missing_scopes_are_named_with_the_way_to_grant_them(slack):
    slack.answers[AUTH_TEST].headers = {"x-oauth-scopes": "commands"}
    told = only(slack_findings(at(slack)))
    for scope in set(SCOPES) - {"commands"}:
        assert f"{scope}" in told.partition("missing: ")[2]
    assert "Reinstall to Workspace" in told


def test_more_scopes_than_needed_are_worth_a_note(slack):
    slack.answers[AUTH_TEST].headers = {"x-oauth-scopes": ",".join([*SCOPES, "admin"])}
    assert "admin" in only(slack_findings(at(slack)), State.NOTE)


def test_scopes_that_slack_does_not_tell_are_no_fault(slack):
    slack.answers[AUTH_TEST].headers = {}
    assert "didn't say" in only(slack_findings(at(slack)), State.NOTE)


def test_an_app_token_that_opens_no_socket_is_explained(slack):
    slack.answers[OPEN] = Answer({"ok": False, "error": "missing_scope"})
    told = only(slack_findings(at(slack)))
    assert "lacks a scope" in told
    assert "connections:write" in told


def test_tokens_of_two_different_apps_are_found_out(slack):
    slack.answers[BOTS_INFO] = Answer({"ok": True, "bot": {"app_id": "A2"}})
    told = only(slack_findings(at(slack)))
    assert "SLACK_APP_TOKEN is of the app A1, SLACK_BOT_TOKEN of the app A2" in told


def test_a_slack_that_does_not_tell_the_app_is_no_fault(slack):
    del slack.answers[BOTS_INFO]
    assert states(slack_findings(at(slack))) == [State.RIGHT] * 3


@pytest.mark.parametrize("answer", [Answer(b"<html>", 200), Answer(b"<html>", 502), Answer([])])
def test_an_answer_that_is_not_slacks_is_told_so(slack, answer):
    slack.answers[AUTH_TEST] = answer
    assert "isn't Slack" in only(slack_findings(at(slack)))


def test_slack_out_of_reach_is_told_so(slack, capsys, caplog):
    told = only(slack_findings(at(slack, slack_api_url="http://127.0.0.1:1/")))
    assert "can't be reached at http://127.0.0.1:1/ (ConnectionRefusedError)" in told
    assert capsys.readouterr().err == ""
    assert caplog.records == []


# Stripe


def test_stripe_is_right_where_the_account_is_read_and_the_clocks_agree(stripe):
    stripe.answers[ACCOUNT].date = format_datetime(NOW, usegmt=True)
    findings = stripe_at(stripe)
    assert states(findings) == [State.RIGHT] * 2
    assert "acct_1 (acct_1), GB GBP, test mode" in findings[0].text


def test_real_money_is_called_so(stripe):
    assert "live mode: real money" in stripe_at(stripe, "rk_live_1")[0].text


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(7, "7 minutes ahead of"), (-7, "7 minutes behind"), (4, None), (-4, None)],
)
def test_a_clock_that_differs_from_stripes_is_told(stripe, minutes, said):
    theirs = NOW - timedelta(minutes=minutes)
    stripe.answers[ACCOUNT].date = format_datetime(theirs, usegmt=True)
    findings = stripe_at(stripe)
    assert (said is None) == (findings[1].state is State.RIGHT)
    assert (said or "agrees") in findings[1].text


def test_a_wrong_stripe_key_is_explained(stripe):
    stripe.answers[ACCOUNT] = Answer({"error": {"type": "invalid_request_error"}}, 401)
    assert "Copy the whole secret key again" in only(stripe_at(stripe))


def test_an_account_that_takes_no_payments_yet_is_worth_a_note(stripe):
    stripe.answers[ACCOUNT].body["charges_enabled"] = False
    assert "can't take payments yet" in only(stripe_at(stripe), State.NOTE)


# Mail


@pytest.fixture(scope="module")
def pem(tmp_path_factory) -> Path:
    return certificate(tmp_path_factory.mktemp("certificate"))


def mail(scheme: str, port: int, user: str = "", password: str = "") -> list:
    signed = f"{user.replace('@', '%40')}:{password.replace('/', '%2F')}@" if user else ""
    return mail_findings(Settings(smtp_url=f"{scheme}://{signed}127.0.0.1:{port}"))


def test_mail_that_is_not_set_is_no_fault():
    assert "can be copied instead" in only(mail_findings(Settings()), State.NOTE)


def test_an_open_mail_server_on_this_machine_is_right():
    with mail_listener() as server:
        assert all_right(mail("smtp", server.port))
        assert server.heard[:2] == ["EHLO", "NOOP"]


def test_starttls_comes_before_the_log_in(pem, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with mail_listener(pem=pem) as server:
        assert all_right(mail("smtp+starttls", server.port, USER, PASSWORD))
        assert server.heard[:5] == ["EHLO", "STARTTLS", "EHLO", "AUTH", "NOOP"]


def test_a_connection_encrypted_from_the_start_is_right(pem, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with mail_listener(pem=pem, encrypted_from_the_start=True) as server:
        assert all_right(mail("smtps", server.port, USER, PASSWORD))


def test_a_refused_password_is_told_and_not_repeated():
    with mail_listener() as server:
        told = only(mail("smtp", server.port, USER, "wrong/secret"))
    assert "refuses the user name or password" in told
    assert "wrong/secret" not in told


@pytest.mark.parametrize(
    ("scheme", "listening", "said"),
    [
        ("smtp+starttls", {"pem": False}, "doesn't offer"),
        ("smtp+starttls", {"pem": True}, "certificate isn't valid"),
        ("smtps", {"pem": True, "encrypted_from_the_start": True}, "certificate isn't valid"),
        ("smtps", {"pem": False}, "Try smtp+starttls://"),
        ("smtp", {"pem": False, "log_in": False}, "leave out user and password"),
    ],
)
def test_a_mail_server_of_another_kind_is_explained(pem, scheme, listening, said):
    listening["pem"] = pem if listening["pem"] else None
    with mail_listener(**listening) as server:
        assert said in only(mail(scheme, server.port, USER, PASSWORD))


def test_a_mail_server_that_is_not_there_is_told(monkeypatch):
    assert "nothing listens there" in only(mail("smtp", 1))

    def no_such_name(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr("socket.getaddrinfo", no_such_name)
    url = "smtp://nowhere.invalid"
    assert "no such server name" in only(mail_findings(Settings(smtp_url=url)))


# The store


def store_at(url: str, key: str = TEST_KEY, **more) -> list:
    return store_findings(Settings(database_url=url, secret_key=key, **more))


def test_a_store_that_is_not_made_yet_is_no_fault_and_is_not_made(tmp_path):
    path = tmp_path / "paydesk.db"
    assert "`paydesk serve` makes it" in only(store_at(f"sqlite:///{path}"), State.NOTE)
    assert not path.exists()


def test_a_store_in_a_folder_that_is_missing_is_told(tmp_path):
    assert "there is no folder" in only(store_at(f"sqlite:///{tmp_path}/nowhere/paydesk.db"))


def test_a_store_with_all_migrations_and_the_right_key_is_right(store, database_url):
    findings = store_at(database_url)
    assert all_right(findings)
    assert [finding.name for finding in findings] == ["Database", "Migrations", "Secret key"]


def test_the_wrong_secret_key_is_told(store, database_url):
    told = only(store_at(database_url, Fernet.generate_key().decode()))
    assert "Secret key not the key of this store" in told


def test_migrations_that_wait_are_worth_a_note_and_are_not_applied(empty_url):
    if empty_url.startswith("sqlite"):
        Path(empty_url.removeprefix("sqlite:///")).touch()
    for _ in range(2):
        told = only(store_at(empty_url), State.NOTE)
        assert f"{len(known())} not applied yet" in told
        assert "paydesk migrate" in told


def test_a_store_of_a_newer_program_is_told(database_url, monkeypatch):
    monkeypatch.setattr("storage.schema.known", list)
    assert "newer than this program" in only(store_at(database_url))


def test_a_file_that_is_no_store_is_told(tmp_path):
    (tmp_path / "paydesk.db").write_text("This is a text and not a database at all. " * 100)
    assert "can't be worked with" in only(store_at(f"sqlite:///{tmp_path}/paydesk.db"))


def test_a_postgresql_server_that_is_not_there_is_told_without_the_password():
    told = only(store_at("postgresql://me:VerySecret@127.0.0.1:1/paydesk"))
    assert "PostgreSQL doesn’t let Paydesk in" in told
    assert "VerySecret" not in told


@every_value_on_both
@pytest.mark.parametrize(
    ("holds", "key", "said"),
    [
        (True, STRIPE, "holds real payments, but STRIPE_API_KEY is a test key"),
        (False, "sk_live_1", "holds test payments, but STRIPE_API_KEY is a live key"),
        (True, "sk_live_1", None),
        (False, STRIPE, None),
        (None, STRIPE, None),
    ],
)
def test_test_payments_and_real_ones_do_not_share_a_store(store, database_url, holds, key, said):
    practice = practices.ensure(store, "T1", "Northside", 0)
    if holds is not None:
        practices.set_livemode(store, practice.id, holds)
    findings = store_at(database_url, stripe_api_key=key)
    if said is None:
        assert all_right(findings)
    else:
        assert said in only(findings)


# All together


def everything(slack: CannedServer, stripe: CannedServer) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": BOT,
        "SLACK_APP_TOKEN": APP,
        "SLACK_API_URL": f"{slack.url}/",
        "STRIPE_API_KEY": STRIPE,
        "STRIPE_API_BASE": stripe.url,
        "PAYDESK_SECRET_KEY": TEST_KEY,
    }


def invoke(environ: dict[str, str]):
    return CliRunner().invoke(check, env=environ)


def test_all_right_ends_with_status_0(slack, stripe, store, database_url):
    result = invoke({**everything(slack, stripe), "DATABASE_URL": database_url})
    assert result.exit_code == 0, result.output
    assert "✗" not in result.output
    assert "All is right. Start with: paydesk serve" in result.output


def test_the_env_file_is_read_and_others_who_may_read_it_are_told(slack, stripe, tmp_path):
    lines = [f"{name}={value}\n" for name, value in everything(slack, stripe).items()]
    (tmp_path / ".env").write_text("".join(lines))
    (tmp_path / ".env").chmod(0o644)
    assert "chmod 600" in " ".join(invoke({}).output.split())
    (tmp_path / ".env").chmod(0o600)
    result = invoke({})
    assert result.exit_code == 0
    assert "only its owner may read it" in result.output


def test_each_failure_is_told_and_none_stops_the_others(slack, stripe):
    slack.answers[AUTH_TEST] = Answer({"ok": False, "error": "invalid_auth"})
    stripe.answers[ACCOUNT] = Answer({"error": {"type": "invalid_request_error"}}, 401)
    environ = {
        **everything(slack, stripe),
        "SMTP_URL": "smtp://127.0.0.1:1",
        "MAIL_FROM": "a@b.org",
    }
    environ["DATABASE_URL"] = "sqlite:////nowhere/at/all.db"
    result = invoke(environ)
    assert result.exit_code == 1
    for name in ("Database", "Slack", "Stripe", "Mail"):
        assert f"✗ {name}" in result.output
    assert "4 things to mend." in result.output


def test_without_settings_each_says_what_to_mend_and_what_waits_for_it():
    result = invoke({})
    assert result.exit_code == 1
    for setting in SETTINGS:
        assert f" {setting.name} " in result.output or f"✗ {setting.name}\n" in result.output
    assert "not looked at: mend SLACK_BOT_TOKEN first" in result.output
    assert "4 things to mend." in result.output


def test_a_misspelt_setting_is_told():
    output = invoke({"PAYDESK_SECERT_KEY": TEST_KEY}).output
    assert "PAYDESK_SECERT_KEY" in output
    assert "Do you mean PAYDESK_SECRET_KEY?" in output


def test_no_secret_is_ever_printed(slack, stripe):
    environ = {
        **everything(slack, stripe),
        "SMTP_URL": "smtp://me:VerySecret@127.0.0.1:1",
        "DATABASE_URL": "postgresql://me:VerySecret@127.0.0.1:1/x",
        "MAIL_FROM": "a@b.org",
        "STRIPE_WEBHOOK_SECRET": "whsec_VerySecretVerySecret",
    }
    output = invoke(environ).output
    assert "VerySecret" not in output
    assert TEST_KEY not in output
    for name in [
        setting.name for setting in SETTINGS if setting.secret and setting.name in environ
    ]:
        faulty = {**environ, name: environ[name] + "VerySecret\n x"}
        assert "VerySecret" not in invoke(faulty).output


def test_an_old_terminal_gets_plain_characters():
    bare = {name: value for name, value in os.environ.items() if not name.startswith("PY")}
    result = subprocess.run(
        [sys.executable, "-c", "from bot.check_command import check; check()"],
        env={**bare, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        timeout=60,
    )
    assert result.returncode == 1
    assert "!! SLACK_BOT_TOKEN" in result.stdout.decode("latin-1")
    assert b"->" in result.stdout
    assert result.stderr == b""


def test_a_check_that_hangs_or_breaks_does_not_stop_the_others():
    forever = Event()

    def hangs() -> list:
        forever.wait()
        return []

    def breaks() -> list:
        raise KeyError("VerySecret")

    checks = [
        Check("Hangs", hangs),
        Check("Breaks", breaks),
        Check("Works", lambda: [note("Works", "fine")]),
    ]
    findings = list(run(checks, 0.05))
    forever.set()
    assert [finding.name for finding in findings] == ["Hangs", "Breaks", "Works"]
    assert "no answer within 0.05 seconds" in findings[0].text
    assert "(KeyError)" in findings[1].text
    assert findings[2].state is State.NOTE
