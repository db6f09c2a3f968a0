"""Only Slack's own requests come in, each once."""

import pytest

from bot.signatures import SlackSignatures
from tests.support.slack_requests import FORM, SIGNING_SECRET, signed

NOW = 1_763_888_400
BODY = b"command=/fees&text=100"


@pytest.fixture
def signatures() -> SlackSignatures:
    return SlackSignatures(SIGNING_SECRET)


def headers(at: float = NOW, body: bytes = BODY) -> tuple[str, str]:
    made = signed(body, FORM, at)
    return made["X-Slack-Request-Timestamp"], made["X-Slack-Signature"]


def test_slacks_own_request_is_genuine(signatures: SlackSignatures) -> None:
    assert signatures.genuine(*headers(), BODY, NOW)


def test_a_changed_body_is_not(signatures: SlackSignatures) -> None:
    assert not signatures.genuine(*headers(), BODY + b"0", NOW)


def test_another_secret_is_not(signatures: SlackSignatures) -> None:
    assert not SlackSignatures("f" * 32).genuine(*headers(), BODY, NOW)


@pytest.mark.parametrize("seconds", [-301, 301, 86_400])
def test_a_recording_older_than_five_minutes_or_from_the_future_is_not(
    signatures: SlackSignatures, seconds: int
) -> None:
    assert not signatures.genuine(*headers(at=NOW + seconds), BODY, NOW)


@pytest.mark.parametrize(
    "timestamp", ["", "now", "-1", "1e9", "1763888400.5", "１７６３８８８４００", "9" * 400, "\x00"]
)
def test_a_timestamp_that_is_no_number_is_refused_and_raises_nothing(
    signatures: SlackSignatures, timestamp: str
) -> None:
    assert not signatures.genuine(timestamp, headers()[1], BODY, NOW)


@pytest.mark.parametrize(
    "signature", ["", "v0=", "v0=é", "v0=" + "ü" * 64, "\udcff", "v1=" + "0" * 64]
)
def test_a_signature_with_odd_characters_is_refused_and_raises_nothing(
    signatures: SlackSignatures, signature: str
) -> None:
    assert not signatures.genuine(headers()[0], signature, BODY, NOW)


def test_a_request_played_again_is_seen(signatures: SlackSignatures) -> None:
    signature = headers()[1]
    assert signatures.first_time(signature, NOW)
    assert not signatures.first_time(signature, NOW + 1)


def test_a_request_that_could_not_be_taken_in_may_come_again(signatures: SlackSignatures) -> None:
    signature = headers()[1]
    signatures.first_time(signature, NOW)
    signatures.forget(signature)
    assert signatures.first_time(signature, NOW + 1)


def test_what_was_seen_is_forgotten_once_it_is_too_old_to_be_genuine(
    signatures: SlackSignatures,
) -> None:
    for second in range(3_000):
        assert signatures.first_time(f"v0={second}", NOW + second)
    assert len(signatures._seen) <= 602
