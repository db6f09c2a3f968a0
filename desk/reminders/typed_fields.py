"""What is typed into the fields of a rule of reminders, read. Each raises Refusal for what can't be
one."""

import re
from collections.abc import Callable

from desk.help_hours import read_clock
from desk.mail import is_address
from rules.words import refuse

MOST_PEOPLE = 10
_NUMBERS = re.compile(r"\d{1,3}(?:[\s,;]+\d{1,3})*")
_USER = re.compile(r"[UW][A-Z0-9]{2,30}")


def numbers(least: int, most: int) -> Callable[[str], tuple[int, ...]]:
    def read(text: str) -> tuple[int, ...]:
        found = [int(one) for one in re.findall(r"\d+", text)]
        sound = not text or _NUMBERS.fullmatch(text)
        if not sound or not all(least <= one <= most for one in found):
            raise refuse(
                "Write numbers of days from {least} to {most} with commas, for example {example}.",
                least=least,
                most=most,
                example="1, 7, 21",
            )
        return tuple(found)

    return read


def clock_of_day(text: str) -> int:
    return read_clock(text) % (24 * 60)


def quiet(text: str) -> int:
    return clock_of_day(text) if text else 0


def one_number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isascii() or not text.isdecimal() or not least <= int(text[:6]) <= most:
            raise refuse("Write a number from {least} to {most}.", least=least, most=most)
        return int(text)

    return read


def limit(most: int) -> Callable[[str], int | None]:
    def read(text: str) -> int | None:
        if not text:
            return None
        if not text.isascii() or not text.isdecimal() or not 0 < int(text[:6]) <= most:
            raise refuse("Write a number from 1 to {most}, or nothing.", most=most)
        return int(text)

    return read


def reply_to(text: str) -> str:
    if text and not is_address(text):
        raise refuse("Write one e-mail address, or nothing.")
    return text


def people(text: str) -> list[str]:
    chosen = [one for one in text.split(",") if one]
    if len(chosen) > MOST_PEOPLE or not all(map(_USER.fullmatch, chosen)):
        raise refuse("Choose at most {n} people.", n=MOST_PEOPLE)
    return chosen
