"""What people see when something broke, and how it is found again in the log."""

import logging
import secrets

from rules.words import Sentence, sentence

log = logging.getLogger("paydesk")


def report_failure(error: BaseException, doing: str, *, recorded: bool = False) -> Sentence:
    """Log the traceback under a new reference, and give the sentence that names it.

    `recorded`: something had been written to the store before it broke.
    """
    reference = secrets.token_hex(3)
    log.error("failed: %s", doing, exc_info=error, extra={"reference": reference})
    if recorded:
        return sentence(
            "What you asked for was recorded, but something went wrong on our side afterwards. "
            "Look whether it is there before you try again. If something is amiss, tell whoever "
            "looks after Paydesk the reference {reference}.",
            reference=reference,
        )
    return sentence(
        "Something went wrong on our side, and nothing was changed. Please try again. If it "
        "happens again, tell whoever looks after Paydesk the reference {reference}.",
        reference=reference,
    )
