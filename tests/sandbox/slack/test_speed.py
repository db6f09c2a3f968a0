"""What a thousand messages and ten open pages ask of the workspace, and how it starts by itself."""

import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from sandbox.slack import acts
from sandbox.slack.workspace import Workspace
from tests.sandbox.slack.support import BEN, BILLING, OLIVIA
from tests.support.running import ROOT


def test_the_newest_of_a_thousand_messages_are_read_by_themselves() -> None:
    workspace = Workspace()
    for number in range(1000):
        acts.say(workspace, OLIVIA, BILLING, str(number))
    assert len(workspace.messages(BEN, BILLING)) == 1000
    assert len(workspace.messages(BEN, BILLING, limit=50)) == 50
    assert workspace.unread(BEN) == {BILLING: 1000}


@pytest.fixture
def url() -> Iterator[str]:
    """A workspace in a process of its own."""
    command = [sys.executable, "-m", "sandbox.slack", "--port", "0", "--socket"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    line = process.stdout.readline()
    yield f"{line.split(' is at ')[1].split(';')[0]} {process.pid}"
    process.terminate()
    assert process.wait(10) == 0


def test_ten_open_pages_and_nothing_happening_cost_no_processor(url: str) -> None:
    address, _, pid = url.partition(" ")
    process = psutil.Process(int(pid))
    with ExitStack() as pages:
        for _ in range(10):
            page = urllib.request.urlopen(f"{address}/page/stream?as={BEN}", timeout=10)
            pages.enter_context(page)
        process.cpu_percent()
        used = min(process.cpu_percent(interval=1.5) for _ in range(2))
    assert used < 2, f"{used} % of a core"


def test_another_machines_address_is_refused() -> None:
    command = [sys.executable, "-m", "sandbox.slack", "--port", "0", "--host", "0.0.0.0"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=20)
    assert done.returncode == 2
    assert "loopback only" in done.stderr


def test_a_manifest_a_tour_and_links_are_read(tmp_path: Path) -> None:
    tour = tmp_path / "tour.json"
    tour.write_text('{"en": [{"title": "Look up the fees", "text": "Type /fees"}]}')
    command = [
        *(sys.executable, "-m", "sandbox.slack", "--port", "0", "--tour", str(tour)),
        *("--manifest", str(ROOT / "manifest.yml"), "--link", "Mail=http://127.0.0.1:1/"),
    ]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    address = process.stdout.readline().split(" is at ")[1].split(";")[0]
    with urllib.request.urlopen(f"{address}/", timeout=10) as answer:
        page = answer.read().decode()
    process.terminate()
    assert process.wait(10) == 0
    assert "Look up the fees" in page
    assert "http://127.0.0.1:1/" in page
