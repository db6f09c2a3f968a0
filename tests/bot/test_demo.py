"""The demo's own care: what it deletes, where it runs, and that nothing of it stays behind."""

import socket
import subprocess
import sys
from pathlib import Path
from threading import Thread

import psutil
import pytest
from click.testing import CliRunner

from bot import ports
from bot.demo import TEAM, Demo, run, seed, wait_for
from bot.demo_command import demo as demo_command
from bot.demo_folder import MARKER, held, start_over
from bot.open_desk import open_desk
from bot.settings import read_settings
from bot.tour import tour
from desk.settings import practice_settings
from rules.words import Refusal
from sandbox.slack.people import CAST
from sandbox.slack.tour import read_tour
from storage import practices
from tests.support.running import ROOT, free_port
from tests.support.slack_api import SmallSlack


@pytest.mark.parametrize("fresh", [True, False])
def test_a_folder_that_is_no_demos_is_left_alone(tmp_path: Path, fresh: bool) -> None:
    (tmp_path / "thesis.txt").write_text("precious")
    with pytest.raises(Refusal, match="not made by the demo"):
        run(Demo(tmp_path, free_port()), fresh=fresh)
    assert [left.name for left in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Refusal, match=r"can’t keep its data in .*file"):
        run(Demo(tmp_path / "file" / "demo", free_port()), fresh=False)


@pytest.mark.parametrize("fresh", [True, False])
def test_a_second_demo_takes_no_folder_from_the_first(tmp_path: Path, fresh: bool) -> None:
    folder = tmp_path / "demo"
    with held(folder, 4100):
        (folder / "stripe.db").write_text("payments")
        with pytest.raises(Refusal) as refusal:
            run(Demo(folder, free_port()), fresh=fresh)
        assert f"A demo runs in {folder} already." in str(refusal.value)
        assert (folder / "stripe.db").read_text() == "payments"
    with held(folder, 4100):
        pass


def test_starting_over_deletes_what_the_last_demo_left(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    folder = tmp_path / "demo"
    with held(folder, 4100):
        (folder / "old").mkdir()
        (folder / "old" / "mail.db").touch()
        (folder / "link").symlink_to(tmp_path / "elsewhere")
        start_over(folder)
        assert [left.name for left in folder.iterdir()] == [MARKER]
    assert (tmp_path / "elsewhere").exists()


def test_starting_over_beside_a_running_demo_leaves_its_data_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "FREE_WITHIN_SECONDS", 0)
    (tmp_path / MARKER).touch()
    with SmallSlack("T", "N", "xoxb") as other:
        taken = int(other.address.rpartition(":")[2])
        with pytest.raises(Refusal, match="another demo has it"):
            run(Demo(tmp_path, taken), fresh=True)
    assert (tmp_path / MARKER).exists()


def test_a_demo_whose_playground_is_killed_says_so(tmp_path: Path) -> None:
    command = ["-m", "bot", "demo", "--port", str(free_port()), "--folder", str(tmp_path / "demo")]
    demo = subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert demo.stdout
    while "in your browser" not in demo.stdout.readline():
        assert demo.poll() is None
    started = psutil.Process(demo.pid).children()
    next(one for one in started if "sandbox.playground" in one.cmdline()).kill()
    _, said = demo.communicate(timeout=30)
    assert "ended by themselves" in said
    assert "Traceback" not in said
    assert demo.returncode == 1


def test_a_port_that_answers_nonsense_at_first_is_asked_again() -> None:
    """As one that reaches itself does, while nobody listens there."""
    answers = [b"GET /healthz HTTP/1.1\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"]
    with socket.create_server(("127.0.0.1", 0)) as server:
        answering = Thread(target=_answer_each, args=(server, answers), daemon=True)
        answering.start()
        with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
            wait_for(f"http://127.0.0.1:{server.getsockname()[1]}/healthz", process)
        answering.join(5)
        assert not answering.is_alive()


def _answer_each(server: socket.socket, answers: list[bytes]) -> None:
    for answer in answers:
        connection, _ = server.accept()
        with connection:
            connection.recv(1_000)
            connection.sendall(answer)


@pytest.mark.parametrize("port", ["0", "65536", "99999", "four"])
def test_a_port_that_is_none_is_refused(tmp_path: Path, port: str) -> None:
    folder = tmp_path / "demo"
    said = CliRunner().invoke(demo_command, ["--port", port, "--folder", str(folder)])
    assert "'--port'" in said.output
    assert said.exit_code == 2
    assert not folder.exists()


def test_a_demo_that_is_killed_outright_takes_its_processes_along(tmp_path: Path) -> None:
    command = ["-m", "bot", "demo", "--port", str(free_port()), "--folder", str(tmp_path / "demo")]
    demo = subprocess.Popen([sys.executable, *command], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert demo.stdout
    while "in your browser" not in demo.stdout.readline():
        assert demo.poll() is None
    started = psutil.Process(demo.pid).children(recursive=True)
    assert len(started) == 3, "the workspace, and Paydesk's master and worker"
    demo.kill()
    demo.wait(10)
    _, alive = psutil.wait_procs(started, 20)
    for process in alive:
        process.kill()
    assert alive == []


def test_the_tour_leads_to_people_who_are_there() -> None:
    people = {person.id for person in CAST}
    for steps in read_tour(tour()).values():
        assert {step.person for step in steps if step.person} <= people
        assert {step.channel for step in steps} == {"C0BILLING", "C0HELP"}


def test_in_the_demo_a_question_in_the_help_channel_is_heard(tmp_path: Path) -> None:
    settings = read_settings(Demo(tmp_path, free_port()).environment())
    seed(settings)
    desk = open_desk(settings)
    practice = practices.by_team(desk.store, TEAM)
    assert practice is not None
    assert practice_settings(desk, practice).help_channel == "C0HELP"
    desk.store.close()
