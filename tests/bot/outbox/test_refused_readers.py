"""What a mail server's refusal is about: the reader, or whoever writes."""

import pytest

from bot.outbox.smtp import means_nobody


@pytest.mark.parametrize(
    ("code", "said", "nobody"),
    [
        (550, b"5.1.1 No such mailbox", True),
        (550, b"5.2.1 The mailbox is closed", True),
        (550, b"No such user", True),
        (553, b"", True),
        (550, b"5.7.1 Relaying denied", False),
        (554, b"Spam", False),
        (530, b"5.7.0 Log in first", False),
        (450, b"4.2.2 Full", False),
    ],
)
def test_only_what_is_about_the_reader_counts_against_an_address(
    code: int, said: bytes, nobody: bool
) -> None:
    assert means_nobody(code, said) is nobody
