"""`paydesk import` and what belongs to it, as somebody types them at a terminal."""

from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from bot.cli import paydesk
from desk.language import language_of
from rules.words import Refusal
from storage import clients
from storage.clients import Client
from storage.database import Store
from tests.support.cast import TEAM, Cast
from tests.support.keys import TEST_KEY


@dataclass(frozen=True)
class Told:
    """What a command printed, and its exit status."""

    text: str
    status: int

    def says(self, *pieces: str) -> "Told":
        words = " ".join(self.text.split())
        for piece in pieces:
            assert piece in words, f"{piece!r} is not in:\n{self.text}"
        return self

    def says_not(self, *pieces: str) -> "Told":
        for piece in pieces:
            assert piece not in self.text, f"{piece!r} is in:\n{self.text}"
        return self


@dataclass(frozen=True)
class Terminal:
    """In a folder of its own, before the cast's practice."""

    url: str
    store: Store
    cast: Cast
    folder: Path

    def file(self, content: str | bytes, name: str = "file.csv") -> str:
        data = content.encode() if isinstance(content, str) else content
        (self.folder / name).write_bytes(data)
        return str(self.folder / name)

    def imports(self, content: str | bytes, *options: str) -> Told:
        return self.types("import", self.file(content), "--practice", TEAM, *options)

    def types(self, *words: str, typed: str | None = None, **environ: str) -> Told:
        known = {"DATABASE_URL": self.url, "PAYDESK_SECRET_KEY": TEST_KEY, **environ}
        result = CliRunner().invoke(paydesk, list(words), env=known, input=typed)
        if isinstance(result.exception, Refusal):
            said = language_of("en").sentence(result.exception.sentence)
            return Told(result.output + said, 1)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Told(result.output, result.exit_code)

    def clients(self) -> list[Client]:
        return clients.after(self.store, self.cast.practice.id, 0, 1000)

    def names(self) -> list[str]:
        return [one.name for one in self.clients()]
