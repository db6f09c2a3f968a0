"""Holds what Paydesk says against the vendors' own declarations, where their checks are at hand.

`python -m tests.vendor_checks FOLDER`: blockcheck.py for every message and view in both languages,
manifestcheck.py for both manifests. Exits 1 where something falls short.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from storage import members
from tests.support.cast import FLORENCE, NOAH, OLIVIA
from tests.support.office import Office, office
from tests.support.postgres import migrate

TYPED = ("", "all", "help", "uk", "100", "120 eur sepa", "£80 card", "banana", "500 jpy", "1e9")
PAYDESK = Path(sys.executable).with_name("paydesk")


def said(desk: Office) -> Iterator[tuple[str, Any]]:
    """Every kind of answer, with the surface that it is shown on."""
    store, practice_id = desk.paydesk.desk.store, 1
    for locale in ("en-US", "fr-FR"):
        for user in (OLIVIA, FLORENCE, NOAH):
            members.remember_locale(store, practice_id, user, locale, 0)
            for text in TYPED:
                yield "message", desk.types(user, "/fees", text).body
            yield "message", desk.types(user, "/billing").body
        desk.clicks(OLIVIA, "fees:region:gb", value="gb")
        desk.clicks(NOAH, "billing:ask")
        for action in ("fees:own", "billing:people"):
            desk.clicks(OLIVIA, action)
        view = {"id": "V1", "private_metadata": "1"}
        desk.clicks(OLIVIA, "billing:people:add", view=view)
        desk.slack.wait_for("views.open", 2)
        desk.slack.wait_for("views.update")
        form = {"percent": "2,9", "fixed": "0,30", "method": "card", "currency": "usd"}
        form |= {"since": "2026-03-01", "source": "Contract <of> March"}
        yield "submission", desk.submits(OLIVIA, "fees:own:form", form).body
    desk.paydesk.worker.work_off()
    for call in desk.slack.calls:
        if "view" in call.sent:
            yield "modal", call.sent["view"]
        elif "blocks" in call.sent:
            yield "message", {"text": call.sent["text"], "blocks": call.sent["blocks"]}


def payloads() -> Iterator[tuple[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/paydesk.db"
        migrate(url)
        with office(url) as desk:
            for surface, payload in said(desk):
                if surface == "submission":
                    if "view" in payload:
                        yield "modal", payload["view"]
                elif payload.get("blocks"):
                    yield surface, payload


def run(*command: str | Path) -> bool:
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout + done.stderr)
    return done.returncode == 0


def main(checks: Path) -> int:
    right: list[bool] = []
    with tempfile.TemporaryDirectory() as folder:
        for number, (surface, payload) in enumerate(payloads()):
            file = Path(folder) / f"{number}-{surface}.json"
            file.write_text(json.dumps(payload))
        for surface in ("message", "modal"):
            files = sorted(Path(folder).glob(f"*-{surface}.json"))
            right.append(run(checks / "blockcheck.py", *files, "--surface", surface))
            print(f"blockcheck, {surface}: {len(files)} files, {'ok' if right[-1] else 'FAIL'}")
        for name, more in (("socket", ()), ("http", ("--url", "https://pay.example.org"))):
            file = Path(folder) / f"{name}.json"
            command = [PAYDESK, "manifest", "--json", *more]
            file.write_text(
                subprocess.run(command, capture_output=True, text=True, check=True).stdout
            )
            right.append(run(checks / "manifestcheck.py", file))
            print(f"manifestcheck, {name}: {'ok' if right[-1] else 'FAIL'}")
    return 0 if all(right) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
