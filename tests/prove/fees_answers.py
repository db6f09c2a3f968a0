"""Odd texts to /fees as Slack sends them: signed, through the web server's app, Bolt and the store.

Each gets one answer and no error, and where the amount is known, the three numbers in the answer
are those of a calculation in fractions that shares nothing with the rules.
"""

import json
import re
import tempfile
from collections.abc import Callable
from concurrent.futures import Executor, Future
from fractions import Fraction
from typing import Any

from bot.installations import register
from desk.context import Desk
from storage import members, practices
from tests.prove.odd_texts import Case, cases
from tests.support.cast import T0
from tests.support.office import TOKEN, Answer, Office, office
from tests.support.postgres import migrate

NAME = "odd texts to /fees, from Slack's request to the answer"
FULL = 100_000
PEOPLE = 3_200
"""So many that nobody reaches the limit for one person."""
PLACES = {"usd": "US-TX", "gbp": "GB", "eur": "IE", "aud": "AU"}
LOCALES = {"en": "en-US", "fr": "fr-FR"}
WITHOUT_TABLE = ("jpy", "isk", "kwd")
"""No fixed part can be taken from the published table for these."""


def run(count: int) -> int:
    """Ask `count` texts; AssertionError names the first that is answered wrongly."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/prove.db"
        migrate(url)
        with office(url) as desk:
            desk.paydesk.bolt.listener_runner.listener_executor = _Inline()
            _people_of_four_practices(desk.paydesk.desk)
            return sum(_ask(desk, case, number) for number, case in enumerate(cases(count)))


class _Inline(Executor):
    """Runs a listener where it is submitted, so that the thread pool doesn't take the time."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def _people_of_four_practices(desk: Desk) -> None:
    with desk.store.transaction():
        for currency, place in PLACES.items():
            team = f"T0{currency.upper()}"
            practice = register(desk.store, {"team_id": team, "team": team}, TOKEN, False, T0)
            practices.set_place(desk.store, practice.id, place, currency)
            for number in range(PEOPLE // len(PLACES)):
                locale = LOCALES["fr" if number % 2 else "en"]
                members.remember_locale(desk.store, practice.id, f"U{number}", locale, T0)


def _ask(desk: Office, case: Case, number: int) -> int:
    person = number % (PEOPLE // len(PLACES)) // 2 * 2 + (case.language == "fr")
    text = case.text.encode("utf-8", "replace").decode()
    elsewhere = len(desk.slack.made("response_url"))
    answer = desk.types(f"U{person}", "/fees", text, team=f"T0{case.home.upper()}")
    elsewhere = len(desk.slack.made("response_url")) - elsewhere
    named = f"case {number}: {case!r}: {answer.text[:600]}"
    assert answer.status == 200, named
    in_place = answer.body.get("response_type") == "ephemeral"
    assert in_place + elsewhere == 1, f"{in_place + elsewhere} answers: {named}"
    assert "Something went wrong" not in answer.text, named
    assert "problème" not in answer.text or "référence" not in answer.text, named
    if case.expected and case.expected.currency not in WITHOUT_TABLE:
        _check_numbers(case, answer, named)
    elif case.refused or case.expected:
        assert not re.search(r"estimate|estimation", _seen(answer)), named
    return 1


def _check_numbers(case: Case, answer: Answer, named: str) -> None:
    assert case.expected is not None
    bill = case.expected.amount
    percent, fixed = (Fraction(19, 1000), 50) if case.debit else (Fraction(29, 1000), 30)
    kept = _half_up(bill * percent) + fixed
    charge = _half_up((bill + fixed) / (1 - percent))
    seen = _seen(answer)
    wanted = [kept, abs(bill - kept), *([charge] if charge <= 99_999_999 else [])]
    for number in wanted:
        written = _written(number, case.language)
        assert re.search(rf"(?<![\d.,]){re.escape(written)}(?!\d)", seen), f"{written}: {named}"


def _half_up(value: Fraction) -> int:
    return int((value * 2 + 1) // 2)


def _written(cents: int, language: str) -> str:
    whole, rest = divmod(cents, 100)
    text = f"{whole:,}.{rest:02}"
    return text if language == "en" else text.replace(",", " ").replace(".", ",")


def _seen(answer: Answer) -> str:
    """What the person reads, with plain spaces."""
    text = json.dumps(answer.body.get("blocks"), ensure_ascii=False)
    return re.sub("[\u00a0\u202f]", " ", text)
