"""`paydesk ask`: reads a question a line, writes JSON lines."""

import os
import sys
from typing import BinaryIO

import click

from desk.help.ask_lines import answer_line
from desk.help.library import shipped_library
from desk.language import LANGUAGES

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
def ask(file: BinaryIO, language: str | None) -> None:
    """Say which help articles fit a question, best first.

    Reads FILE, or what is piped in: one question a line. Line n of the output answers line n:

    \b
    {"question":"what does a card cost?","language":"en",
     "articles":[{"name":"fees","score":0.91}]}     (all of it on one line)

    The list is empty where nothing fits, or the question isn't about billing.
    """
    try:
        _answer_all(file, sys.stdout.buffer, language)
    except BrokenPipeError:
        # Python would complain when it flushes at exit what nobody reads any more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(_PIPE_CLOSED)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


def _answer_all(questions: BinaryIO, answers: BinaryIO, language: str | None) -> None:
    """Each answer leaves at once, for programs that wait."""
    library = shipped_library()
    for line in questions:
        question = line.decode(errors="replace").strip()
        answers.write(answer_line(library, question, language).encode() + b"\n")
        answers.flush()
