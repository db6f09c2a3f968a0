"""The sentences of the program and their translations. `python -m tests.messages` brings the
catalogues up to date with the code: new sentences come in empty, gone ones go out."""

import ast
import io
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("bot", "commands", "admin", "desk", "processor", "storage", "rules")
FORMS = {"say": 1, "plural": 2, "sentence": 1, "refuse": 1}
"""How many forms of a sentence each takes."""
TRANSLATED = ("fr",)


def catalogue_file(language: str) -> Path:
    return ROOT / "locales" / language / "LC_MESSAGES" / "paydesk.po"


def catalogue(language: str) -> Catalog:
    with catalogue_file(language).open("rb") as file:
        return read_po(file, locale=language)


def in_the_code() -> Catalog:
    """Every sentence that the code can say."""
    found = Catalog(project="paydesk", charset="utf-8")
    for file in chain.from_iterable((ROOT / room).rglob("*.py") for room in ROOMS):
        for text in said_in(file.read_text()):
            found.add(text, locations=[(str(file.relative_to(ROOT)), 0)])
    for file in (ROOT / "admin" / "templates").rglob("*.html"):
        for text in said_on_page(file.read_text()):
            found.add(text, locations=[(str(file.relative_to(ROOT)), 0)])
    return found


def said_in(source: str) -> Iterator[str | tuple[str, ...]]:
    """Both forms, where it has two."""
    if any(f"{name}(" in source for name in FORMS):
        yield from filter(None, map(_said, ast.walk(ast.parse(source))))


def said_on_page(template: str) -> Iterator[str | tuple[str, ...]]:
    """The same, in a template."""
    for call in Environment().parse(template).find_all(nodes.Call):
        name = getattr(call.node, "name", getattr(call.node, "attr", ""))
        texts = [
            one.value for one in call.args[: FORMS.get(name, 0)] if isinstance(one, nodes.Const)
        ]
        if texts:
            yield texts[0] if FORMS[name] == 1 else tuple(texts)


def _said(node: ast.AST) -> str | tuple[str, ...] | None:
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in FORMS:
            match node.args[: FORMS[name]]:
                case [ast.Constant(value=str(text))]:
                    return text
                case [ast.Constant(value=str(one)), ast.Constant(value=str(many))]:
                    return one, many
    return None


def sentences(found: Catalog) -> Iterator[Message]:
    return (message for message in found if message.id)


def update(language: str) -> None:
    old, new = catalogue(language), Catalog(locale=language, project="paydesk", charset="utf-8")
    for message in sorted(sentences(in_the_code()), key=lambda one: str(one.id)):
        known = old.get(message.id if isinstance(message.id, str) else message.id[0])
        new.add(message.id, known.string if known else None)
    written = io.BytesIO()
    write_po(written, new, width=100, omit_header=False, sort_output=False)
    lines = written.getvalue().decode().splitlines()
    dated = ("POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Report-Msgid-Bugs")
    text = "\n".join(line for line in lines if not any(word in line for word in dated))
    catalogue_file(language).write_text(text.strip() + "\n")


if __name__ == "__main__":
    for translated in TRANSLATED:
        update(translated)
