"""200,000 lines through `paydesk quote`: all answered, within 20 seconds, in flat memory."""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

NAME = "paydesk quote: lines within 20 s, memory flat"
FULL = 200_000
SECONDS = 20
MORE_MEMORY_MB = 20
"""What 200,000 lines may take beyond what 1,000 take."""

_PLACES = ("US-TX", "US-CT", "GB", "DE", "AU", "CA-ON", "US-CO")
_CURRENCY = {"US": "usd", "GB": "gbp", "DE": "eur", "AU": "aud", "CA": "cad"}


def lines(count: int) -> Iterator[str]:
    pick = random.Random(2026)
    for _ in range(count):
        practice = pick.choice(_PLACES)
        yield json.dumps(
            {
                "amount": pick.randint(100, 5_000_000),
                "currency": _CURRENCY[practice[:2]],
                "method": "card",
                "brand": pick.choice(("visa", "mastercard", "amex", None)),
                "funding": pick.choice(("credit", "debit", None)),
                "consumer": pick.choice((True, False, None)),
                "practice": practice,
                "client": pick.choice((*_PLACES, None)),
                "fee_payer": pick.choice(("client", "practice")),
                "on": f"2026-{pick.randint(1, 12):02}-{pick.randint(1, 28):02}",
            }
        )


def run(count: int) -> int:
    _, small = _quote(min(count, 1_000))
    answered, large = _quote(count)
    assert large - small < MORE_MEMORY_MB, (
        f"{small:.0f} MB for 1,000 lines, {large:.0f} for {count}"
    )
    return answered


def _quote(count: int) -> tuple[int, float]:
    """How many lines were answered, and the process's largest memory in MB."""
    with tempfile.TemporaryFile("w+") as asked, tempfile.TemporaryFile("w+") as answers:
        asked.writelines(line + "\n" for line in lines(count))
        asked.seek(0)
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-c", _MEASURED], stdin=asked, stdout=answers, stderr=subprocess.PIPE
        )
        errors = process.stderr.read() if process.stderr else b""
        assert process.wait() == 0, errors.decode()[-500:]
        seconds = time.monotonic() - began
        assert seconds < SECONDS, f"{count} lines took {seconds:.1f} s"
        answers.seek(0)
        answered = sum("error" not in json.loads(line) for line in answers)
        assert answered == count, f"{count - answered} of {count} lines were not answered"
        return answered, int(errors.strip().splitlines()[-1]) / 1024


_MEASURED = """
import resource, sys
from bot.cli import paydesk
try:
    paydesk(["quote"], standalone_mode=False)
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""
