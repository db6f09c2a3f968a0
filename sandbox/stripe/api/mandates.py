"""Mandates."""

from sandbox.stripe.call import Call
from sandbox.stripe.shapes import Body


def retrieve(call: Call) -> Body:
    return call.named("mandate").body
