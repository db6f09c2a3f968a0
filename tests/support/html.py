"""HTML, read as a tree of tags."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"img", "input", "br", "hr", "meta", "link"}


@dataclass
class Tag:
    name: str
    attributes: dict[str, str]
    children: list["Tag | str"] = field(default_factory=list)

    def __iter__(self) -> Iterator["Tag"]:
        """This and all below, in the order in which they begin."""
        ahead = [self]
        while ahead:
            tag = ahead.pop()
            yield tag
            ahead.extend(child for child in reversed(tag.children) if isinstance(child, Tag))

    @property
    def text(self) -> str:
        parts = [child if isinstance(child, str) else child.text for child in self.children]
        return " ".join(" ".join(parts).split())

    def all(self, name: str = "", /, **attributes: str) -> list["Tag"]:
        """Those below of that name; `aria_label="x"` asks for the attribute aria-label."""
        wanted = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
        return [
            tag
            for tag in self
            if name in ("", tag.name)
            and all(tag.attributes.get(key) == value for key, value in wanted.items())
        ]

    def one(self, name: str = "", /, **attributes: str) -> "Tag":
        found = self.all(name, **attributes)
        assert len(found) == 1, f"{len(found)} of <{name}> with {attributes}"
        return found[0]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Tag("document", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Tag(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(made)
        if tag not in _VOID:
            self._open.append(made)

    def handle_endtag(self, tag: str) -> None:
        assert self._open[-1].name == tag, f"</{tag}> closes <{self._open[-1].name}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def read(html: str) -> Tag:
    """Fails where tags aren't closed in order."""
    reader = _Reader()
    reader.feed(str(html))
    assert reader._open == [reader.root], f"<{reader._open[-1].name}> stays open"
    return reader.root
