"""`paydesk quote`: reads JSON lines, writes JSON lines."""

import os
import sys
from typing import BinaryIO

import click

from desk.language import LANGUAGES, language_of
from desk.quote_lines import lines
from desk.quotes import answer

# What a shell reports of a program that a closed pipe or Ctrl-C has ended.
_PIPE_CLOSED = 128 + 13
_INTERRUPTED = 128 + 2


@click.command("quote")
@click.argument("file", type=click.File("rb"), default="-")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="The language of reasons and errors.",
)
def quote(file: BinaryIO, language: str) -> None:
    """Say what a client pays, what the practice receives, and whether the fee may be passed on.

    Reads FILE, or what is piped in: one JSON object a line. Line n of the output answers line n,
    so an empty line gets an error too. The fees are those of the published table, and none of it
    is legal advice.

    \b
    {"amount":15000,"currency":"usd","method":"card","brand":"visa",
     "funding":"credit","consumer":true,"practice":"US-TX","client":"US-TX",
     "fee_payer":"client","on":"2026-11-23"}       (all of it on one line)

    \b
    amount     whole minor units (15000 is 150.00), 1 to 99999999
    currency   three letters
    method     card, us_bank_account, sepa_debit, bacs_debit, au_becs_debit
    brand      visa, visa_electron, vpay, mastercard, maestro, amex, discover,
               diners, jcb, unionpay, cartes_bancaires, eftpos, eftpos_au,
               interac, other; null or unknown
    funding    credit, debit, prepaid; null or unknown
    consumer   true, false (a business); null
    practice   ISO 3166: US-TX, GB, CA-QC; a country alone counts as the
               strictest of its parts
    client     the same, or null: left out
    fee_payer  client or practice
    on         the day of the payment: 2026-11-23

    All keys are needed. Whatever is null is taken for the strictest that it could be; a bank
    debit has no brand or funding, and any are ignored. A line that can't be answered gives
    {"error":"…"}; the others are still answered, and the exit status is then 1.
    """
    try:
        all_answered = _answer_all(file, sys.stdout.buffer, language)
    except BrokenPipeError:
        # Python would complain when it flushes at exit what nobody reads any more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(_PIPE_CLOSED)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    sys.exit(0 if all_answered else 1)


def _answer_all(questions: BinaryIO, answers: BinaryIO, language: str) -> bool:
    """Whether every line could be answered. Each answer leaves at once, for programs that wait."""
    say = language_of(language)
    all_answered = True
    for line in lines(questions):
        answered, ok = answer(line, say)
        answers.write(answered.encode() + b"\n")
        answers.flush()
        all_answered = all_answered and ok
    return all_answered
