"""Files that the app uploads: a place to send them to, then a message that shows them."""

from dataclasses import dataclass
from typing import Any


@dataclass
class File:
    """`ticket`: the secret part of the upload address; `content` None: not uploaded yet."""

    id: str
    name: str
    length: int
    ticket: str
    alt_text: str = ""
    title: str = ""
    content: bytes | None = None
    mimetype: str = "application/octet-stream"
    complete: bool = False

    def as_json(self, base_url: str, user: str, at: float) -> dict[str, Any]:
        url = f"{base_url}/files/{self.id}/{self.name}"
        return {
            "id": self.id,
            "created": int(at),
            "timestamp": int(at),
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": self.mimetype,
            "filetype": self.name.rpartition(".")[2].lower(),
            "size": self.length,
            "user": user,
            "mode": "hosted",
            "is_external": False,
            "alt_txt": self.alt_text,
            "url_private": url,
            "url_private_download": url,
            "permalink": url,
        }


class Files:
    def __init__(self) -> None:
        self._by_id: dict[str, File] = {}
        self._by_ticket: dict[str, File] = {}

    def add(self, file: File) -> None:
        self._by_id[file.id] = file
        self._by_ticket[file.ticket] = file

    def get(self, file_id: str) -> File | None:
        return self._by_id.get(file_id)

    def for_upload(self, ticket: str) -> File | None:
        """The file that may be uploaded there, once."""
        return self._by_ticket.pop(ticket, None)
