"""Mails outlast the process where they are kept in a file."""

import re
import smtplib
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from sandbox.mailbox.__main__ import main
from sandbox.mailbox.mailbox import Mailbox, NoMailbox
from tests.sandbox.mailbox.support import DESK, JANE, MARC, keep, receipt
from tests.support.running import ROOT


def test_mails_and_what_was_read_outlast_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "mails.db"
    first = Mailbox(file=file)
    raw = bytes(receipt())
    kept = keep(first, raw, JANE, MARC)
    keep(first, b"Subject: unread\r\n\r\n")
    first.mark_read(kept)
    first.close()
    second = Mailbox(file=file)
    assert [(one.subject, one.is_read) for one in second.entries()] == [
        ("unread", False),
        ("Your receipt for INV-1042", True),
    ]
    assert second.mails()[0].raw == raw
    assert second.addresses() == [JANE, MARC]
    second.close()


def test_a_number_is_never_given_again(tmp_path: Path) -> None:
    file = tmp_path / "mails.db"
    first = Mailbox(file=file)
    kept = keep(first, b"Subject: a\r\n\r\n")
    first.delete_all()
    first.close()
    second = Mailbox(file=file)
    assert keep(second, b"Subject: b\r\n\r\n") == kept + 1
    second.close()


def test_a_file_of_something_else_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("These are my notes. " * 100)
    with pytest.raises(NoMailbox):
        Mailbox(file=file)
    assert main(["--port", "0", "--smtp-port", "0", "--file", str(file)]) == 2
    assert "can’t hold the mails" in capsys.readouterr().err
    assert file.read_text().startswith("These are my notes.")


def test_a_port_that_is_taken_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert main(["--port", "0", "--smtp-port", str(port)]) == 2
    assert capsys.readouterr().err.startswith(f"Mail can’t be taken in at port {port}: ")


def test_the_program_serves_both_until_it_is_stopped(tmp_path: Path) -> None:
    command = ["-m", "sandbox.mailbox", "--port", "0", "--smtp-port", "0"]
    file = ["--file", str(tmp_path / "mails.db")]
    process = subprocess.Popen(
        [sys.executable, *command, *file], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    said = process.stdout.readline()
    url, port = re.findall(r"(http://\S+); SMTP_URL=smtp://127.0.0.1:(\d+)", said)[0]
    with smtplib.SMTP("127.0.0.1", int(port)) as client:
        client.sendmail(DESK, [JANE], "Subject: Over the wire\n\n")
    with urllib.request.urlopen(f"{url}/") as answer:
        assert "Over the wire" in answer.read().decode()
    process.terminate()
    assert process.wait(20) == 0
    process.stdout.close()
    kept = Mailbox(file=tmp_path / "mails.db")
    assert [one.subject for one in kept.entries()] == ["Over the wire"]
    kept.close()
