"""The workspace's own words, in the language of whoever looks: English, or French."""

import re
from functools import cache

from sandbox.slack.pages import french


class Words:
    """Says things in one language; `text` is always the English."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._words = french.WORDS if language == "fr" else {}
        self._said = french.SAID if language == "fr" else {}

    def __call__(self, text: str, **values: object) -> str:
        """`say("{n} members", n=6)`"""
        known = self._words.get(text, text)
        return known.format_map(values) if values else known

    def counted(self, one: str, many: str, n: int) -> str:
        """The form that goes with `n`; both show it as {n}. French counts zero as one."""
        is_one = n in (0, 1) if self.language == "fr" else n == 1
        return self(one if is_one else many, n=n)

    def again(self, sentence: str) -> str:
        """A sentence that comes whole, in this language if it is one of the workspace's own."""
        for text, known in self._said.items():
            if found := _pattern(text).fullmatch(sentence):
                return known.format_map(found.groupdict())
        return sentence


def words_of(locale: str) -> Words:
    """For a Slack locale such as "fr-CA"."""
    return _words("fr" if locale.partition("-")[0] == "fr" else "en")


@cache
def _words(language: str) -> Words:
    return Words(language)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """What `text` looks like with its values filled in."""
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(text)), re.DOTALL)
