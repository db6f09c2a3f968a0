"""`paydesk ask`: reads a question a line, writes JSON lines."""

import os
import sys
from pathlib import Path
from typing import BinaryIO

import click

from bot.practice_choice import chosen_practice, desk_of
from bot.settings import Needs, environment, read_settings
from desk.help.ask_lines import answer_line
from desk.help.shelf import Library, library_of, shipped_library
from desk.language import LANGUAGES
from storage import practices

# What a shell reports of a program that a closed pipe or Ctrl-C has ended.
_PIPE_CLOSED = 128 + 13
_INTERRUPTED = 128 + 2


@click.command("ask")
@click.argument("file", type=click.File("rb"), default="-")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    help="What the questions are written in. Found out for each, unless given.",
)
@click.option("--practice", metavar="TEAM", help="Slack's id of the workspace, if there are many.")
def ask(file: BinaryIO, language: str | None, practice: str | None) -> None:
    """Say which help articles fit a question, best first.

    Reads FILE, or what is piped in: one question a line. Line n of the output answers line n:

    \b
    {"question":"what does a card cost?","language":"en",
     "articles":[{"name":"fees","score":0.91}]}     (all of it on one line)

    The list is empty where nothing fits, or the question isn't about billing. Where DATABASE_URL
    names a store, or --practice a practice in it, what that practice has written counts too.
    """
    library = _library(practice)
    try:
        _answer_all(library, file, sys.stdout.buffer, language)
    except BrokenPipeError:
        # Python would complain when it flushes at exit what nobody reads any more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(_PIPE_CLOSED)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


def _library(team: str | None) -> Library:
    """Of the practice; without a store, or with none in it yet, what every one begins with."""
    known = environment(Path.cwd(), os.environ)
    if team is None and not known.get("DATABASE_URL"):
        return shipped_library()
    with desk_of(read_settings(known, needs=Needs.STORE)) as desk:
        if team is None and not practices.all_practices(desk.store):
            return shipped_library()
        return library_of(desk, chosen_practice(desk, team))


def _answer_all(
    library: Library, questions: BinaryIO, answers: BinaryIO, language: str | None
) -> None:
    """Each answer leaves at once, for programs that wait."""
    for line in questions:
        question = line.decode(errors="replace").strip()
        answers.write(answer_line(library, question, language).encode() + b"\n")
        answers.flush()
