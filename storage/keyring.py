"""The keys of PAYDESK_SECRET_KEY: what is stored encrypted, and with which of them."""

import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from rules.words import refuse

MAKE_A_KEY = (
    'python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'
)


class WrongKey(Exception):
    """None of the keys opens this value."""


class Keyring:
    """One or more Fernet keys, separated by commas. The first encrypts, all decrypt."""

    def __init__(self, secret_keys: str) -> None:
        keys = [key.strip() for key in secret_keys.split(",") if key.strip()]
        self._fernet = MultiFernet(_fernets(keys))
        self.key_id = hashlib.sha256(keys[0].encode()).hexdigest()[:8]
        """Names the first key without revealing it."""

    def encrypt(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def decrypt(self, token: str) -> str:
        """The text again; raises WrongKey."""
        try:
            return self._fernet.decrypt(token.encode()).decode()
        except InvalidToken:
            raise WrongKey from None


def _fernets(keys: list[str]) -> list[Fernet]:
    try:
        fernets = [Fernet(key) for key in keys]
    except ValueError:
        fernets = []
    if not fernets:
        raise refuse(
            "PAYDESK_SECRET_KEY must be a key, or several separated by commas, each 44 characters"
            " long. `paydesk init` makes one; so does: {command}",
            command=MAKE_A_KEY,
        )
    return fernets
