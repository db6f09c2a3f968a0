"""`make bench`: the budgets, measured as ratios in one run. Fails when one is not kept.

Each figure that compares two servers is the median of several rounds in which they take turns,
so that a machine whose speed drifts doesn't decide.
"""

import json
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.bench import (
    admin_pages,
    charge_load,
    help_search,
    imports,
    many_rows,
    reminders_due,
    stripe_load,
    webhook_load,
    workspace_load,
)
from tests.bench.load import Load, throughput
from tests.support.running import Served, free_port, settings_for
from tests.support.slack_api import SmallSlack
from tests.support.stripe_news import SECRET

TEAM, TOKEN = "T0PRACTICE", "xoxb-bench"
ROUNDS = 5
SECONDS_A_ROUND = 3.0


@dataclass(frozen=True)
class Figure:
    """A measured value and its budget; `at_least` where more is better."""

    what: str
    value: float
    budget: float
    unit: str
    at_least: bool = False

    @property
    def kept(self) -> bool:
        return self.value >= self.budget if self.at_least else self.value <= self.budget


@contextmanager
def paydesk(slack: SmallSlack) -> Iterator[tuple[Served, float]]:
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/bench.db"
        settings = settings_for(slack.api_url, TOKEN, database, free_port())
        settings["STRIPE_WEBHOOK_SECRET"] = SECRET
        with Served(settings, Path(folder), log_level="error") as served:
            served.wait_until_ready()
        with Served(settings | {"PAYDESK_PORT": str(free_port())}, Path(folder), "error") as served:
            yield served, served.wait_until_ready()


def measure() -> Iterator[Figure]:
    with SmallSlack(TEAM, "Bench", TOKEN) as slack, paydesk(slack) as (served, ready):
        yield Figure("ready after start", ready, 2.0, "s")
        load = Load(served.port, TEAM, slack.response_url())
        answer = load.first_answers()
        yield from _against_the_bare_app(load, answer)
        times, lost = load.at_once(50)
        yield Figure("50 commands at once: slowest of 100", times[98] * 1000, 300, "ms")
        yield Figure("50 commands at once: not answered", lost, 0, "")
        webhooks = webhook_load.taken_in_per_second(served.port)
        yield Figure("webhooks taken in, a second", webhooks, 300, "", at_least=True)
        yield Figure("memory of the serving process", _memory_mb(served.process.pid), 150, "MB")
    applied = webhook_load.applied_per_second()
    yield Figure("events applied, 4 of each object, a second", applied, 100, "", at_least=True)
    trips, own = charge_load.measured()
    yield Figure("a charge: round trips to Stripe", trips, 3, "")
    yield Figure("a charge: own time beside Stripe's", own, 50, "ms")
    yield from _local_stripe()
    slower = workspace_load.later_posts_to_first()
    yield Figure("local workspace: a post among 900 to the first", slower, 2.5, "")
    yield from _many_rows()
    yield from _imports()
    yield from _help()
    yield from _reminders()


def _reminders() -> Iterator[Figure]:
    """Of a hundred thousand that are due at once."""
    for kind, seconds, megabytes in reminders_due.measured():
        yield Figure(f"{kind}: 100,000 reminders written down", seconds, 10, "s")
        yield Figure(f"{kind}: memory more for that", megabytes, 20, "MB")
    sent, claimed = reminders_due.slower()
    yield Figure("reminders sent, 100,000 waiting to 100", sent, 1.5, "")
    yield Figure("mails claimed, 100,000 waiting to 100", claimed, 3, "")


def _help() -> Iterator[Figure]:
    """Of a practice that has written nearly five hundred articles itself."""
    measured = help_search.measured()
    yield Figure("help: an answer's p99 among 500 articles", measured.p99, 1, "s")
    yield Figure("help: the index of 500 articles", measured.megabytes, 30, "MB")


def _imports() -> Iterator[Figure]:
    """Check and write together, and the start of the command."""
    for what, taken in imports.measured(imports.CLIENTS, imports.INVOICES):
        name = f"import of {taken.lines} {what}"
        print(f"  {name}: {taken.seconds:.1f} s, {taken.cpu:.1f} s of CPU", flush=True)
        yield Figure(f"{name}: lines a second", taken.a_second, 5_000, "", at_least=True)
        yield Figure(f"{name}: memory", taken.memory, 150, "MB")
        yield Figure(f"{name}: slowest click beside it", taken.click, 1, "s")


def _many_rows() -> Iterator[Figure]:
    with many_rows.both() as (few, many):
        for command, ratio, at_few, at_many in many_rows.measured(few, many):
            yield Figure(f"{command}: a million invoices to a thousand", ratio, 1.2, "")
            yield Figure(f"{command}: queries more", at_many - at_few, 0, "")
            yield Figure(f"{command}: queries", at_many, 12, "")
        yield from _admin(few, many)


def _admin(few: many_rows.Practice, many: many_rows.Practice) -> Iterator[Figure]:
    """The slowest way to look at each page, on the server, and each file as a whole."""
    small, large = admin_pages.entered(few), admin_pages.entered(many)
    for page in admin_pages.measured(small, large):
        print(f"  {page.name}: {page.way} ({page.few:.0f} ms among a thousand)", flush=True)
        yield Figure(f"{page.name}: among a million invoices", page.slowest, 300, "ms")
        yield Figure(f"{page.name}: queries more", page.more_queries, 0, "")
        yield Figure(f"{page.name}: queries", page.queries, 12, "")
    for name, megabytes in admin_pages.taken_along(large):
        yield Figure(f"{name}: memory more for the whole of it", megabytes, 30, "MB")


def _local_stripe() -> Iterator[Figure]:
    """Not slower than what it stands in for, or it would decide the other figures."""
    of_cpu = stripe_load.requests_per_cpu_second()
    yield Figure("local Stripe: requests a second of its CPU", of_cpu, 300, "", at_least=True)
    webhooks = stripe_load.webhooks_per_second()
    yield Figure("local Stripe: webhooks a second", webhooks, 300, "", at_least=True)


def _against_the_bare_app(load: Load, answer: dict[str, object]) -> Iterator[Figure]:
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        file.write(json.dumps(answer))
        file.flush()
        with load.bare_app(Path(file.name)) as bare_port:
            bare = Load(bare_port, TEAM, load.response_url)
            ratios = []
            for _ in range(ROUNDS):
                ours = throughput(load, SECONDS_A_ROUND)
                theirs = throughput(bare, SECONDS_A_ROUND)
                ratios.append(ours / theirs)
                print(f"  /fees: {ours:.0f} a second, the bare app {theirs:.0f}", flush=True)
    ratio = statistics.median(ratios)
    yield Figure("/fees against a bare Bolt app (median)", ratio, 0.8, "", at_least=True)


def _memory_mb(pid: int) -> float:
    """Of the process that serves: gunicorn's worker, the child of the one that watches it."""
    children = psutil.Process(pid).children()
    return max(child.memory_info().rss for child in children) / 1_000_000


def main() -> int:
    figures = []
    for figure in measure():
        figures.append(figure)
        sign = "≥" if figure.at_least else "≤"
        state = "kept" if figure.kept else "NOT KEPT"
        print(
            f"{figure.what:<45}{figure.value:>9.2f} {figure.unit:<3} "
            f"{sign} {figure.budget:<6g} {state}",
            flush=True,
        )
    return 0 if all(figure.kept for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
