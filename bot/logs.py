"""The log: one JSON object a line, without bodies, tokens or card numbers, whatever the level."""

import json
import logging
import re
import sys
import time
from typing import Any
from urllib.parse import unquote_plus

from rules.card_numbers import mask_card_numbers

CHATTY = ("slack_sdk", "slack_bolt", "stripe", "urllib3", "peewee", "apscheduler", "werkzeug")
"""Libraries that write messages, addresses or bodies at DEBUG: held at WARNING."""

_SECRETS = re.compile(
    r"(?:xox[a-z]-|xapp-|(?:sk|rk|pk)_(?:test|live)_|whsec_)[A-Za-z0-9_-]{6,}"
    r"|https://hooks\.slack\.com/[^\s\"'<>]+"
    r"|(?<=://)[^/\s:@]*:[^@\s/]+(?=@)"
)
_DECODINGS = 3
"""How often a text may have been URL-encoded."""
_QUIET_FIELDS = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


def redact(text: str) -> str:
    """`text` without tokens, passwords in addresses, and card numbers, URL-encoded ones too."""
    masked = _masked(text)
    decoded = masked
    for _ in range(_DECODINGS):
        decoded = unquote_plus(decoded)
        if _masked(decoded) != decoded:
            return redact(_masked(decoded))
    return masked


def _masked(text: str) -> str:
    return mask_card_numbers(_SECRETS.sub("[secret]", text))


class JsonLines(logging.Formatter):
    """A line a record: time, level, logger, message, the fields of `extra`, the traceback."""

    converter = staticmethod(time.gmtime)

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%SZ"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update(
            (name, str(value))
            for name, value in record.__dict__.items()
            if name not in _QUIET_FIELDS and not name.startswith("_")
        )
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        safe = {name: redact(str(value)) for name, value in line.items()}
        return json.dumps(safe, ensure_ascii=False)


def start_logging(level: str) -> None:
    """Send every logger of the process through the redacting formatter, to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    logging.raiseExceptions = False  # A record that can't be written would go out unmasked.
    root.setLevel(level.upper())
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
