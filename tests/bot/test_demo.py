"""The demo's own care: what it deletes, where it runs, and that nothing of it stays behind."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from bot import ports
from bot.demo import MARKER, Demo, run
from bot.tour import tour
from rules.words import Refusal
from sandbox.slack.people import CAST
from sandbox.slack.tour import read_tour
from tests.support.running import ROOT, free_port
from tests.support.slack_api import SmallSlack


def test_a_folder_that_is_no_demos_is_never_deleted(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("precious")
    with pytest.raises(Refusal, match="not made by the demo"):
        run(Demo(tmp_path, free_port()), fresh=True)
    assert (tmp_path / "thesis.txt").read_text() == "precious"


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
        assert {step.channel for step in steps} == {"C0BILLING"}
