"""What a person hears at once of what they did, beside what changes on the page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """`notice`: a sentence of Slack's own, for nobody else's eyes. `errors`: by block_id, what is
    wrong with a submitted form."""

    notice: str | None = None
    errors: dict[str, str] | None = None


FINE = Outcome()
GONE = Outcome("This is no longer there.")
TROUBLE = Outcome("We had some trouble connecting. Try again?")


def failed(what: str, error: str) -> Outcome:
    return Outcome(f'{what} failed with the error "{error}"')
