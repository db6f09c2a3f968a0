"""Many at once with repeated idempotency keys."""

from tests.prove import stripe_keys


def test_no_key_acts_twice() -> None:
    """A sample of what `make prove` does in full."""
    assert stripe_keys.run(300) == 300
