"""The demo's own care: what it deletes, and where it runs."""

from pathlib import Path

import pytest

from bot.demo import MARKER, Demo, run
from rules.words import Refusal
from tests.support.running import free_port
from tests.support.slack_api import SmallSlack


def test_a_folder_that_is_no_demos_is_never_deleted(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("precious")
    with pytest.raises(Refusal, match="not made by the demo"):
        run(Demo(tmp_path, free_port()), fresh=True)
    assert (tmp_path / "thesis.txt").read_text() == "precious"


def test_starting_over_beside_a_running_demo_leaves_its_data_alone(tmp_path: Path) -> None:
    (tmp_path / MARKER).touch()
    with SmallSlack("T", "N", "xoxb") as other:
        taken = int(other.address.rpartition(":")[2])
        with pytest.raises(Refusal, match="is taken"):
            run(Demo(tmp_path, taken), fresh=True)
    assert (tmp_path / MARKER).exists()
