"""Whether the value of one setting is right: a function for each kind of token or key.

Each takes the setting's name and its cleaned text, and returns the value or raises
SettingProblem with a sentence that names the setting and says how to mend it. A secret is never
repeated: at most its beginning, which says what kind of secret it is.
"""

import re

from cryptography.fernet import Fernet

QUOTES = {'"': '"', "'": "'", "`": "`", "“": "”", "‘": "’", "«": "»"}
ON_OR_OFF = ("on", "off")
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"

# Beginning of a credential: what it is, and the setting it belongs in ("" where it is of no use).
CREDENTIALS = {
    "xoxb-": ("Slack's bot token", "SLACK_BOT_TOKEN"),
    "xapp-": ("Slack's app-level token", "SLACK_APP_TOKEN"),
    "xoxp-": ("a Slack user token", ""),
    "xoxe": ("a Slack token that expires (token rotation is on)", ""),
    "xox": ("another kind of Slack token", ""),
    "https://hooks.slack.com": ("a Slack webhook address", ""),
    "sk_test_": ("Stripe's secret test key", "STRIPE_API_KEY"),
    "rk_test_": ("a restricted Stripe test key", "STRIPE_API_KEY"),
    "sk_live_": ("Stripe's secret live key", "STRIPE_API_KEY"),
    "rk_live_": ("a restricted Stripe live key", "STRIPE_API_KEY"),
    "pk_test_": ("Stripe's publishable key, which can't do anything by itself", ""),
    "pk_live_": ("Stripe's publishable key, which can't do anything by itself", ""),
    "sk_org_": ("the key of a Stripe organisation, not of one account", ""),
    "whsec_": ("the signing secret of a Stripe webhook", "STRIPE_WEBHOOK_SECRET"),
    "acct_": ("the id of a Stripe account, not a key", ""),
}


class SettingProblem(ValueError):
    """What is wrong with a value, and how to mend it, in sentences."""


def clean(text: str) -> str:
    """Without the blanks, quotes and invisible characters that pasting adds around a value."""
    while True:
        bare = text.strip().strip(INVISIBLE)
        if len(bare) > 1 and QUOTES.get(bare[0]) == bare[-1]:
            bare = bare[1:-1]
        if bare == text:
            return bare
        text = bare


def kind(secret: str) -> str:
    """The beginning that says what kind of secret it is, such as "xoxb-…"; "" where none does."""
    start = next((start for start in CREDENTIALS if secret.startswith(start)), "")
    return f"{start}…" if start else ""


def describe(secret: str) -> str:
    """What a secret in the wrong place seems to be, without repeating it."""
    start = next((start for start in CREDENTIALS if secret.startswith(start)), None)
    if start is None:
        shown = f"“{secret[:3]}…”, " if len(secret) >= 12 else ""
        return f"something else ({shown}{len(secret)} characters)"
    what, home = CREDENTIALS[start]
    return f"{what} (“{start}…”)" + (f", which belongs in {home}" if home else "")


def _token(name: str, text: str, *starts: str) -> str:
    start = next((start for start in starts if text.startswith(start)), None)
    if start is None:
        raise SettingProblem(f"{name} holds {describe(text)}. It needs {WANTED[name]}.")
    if not re.fullmatch(r"[A-Za-z0-9_-]+", text[len(start) :]):
        raise SettingProblem(
            f"{name} begins rightly ({start}…) but is cut off or has a character that no such "
            "value has, maybe a blank or a line break. Copy it again, whole. "
            f"It needs {WANTED[name]}."
        )
    return text


# What a setting needs, and where to find it: follows "It needs …".
WANTED = {
    "SLACK_BOT_TOKEN": (
        "the bot token, which begins with xoxb-: api.slack.com/apps → your app → "
        "“OAuth & Permissions” → “Bot User OAuth Token”"
    ),
    "SLACK_APP_TOKEN": (
        "the app-level token with the scope connections:write, which begins with xapp-: "
        "api.slack.com/apps → your app → “Basic Information” → “App-Level Tokens”"
    ),
    "SLACK_SIGNING_SECRET": (
        "32 characters, 0-9 and a-f: api.slack.com/apps → your app → “Basic Information” → "
        "“App Credentials” → “Signing Secret”"
    ),
    "STRIPE_API_KEY": (
        "the secret key, which begins with sk_test_ or sk_live_, or a restricted one, rk_test_ or "
        "rk_live_: dashboard.stripe.com → Developers → API keys"
    ),
    "STRIPE_WEBHOOK_SECRET": (
        "the signing secret, which begins with whsec_: dashboard.stripe.com → Developers → "
        "Webhooks → your endpoint (two, separated by a comma, while you replace one by the other)"
    ),
    "PAYDESK_SECRET_KEY": (
        "a key that `paydesk init` makes (or several, separated by commas: the first one "
        "encrypts). Where a store exists already, it needs the key that the store was made with"
    ),
    "MAIL_FROM": "the sender of mail, such as billing@example.org",
}


def bot_token(name: str, text: str) -> str:
    return _token(name, text, "xoxb-")


def app_token(name: str, text: str) -> str:
    return _token(name, text, "xapp-")


def signing_secret(name: str, text: str) -> str:
    if re.fullmatch(r"[0-9a-f]{32}", text):
        return text
    found = describe(text)
    if re.fullmatch(r"[0-9a-fA-F]+", text):
        capitals = ", some of them capitals" if text.lower() != text else ""
        found = f"{len(text)} characters{capitals}"
    raise SettingProblem(f"{name} holds {found}. It needs {WANTED[name]}.")


def stripe_key(name: str, text: str) -> str:
    return _token(name, text, "sk_test_", "rk_test_", "sk_live_", "rk_live_")


def webhook_secrets(name: str, text: str) -> str:
    """One signing secret, or two separated by a comma; in the same form."""
    secrets = _listed(text)
    if len(secrets) > 2:
        raise SettingProblem(f"{name} holds {len(secrets)} secrets. It takes two at most.")
    for secret in secrets:
        _token(name, secret, "whsec_")
        if len(secret) < len("whsec_") + 16:
            raise SettingProblem(f"{name} is too short to be whole. It needs {WANTED[name]}.")
    return ",".join(secrets)


def secret_keys(name: str, text: str) -> str:
    """One Fernet key or several separated by commas; in the same form."""
    keys = _listed(text)
    for place, key in enumerate(keys, start=1):
        try:
            Fernet(key)
        except ValueError:
            which = f"Key {place} of {len(keys)} in {name}" if len(keys) > 1 else name
            raise SettingProblem(f"{which} isn't a key. It needs {WANTED[name]}.") from None
    return ",".join(keys)


def _listed(text: str) -> list[str]:
    parts = [clean(part) for part in text.split(",")]
    return [part for part in parts if part]


def on_or_off(name: str, text: str) -> str:
    if text.lower() in ON_OR_OFF:
        return text.lower()
    raise SettingProblem(f"{name} is “{text}”. It takes on or off.")
