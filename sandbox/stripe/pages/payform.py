"""The payment form: which ways to pay it offers, what stands in it, and what it says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox.stripe.pages import fields, mandates
from sandbox.stripe.pages.fields import DEBITS, EMAIL, FIELDS, METHODS, NAME, Field, mandate_field
from sandbox.stripe.pages.samples import PERSON, SAMPLES, Sample
from sandbox.stripe.pages.typed import Typed


@dataclass
class PayForm:
    """`button` and `notice` are in the reader's language already."""

    merchant: str
    offered: tuple[str, ...]
    typed: Typed
    asks_email: bool
    button: str
    pays: bool = True
    notice: str = ""

    email: Field = EMAIL
    name: Field = NAME
    methods: Mapping[str, str] = field(default_factory=lambda: METHODS)
    fields: Mapping[str, tuple[Field, ...]] = field(default_factory=lambda: FIELDS)
    samples: Mapping[str, tuple[Sample, ...]] = field(default_factory=lambda: SAMPLES)
    mandate_texts: Mapping[str, str] = field(default_factory=lambda: mandates.TEXTS)

    @property
    def mandates(self) -> dict[str, str]:
        """The name of the tick box, by kind of debit."""
        return {kind: mandate_field(kind) for kind in DEBITS if kind in self.offered}

    def filling(self, sample: Sample) -> str:
        """For the page's script: values by the ids of the fields."""
        named = PERSON | dict(sample.values)
        return json.dumps({_id_of(name): value for name, value in named.items()})


def _id_of(name: str) -> str:
    return fields.Field(name, "").id
