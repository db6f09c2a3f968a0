"""`paydesk init`: asks, checks each answer at once, and writes .env whole or not at all."""

import stat
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.env_file import changed, parse, write_private
from bot.settings import SETTINGS, environment, read_settings
from bot.setup_command import init
from tests.support.keys import TEST_KEY
from tests.support.terminal import CTRL_C, terminal

SIGNING = "0123456789abcdef" * 2
BOT, APP, STRIPE = "xoxb-1-2-abc", "xapp-1-A1-2-abc", "sk_test_abc"
WEBHOOK = "whsec_" + "a1" * 12
SOCKET = ["", BOT, APP, STRIPE, "", ""]  # Socket Mode, both tokens, Stripe, SQLite, no mail


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    for setting in SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)


def run(folder: Path, answers: list[str]):
    typed = "".join(f"{answer}\n" for answer in answers)
    return CliRunner().invoke(init, ["--folder", str(folder)], input=typed)


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def done(folder: Path, answers: list[str]) -> str:
    """What was shown, in one line: where lines break depends on the length of paths."""
    result = run(folder, answers)
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def test_socket_mode_is_set_up_with_two_tokens_and_a_stripe_key(tmp_path):
    output = done(tmp_path, SOCKET)
    settings = read_settings(environment(tmp_path, {}))
    assert settings.socket_mode
    assert (settings.slack_bot_token, settings.slack_app_token) == (BOT, APP)
    assert settings.stripe_api_key == STRIPE
    assert settings.database_url == "sqlite:///paydesk.db"
    assert "paydesk manifest" in output
    assert "connections:write" in output
    assert output.index("paydesk check") < output.index("paydesk serve")


def test_the_secrets_are_never_shown(tmp_path):
    output = done(tmp_path, SOCKET)
    key = read_settings(environment(tmp_path, {})).secret_key
    for secret in (BOT, APP, STRIPE, key):
        assert secret not in output


def test_only_the_owner_may_read_the_file(tmp_path):
    (tmp_path / ".env").write_text("A=1\n")
    (tmp_path / ".env").chmod(0o644)
    done(tmp_path, SOCKET)
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600
    assert names(tmp_path) == [".env"]


def test_http_asks_for_the_address_and_both_signing_secrets(tmp_path):
    answers = ["n", "https://pay.example.org/", BOT, SIGNING, STRIPE, WEBHOOK, "", ""]
    output = done(tmp_path, answers)
    settings = read_settings(environment(tmp_path, {}))
    assert not settings.socket_mode
    assert settings.slack_signing_secret == SIGNING
    assert settings.stripe_webhook_secrets == (WEBHOOK,)
    assert "paydesk manifest --url https://pay.example.org" in output
    assert "https://pay.example.org/stripe/webhook" in output


def test_a_wrong_answer_is_told_and_asked_again(tmp_path):
    pasted = ["", APP, "xoxp-1", f'  "{BOT}" ', APP, "pk_test_1", STRIPE, "paydesk.db", "", ""]
    output = done(tmp_path, pasted)
    assert "belongs in SLACK_APP_TOKEN" in output
    assert "a Slack user token" in output
    assert "publishable" in output
    assert "DATABASE_URL must begin with" in output
    assert read_settings(environment(tmp_path, {})).slack_bot_token == BOT


def test_mail_is_set_up_with_its_sender(tmp_path):
    mail = ["smtps://me:p%27ss@mail.example.org", "O'Brien <a@b.org>"]
    done(tmp_path, [*SOCKET[:-1], *mail])
    settings = read_settings(environment(tmp_path, {}))
    assert settings.mail_from == "O'Brien <a@b.org>"
    assert settings.mail_server.password == "p'ss"


def test_what_stands_in_the_file_already_stays_unless_the_person_changes_it(tmp_path):
    before = f"# ours\nPAYDESK_PORT=4000\n\nexport SLACK_BOT_TOKEN={BOT} # main\nOTHER=x\n"
    (tmp_path / ".env").write_text(before)
    output = done(tmp_path, ["", "n", APP, STRIPE, "", ""])
    text = (tmp_path / ".env").read_text()
    assert text.startswith(before)
    assert "SLACK_BOT_TOKEN is here already (set xoxb-…). Change it?" in output


def test_a_value_is_changed_in_its_place(tmp_path):
    (tmp_path / ".env").write_text(f"SLACK_BOT_TOKEN={BOT}\nOTHER=x\n")
    done(tmp_path, ["", "y", "xoxb-9", APP, STRIPE, "", ""])
    assert (tmp_path / ".env").read_text().startswith("SLACK_BOT_TOKEN=xoxb-9\nOTHER=x\n")


def test_a_wrong_value_in_the_file_is_told_and_asked_for(tmp_path):
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxp-1\n")
    assert "a Slack user token" in done(tmp_path, SOCKET)
    assert parse((tmp_path / ".env").read_text())["SLACK_BOT_TOKEN"] == BOT


def test_a_second_run_changes_nothing(tmp_path):
    done(tmp_path, SOCKET)
    text = (tmp_path / ".env").read_text()
    done(tmp_path, ["", "", "", "", "", ""])
    assert (tmp_path / ".env").read_text() == text


def test_a_change_to_http_takes_the_app_token_out(tmp_path):
    done(tmp_path, SOCKET)
    answers = ["n", "https://pay.example.org", "", SIGNING, "", WEBHOOK, "", ""]
    output = done(tmp_path, answers)
    assert "SLACK_APP_TOKEN is taken out" in output
    assert not read_settings(environment(tmp_path, {})).socket_mode


def test_a_store_that_is_there_keeps_its_key(tmp_path):
    (tmp_path / "paydesk.db").touch()
    output = done(tmp_path, [*SOCKET[:-1], "wrong", TEST_KEY, ""])
    assert "It needs the key it was made with" in output
    assert read_settings(environment(tmp_path, {})).secret_key == TEST_KEY


@pytest.mark.parametrize("typed", [0, 1, 3, 5])
def test_input_that_ends_writes_nothing(tmp_path, typed):
    (tmp_path / ".env").write_text("OTHER=x\n")
    result = run(tmp_path, SOCKET[:typed])
    assert result.exit_code == 1
    assert "Nothing was written" in result.stderr
    assert "Traceback" not in result.output
    assert (tmp_path / ".env").read_text() == "OTHER=x\n"
    assert names(tmp_path) == [".env"]


def test_at_a_real_terminal_tokens_stay_hidden_and_ctrl_c_writes_nothing(tmp_path):
    command = [sys.executable, "-c", "from bot.setup_command import init; init()"]
    with terminal(command, tmp_path) as session:
        session.wait_for("Use Socket Mode? [Y/n]:")
        session.type("\n")
        session.wait_for("SLACK_BOT_TOKEN:")
        session.type(f"{BOT}\n")
        session.wait_for("SLACK_APP_TOKEN:")
        session.type(CTRL_C)
        session.wait_for("Nothing was written")
        assert session.exit_status() == 1
    assert BOT not in session.screen
    assert "Traceback" not in session.screen
    assert names(tmp_path) == []


def test_a_file_that_is_no_text_is_left_alone(tmp_path):
    (tmp_path / ".env").write_bytes(b"\xff\xfe")
    result = run(tmp_path, SOCKET)
    assert result.exit_code == 1
    assert "UTF-8" in result.stderr
    assert (tmp_path / ".env").read_bytes() == b"\xff\xfe"


def test_an_environment_that_says_otherwise_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("STRIPE_API_KEY", "sk_test_other")
    output = done(tmp_path, SOCKET)
    assert "the environment has another STRIPE_API_KEY" in output
    assert "sk_test_other" not in output


def test_a_link_to_a_file_elsewhere_stays_a_link(tmp_path):
    (tmp_path / "here").mkdir()
    target = tmp_path / "real.env"
    target.write_text("OTHER=x\n")
    (tmp_path / "here" / ".env").symlink_to(target)
    done(tmp_path / "here", SOCKET)
    assert (tmp_path / "here" / ".env").is_symlink()
    assert parse(target.read_text())["SLACK_BOT_TOKEN"] == BOT


@pytest.mark.parametrize(
    "value",
    [
        "plain",
        "with blank",
        "$HOME",
        "a#b",
        "a #b",
        "it's",
        'say "hi"',
        'O\'B "x" \\n',
        "back\\slash",
    ],
)
def test_any_value_is_read_back_as_it_was_written(value):
    assert parse(changed("", {"A": value})) == {"A": value}
    assert parse(changed("B=1\nA='old\nvalue'\nC=2", {"A": value})) == {
        "B": "1",
        "A": value,
        "C": "2",
    }


def test_a_name_that_stands_twice_stands_once_afterwards():
    assert changed("A=1\nB=2\nA=3\n", {"A": "4"}) == "A=4\nB=2\n"


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / ".env"
    path.write_text("OLD=1\n")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    result = run(tmp_path, SOCKET)
    assert result.exit_code == 1
    assert "No space left on device. Nothing was changed." in result.stderr
    assert path.read_text() == "OLD=1\n"
    assert names(tmp_path) == [".env"]
    monkeypatch.undo()
    write_private(path, "NEW=1\n")
    assert path.read_text() == "NEW=1\n"
