"""What was wrong in a form that a person filled in, told field by field."""

from collections.abc import Mapping

from rules.words import Refusal, Sentence


class WrongFields(Refusal):
    """A refusal that knows the fields: `by_field` says for each wrong one how to mend it.

    `raise WrongFields({"code": sentence("That is not the code.")})`
    """

    def __init__(self, by_field: Mapping[str, Sentence]) -> None:
        super().__init__(next(iter(by_field.values())))
        self.by_field = dict(by_field)
