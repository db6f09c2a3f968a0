"""Links from a page of the sandbox to those that go with it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """What it is called in English and in French. An address of this server ("/mail/") is told
    which of the two its reader reads."""

    address: str
    english: str
    french: str

    def label(self, language: str) -> str:
        return self.french if language == "fr" else self.english

    def href(self, language: str) -> str:
        return f"{self.address}?lang={language}" if self.is_here else self.address

    @property
    def is_here(self) -> bool:
        return self.address.startswith("/")
