"""Paydesk ends while people look at the page, and comes back."""

from collections.abc import Iterator

import psutil

from tests.browser.desk import DemoProcess, Screen, wait_for


def bots(demo: DemoProcess) -> Iterator[psutil.Process]:
    """Paydesk's processes, without the workspace's."""
    for process in psutil.Process(demo.process.pid).children(recursive=True):
        if "serve" in process.cmdline():
            yield process


def test_a_killed_paydesk_answers_the_next_command_on_the_open_page(
    screen: Screen, demo: DemoProcess
) -> None:
    olivia = screen.person("U0OLIVIA")
    olivia.types("/fees 100").sees("$103.30")
    starts = demo.output.count("Paydesk is ready")
    for process in list(bots(demo)):
        process.kill()
    olivia.types("/fees 100").sees("/fees failed with the error")
    wait_for(lambda: demo.output.count("Paydesk is ready") > starts)
    wait_for(lambda: "206.28" in olivia.types("/fees 200").shown.inner_text())
