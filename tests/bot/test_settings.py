"""Settings: what is taken, what is refused, and that a refusal names the mend and no secret."""

from pathlib import Path

import pytest

from bot.settings import Needs, Settings, environment, read_settings
from bot.settings_error import SettingsError
from tests.support.keys import OTHER_KEY, TEST_KEY

SIGNING = "0123456789abcdef" * 2
WEBHOOK = "whsec_" + "a1" * 12
SOCKET = {
    "SLACK_BOT_TOKEN": "xoxb-1-2-abc",
    "SLACK_APP_TOKEN": "xapp-1-A1-2-abc",
    "STRIPE_API_KEY": "sk_test_abc",
    "PAYDESK_SECRET_KEY": TEST_KEY,
}
HTTP = {
    **{name: value for name, value in SOCKET.items() if name != "SLACK_APP_TOKEN"},
    "SLACK_SIGNING_SECRET": SIGNING,
}
LIVE = {**SOCKET, "STRIPE_API_KEY": "sk_live_abc"}


def problems(environ: dict[str, str], needs: Needs = Needs.SERVE) -> list[str]:
    with pytest.raises(SettingsError) as refused:
        read_settings(environ, needs)
    assert str(refused.value) == "\n".join(refused.value.problems)
    return refused.value.problems


def only_problem(environ: dict[str, str]) -> str:
    found = problems(environ)
    assert len(found) == 1, found
    return found[0]


def test_socket_mode_needs_four_settings_and_has_defaults_for_the_rest():
    settings = read_settings(SOCKET)
    assert settings.socket_mode
    assert not settings.livemode
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.stripe_api_base == "https://api.stripe.com"
    assert settings.database_url == "sqlite:///paydesk.db"
    assert (settings.host, settings.port, settings.lease_seconds) == ("127.0.0.1", 3000, 120)
    assert settings.mail_server is None
    assert settings.clock_file is None


def test_http_needs_the_signing_secret_in_place_of_the_app_token():
    settings = read_settings(HTTP)
    assert not settings.socket_mode
    assert settings.slack_signing_secret == SIGNING


@pytest.mark.parametrize("key", ["sk_live_abc", "rk_live_abc"])
def test_a_live_key_means_real_money(key):
    assert read_settings({**SOCKET, "STRIPE_API_KEY": key}).livemode


def test_without_any_setting_each_that_is_missing_is_named_with_where_it_is_found():
    found = problems({})
    names = ["PAYDESK_SECRET_KEY", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "STRIPE_API_KEY"]
    assert [text.split()[0] for text in found] == names
    assert all("is missing. It needs" in text for text in found)
    assert "SLACK_SIGNING_SECRET instead" in found[2]


def test_all_problems_are_told_at_once():
    broken = {**SOCKET, "SLACK_BOT_TOKEN": "xoxp-1", "PAYDESK_PORT": "http", "MAIL_FROM": "me"}
    del broken["STRIPE_API_KEY"]
    found = "\n".join(problems(broken))
    for name in ("SLACK_BOT_TOKEN", "PAYDESK_PORT", "MAIL_FROM", "STRIPE_API_KEY"):
        assert f"{name} " in found


def test_an_empty_value_counts_as_missing():
    assert "SLACK_BOT_TOKEN is missing" in only_problem({**SOCKET, "SLACK_BOT_TOKEN": "  "})


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-12345678901", "a Slack user token (“xoxp-…”)"),
        ("SLACK_BOT_TOKEN", "xapp-1-A1-2-abc", "belongs in SLACK_APP_TOKEN"),
        ("SLACK_BOT_TOKEN", "xoxe.xoxb-1-abc", "expires (token rotation is on)"),
        ("SLACK_BOT_TOKEN", "sk_test_51abcdef", "belongs in STRIPE_API_KEY"),
        ("SLACK_BOT_TOKEN", "https://hooks.slack.com/services/T/B/x", "a Slack webhook address"),
        ("SLACK_BOT_TOKEN", "hunter2hunter2", "something else (“hun…”, 14 characters)"),
        ("SLACK_BOT_TOKEN", "short", "something else (5 characters)"),
        ("SLACK_BOT_TOKEN", "xoxb-", "cut off"),
        ("SLACK_BOT_TOKEN", "xoxb-12 34", "a blank or a line break"),
        ("SLACK_BOT_TOKEN", "xoxb-1–2–abc", "a character that no such value has"),
        ("SLACK_APP_TOKEN", "xoxb-1-2-abc", "belongs in SLACK_BOT_TOKEN"),
        ("SLACK_SIGNING_SECRET", "abc123", "6 characters"),
        ("SLACK_SIGNING_SECRET", SIGNING.upper(), "capitals"),
        ("SLACK_SIGNING_SECRET", "xoxb-1-2-abc", "belongs in SLACK_BOT_TOKEN"),
        ("STRIPE_API_KEY", "pk_test_51abcdef", "publishable"),
        ("STRIPE_API_KEY", WEBHOOK, "belongs in STRIPE_WEBHOOK_SECRET"),
        ("STRIPE_API_KEY", "sk_test_...", "cut off"),
        ("STRIPE_API_KEY", "acct_1abcdef", "the id of a Stripe account"),
        ("STRIPE_WEBHOOK_SECRET", "whsec_abc", "too short"),
        ("STRIPE_WEBHOOK_SECRET", "sk_test_51abcdef", "belongs in STRIPE_API_KEY"),
        ("STRIPE_WEBHOOK_SECRET", ",".join([WEBHOOK] * 3), "two at most"),
        ("PAYDESK_SECRET_KEY", "letmein", "isn't a key"),
        (
            "PAYDESK_SECRET_KEY",
            f"{TEST_KEY},letmein",
            "Key 2 of 2 in PAYDESK_SECRET_KEY isn't a key",
        ),
        ("PAYDESK_PUBLIC_URL", "pay.example.org", "no web address"),
        ("PAYDESK_PUBLIC_URL", "http://pay.example.org", "must begin with https://"),
        ("PAYDESK_PUBLIC_URL", "https://a.org/slack/events", "Leave out “/slack/events”"),
        ("PAYDESK_PUBLIC_URL", "https://a.org:port", "no web address"),
        ("PAYDESK_PUBLIC_URL", "https://[::1", "no web address"),
        ("PAYDESK_PUBLIC_URL", "https://a.org/?x=1", "“?”"),
        ("PAYDESK_PUBLIC_URL", "https://me:pass@a.org", "user name or password"),
        ("PAYDESK_RETURN_URL", "ftp://a.org", "no web address"),
        ("SLACK_API_URL", "http://slack.com/api/", "must begin with https://"),
        ("STRIPE_API_BASE", "http://stripe.example.org", "must begin with https://"),
        ("DATABASE_URL", "mysql://u:hunter2@h/d", "sqlite:///"),
        ("DATABASE_URL", "paydesk.db", "sqlite:///"),
        ("DATABASE_URL", "sqlite:///:memory:", "memory"),
        ("PAYDESK_HOST", "127.0.0.1:3000", "without a port"),
        ("PAYDESK_HOST", "http://a", "without a port"),
        ("PAYDESK_PORT", "70000", "from 0 to 65535"),
        ("PAYDESK_PORT", "３０００", "from 0 to 65535"),
        ("PAYDESK_LEASE_SECONDS", "0", "from 1 to 3600"),
        ("PAYDESK_LEASE_SECONDS", "2 min", "from 1 to 3600"),
        ("SMTP_URL", "mail.example.org", "smtp+starttls://"),
        ("SMTP_URL", "smtps://", "no server name"),
        ("SMTP_URL", "smtps://u:p@host:many", "no mail server address"),
        ("SMTP_URL", "smtp://u:hunter2@mail.example.org", "unencrypted"),
        ("SMTP_URL", "smtps://u:hunter2é@mail.example.org", "a letter such as é"),
        ("MAIL_FROM", "Practice", "no mail address"),
        ("PAYDESK_CLOCK_FILE", "/", "a folder"),
    ],
)
def test_a_wrong_value_is_named_with_its_setting_and_the_mend(name, value, said):
    text = only_problem({**SOCKET, "MAIL_FROM": "a@b.org", name: value})
    assert name in text
    assert said in text


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-VerySecretToken"),
        ("SLACK_APP_TOKEN", "VerySecretToken"),
        ("SLACK_SIGNING_SECRET", "VerySecretToken"),
        ("STRIPE_API_KEY", "pk_live_VerySecretToken"),
        ("STRIPE_WEBHOOK_SECRET", "sk_live_VerySecretToken"),
        ("PAYDESK_SECRET_KEY", "VerySecretToken"),
        ("DATABASE_URL", "mysql://u:VerySecretToken@h/d"),
        ("DATABASE_URL", "postgresql://u:VerySecret/Token@h:x/d"),
        ("SMTP_URL", "imap://u:VerySecretToken@h"),
        ("SMTP_URL", "smtp://u:VerySecretToken@h"),
        ("PAYDESK_PUBLIC_URL", "https://u:VerySecretToken@h"),
    ],
)
def test_a_refusal_never_repeats_a_secret(name, secret):
    text = "\n".join(problems({**SOCKET, name: secret}))
    assert "SecretToken" not in text
    assert "VerySecret" not in text


def test_secrets_hide_in_repr():
    environ = {
        **SOCKET,
        "SLACK_SIGNING_SECRET": SIGNING,
        "STRIPE_WEBHOOK_SECRET": WEBHOOK,
        "DATABASE_URL": "postgresql://u:hunter2@h/d",
        "SMTP_URL": "smtps://u:hunter2@h",
        "MAIL_FROM": "a@b.org",
    }
    settings = read_settings(environ)
    shown = repr(settings) + repr(settings.mail_server)
    for secret in (*SOCKET.values(), SIGNING, WEBHOOK, "hunter2"):
        assert secret not in shown


@pytest.mark.parametrize(
    "pasted",
    [
        " xoxb-1-2-abc\n",
        '"xoxb-1-2-abc"',
        "“xoxb-1-2-abc”",
        "\u200bxoxb-1-2-abc\ufeff",
        "'\u00a0xoxb-1-2-abc\u200d '",
        "`xoxb-1-2-abc`",
    ],
)
def test_what_pasting_adds_around_a_value_is_taken_off(pasted):
    assert read_settings({**SOCKET, "SLACK_BOT_TOKEN": pasted}).slack_bot_token == "xoxb-1-2-abc"


def test_several_secret_keys_and_two_webhook_secrets_are_taken_while_one_replaces_another():
    older = OTHER_KEY
    second = "whsec_" + "b2" * 12
    settings = read_settings(
        {
            **SOCKET,
            "PAYDESK_SECRET_KEY": f"{TEST_KEY}, {older}",
            "STRIPE_WEBHOOK_SECRET": f"{WEBHOOK} ,{second}",
        }
    )
    assert settings.secret_key == f"{TEST_KEY},{older}"
    assert settings.stripe_webhook_secrets == (WEBHOOK, second)


def test_a_public_address_needs_a_webhook_secret():
    public = {**HTTP, "PAYDESK_PUBLIC_URL": "https://pay.example.org/"}
    assert "STRIPE_WEBHOOK_SECRET is missing" in only_problem(public)
    settings = read_settings({**public, "STRIPE_WEBHOOK_SECRET": WEBHOOK})
    assert settings.public_url == "https://pay.example.org"


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:4100", "http://localhost:3000", "http://[::1]:3000", "http://a.localhost"],
)
def test_this_machine_itself_may_be_http_and_needs_no_webhook_secret(url):
    settings = read_settings({**HTTP, "PAYDESK_PUBLIC_URL": url})
    assert settings.public_url == url
    assert not settings.public


def test_the_bases_of_slack_and_stripe_get_the_slashes_that_their_clients_want():
    local = {"SLACK_API_URL": "http://127.0.0.1:1/api", "STRIPE_API_BASE": "http://127.0.0.1:2/"}
    settings = read_settings({**SOCKET, **local})
    assert settings.slack_api_url == "http://127.0.0.1:1/api/"
    assert settings.stripe_api_base == "http://127.0.0.1:2"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STRIPE_API_BASE", "http://127.0.0.1:4242"),
        ("SLACK_API_URL", "http://localhost:4141/api/"),
        ("PAYDESK_CLOCK_FILE", "clock"),
        ("PAYDESK_LEASE_SECONDS", "5"),
    ],
)
def test_a_live_key_is_refused_together_with_what_is_for_trying_things_out(name, value):
    text = only_problem({**LIVE, name: value})
    assert text.startswith(name)
    assert "live key" in text
    read_settings({**SOCKET, name: value})


@pytest.mark.parametrize(
    ("url", "security", "port"),
    [
        ("smtp://localhost", "smtp", 25),
        ("smtps://me%40a.org:p%2Fw@mail.a.org", "smtps", 465),
        ("smtp+starttls://me%40a.org:p%2Fw@mail.a.org:2525/", "smtp+starttls", 2525),
    ],
)
def test_the_mail_server_is_read_from_its_address(url, security, port):
    server = read_settings({**SOCKET, "SMTP_URL": url, "MAIL_FROM": "P <a@b.org>"}).mail_server
    assert (server.security, server.port) == (security, port)
    if security != "smtp":
        assert (server.host, server.user, server.password) == ("mail.a.org", "me@a.org", "p/w")


def test_mail_needs_a_sender():
    assert "MAIL_FROM is missing" in only_problem({**SOCKET, "SMTP_URL": "smtps://h.org"})


def test_a_command_that_only_opens_the_store_needs_its_key_alone():
    settings = read_settings(
        {"PAYDESK_SECRET_KEY": TEST_KEY, "SLACK_BOT_TOKEN": "nonsense"}, needs=Needs.STORE
    )
    assert settings == Settings(secret_key=TEST_KEY)
    assert len(problems({}, Needs.STORE)) == 1


def test_the_environment_goes_before_the_env_file(tmp_path):
    (tmp_path / ".env").write_text(
        "\ufeffSLACK_BOT_TOKEN=from-file\n# a comment\nMAIL_FROM='a $b #c'\nBARE\n",
        encoding="utf-8",
    )
    found = environment(tmp_path, {"SLACK_BOT_TOKEN": "from-environment"})
    assert found["SLACK_BOT_TOKEN"] == "from-environment"
    assert found["MAIL_FROM"] == "a $b #c"
    assert found["BARE"] == ""


def test_no_env_file_is_fine(tmp_path):
    assert environment(tmp_path, {"A": "b"}) == {"A": "b"}


@pytest.mark.parametrize("content", [b"A=\xff\xfe", None])
def test_an_env_file_that_cannot_be_read_is_refused_with_its_path(tmp_path, content):
    path = Path(tmp_path / ".env")
    path.mkdir() if content is None else path.write_bytes(content)
    with pytest.raises(SettingsError, match="can't be read") as refused:
        environment(tmp_path, {})
    assert str(path) in str(refused.value)
