"""Checks each setting by itself, and the .env file."""

import difflib
import stat
from collections.abc import Mapping
from pathlib import Path

from bot.checkup.finding import Finding, note, right, wrong
from bot.setting_checks import clean, kind
from bot.settings import SETTINGS, Problem, Setting, Settings


def setting_findings(
    environ: Mapping[str, str], settings: Settings, problems: list[Problem]
) -> list[Finding]:
    """A finding for each setting, in their order, and one for each name that is none."""
    found = []
    for setting in SETTINGS:
        troubles = [problem.text for problem in problems if problem.setting == setting.name]
        value = clean(environ.get(setting.name, ""))
        found.append(_finding(setting, value, settings, troubles))
    return found + _misspelt(environ)


def _finding(setting: Setting, value: str, settings: Settings, troubles: list[str]) -> Finding:
    if troubles:
        return wrong(setting.name, "", " ".join(troubles))
    if not value:
        default = getattr(settings, setting.attribute)
        return note(setting.name, f"not set; {default}" if default else "not set")
    return right(setting.name, hidden(value) if setting.secret else value)


def hidden(secret: str) -> str:
    """That a secret is set, and of what kind it is."""
    scheme, separator, _ = secret.partition("://")
    return f"set, {scheme}://…" if separator else f"set {kind(secret)}".rstrip()


def _misspelt(environ: Mapping[str, str]) -> list[Finding]:
    """Names that begin like ours but aren't settings, so that nobody reads them."""
    names = [setting.name for setting in SETTINGS]
    found = []
    for name in sorted(environ):
        if name in names or not name.startswith(("PAYDESK_", "SLACK_", "STRIPE_", "SMTP_")):
            continue
        nearest = difflib.get_close_matches(name, names, n=1, cutoff=0.8)
        if nearest:
            found.append(note(name, f"is no setting of Paydesk. Do you mean {nearest[0]}?"))
    return found


def env_file_findings(folder: Path) -> list[Finding]:
    """Who else may read the .env file, which holds the secrets."""
    path = folder / ".env"
    if not path.exists():
        return [note(".env", f"no such file in {folder.resolve()}; the environment alone is read")]
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return [note(".env", "other users of this machine may read it", f"chmod 600 {path}")]
    return [right(".env", "only its owner may read it")]
