"""`paydesk quote` as a program among others: order, exit status, pipes and Ctrl-C."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.quote_command import quote
from tests.desk.test_quotes import ASKED

LINE = json.dumps(ASKED)
RUN = [sys.executable, "-c", "from bot.quote_command import quote; quote()"]


def test_every_line_is_answered_in_its_place() -> None:
    amounts = (15_000, 10_000, 20_000)
    asked = "\n".join(json.dumps({**ASKED, "amount": amount}) for amount in amounts)
    result = CliRunner().invoke(quote, input=asked)
    assert [json.loads(line)["charge"] for line in result.stdout.splitlines()] == [
        15_450,
        10_300,
        20_600,
    ]
    assert result.exit_code == 0


def test_a_bad_line_is_told_in_its_place_and_the_others_are_answered() -> None:
    result = CliRunner().invoke(quote, input=f"{LINE}\nno json\n\n{LINE}\n")
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [next(iter(answer)) for answer in answers] == ["charge", "error", "error", "charge"]
    assert result.exit_code == 1


def test_no_lines_are_no_answers() -> None:
    result = CliRunner().invoke(quote, input="")
    assert (result.stdout, result.exit_code) == ("", 0)


def test_a_file_is_read_as_well(tmp_path: Path) -> None:
    file = tmp_path / "payments.jsonl"
    file.write_text(f"{LINE}\n{LINE}")
    result = CliRunner().invoke(quote, [str(file)])
    assert len(result.stdout.splitlines()) == 2
    assert CliRunner().invoke(quote, [str(tmp_path / "none")]).exit_code == 2


def test_only_the_sentences_change_with_the_language() -> None:
    asked = f"{LINE}\nno json\n"
    english = CliRunner().invoke(quote, input=asked).stdout.splitlines()
    french = CliRunner().invoke(quote, ["--language", "fr"], input=asked).stdout.splitlines()
    in_english, in_french = json.loads(english[0]), json.loads(french[0])
    assert in_french.pop("reason") != in_english.pop("reason")
    assert in_french.pop("source") != in_english.pop("source")
    assert in_french == in_english
    assert "JSON" in json.loads(french[1])["error"]
    assert french[1] != english[1]


@pytest.fixture
def running() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        RUN, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_an_answer_leaves_before_the_next_line_is_there(
    running: subprocess.Popen[bytes],
) -> None:
    assert running.stdin
    assert running.stdout
    for _ in range(3):
        running.stdin.write(LINE.encode() + b"\n")
        running.stdin.flush()
        assert json.loads(running.stdout.readline())["charge"] == 15_450
    output, errors = running.communicate()
    assert (output, errors, running.returncode) == (b"", b"", 0)


def test_ctrl_c_ends_it_quietly(running: subprocess.Popen[bytes]) -> None:
    assert running.stdin
    assert running.stdout
    running.stdin.write(LINE.encode() + b"\n")
    running.stdin.flush()
    running.stdout.readline()
    running.send_signal(signal.SIGINT)
    assert running.wait(30) == 130
    assert running.stderr
    assert running.stderr.read() == b""
    running.communicate()


def test_a_reader_that_has_enough_ends_it_quietly(running: subprocess.Popen[bytes]) -> None:
    assert running.stdin
    assert running.stdout
    running.stdout.close()
    running.stdin.write(LINE.encode() + b"\n")
    running.stdin.flush()
    assert running.wait(30) == 141
    assert running.stderr
    assert running.stderr.read() == b""
