"""The control API for tests: what came, who said what, and failures."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox.mailbox.failures import Failure
from sandbox.mailbox.mailbox import Mail, Mailbox

LONGEST_WAIT = 30.0


def build_control(mailbox: Mailbox) -> Blueprint:
    """Everything under /_control; bodies are JSON."""
    control = Blueprint("control", __name__, url_prefix="/_control")

    @control.get("/mails")
    def mails() -> Response:
        """Mails `to` an address (none: to all) after id `since`; waits up to `wait` seconds for
        one where there is none."""
        since, to = request.args.get("since", 0, int), request.args.get("to", "")
        wait = min(request.args.get("wait", 0.0, float), LONGEST_WAIT)
        mailbox.wait_for(lambda mail: mail.id > since and mail.is_to(to), wait)
        found = mailbox.mails(to, since)
        last = found[-1].id if found else since
        return jsonify(mails=[as_json(mail) for mail in found], last=last)

    @control.get("/sessions")
    def sessions() -> Response:
        """SMTP sessions after number `since`."""
        return jsonify(sessions=mailbox.sessions.as_json(request.args.get("since", 0, int)))

    @control.post("/failures")
    def failures() -> Response | tuple[Response, int]:
        """{"what", "slow", "recipient": of Failure; "times"}"""
        read = request.get_json(silent=True)
        asked: dict[str, Any] = read if isinstance(read, dict) else {}
        try:
            mailbox.failures.add(Failure.read(asked), int(asked.get("times", 1)))
        except (TypeError, ValueError) as error:
            return jsonify(ok=False, error=str(error)), 400
        return jsonify(ok=True)

    @control.post("/reset")
    def reset() -> Response:
        """Deletes the mails, and the failures that nobody has met."""
        mailbox.delete_all()
        mailbox.failures.clear()
        return jsonify(ok=True)

    return control


def as_json(mail: Mail) -> dict[str, Any]:
    """The envelope, and what a reader sees. `source` in Latin-1, so byte for byte."""
    letter = mail.letter
    return {
        "id": mail.id,
        "at": mail.at,
        "sender": mail.sender,
        "recipients": mail.recipients,
        "user": mail.user,
        "subject": letter.subject,
        "from": [[one.name, one.address] for one in letter.sender],
        "to": [[one.name, one.address] for one in letter.to],
        "text": letter.text,
        "html": letter.html,
        "attachments": [
            {"name": one.name, "type": one.mimetype, "bytes": len(one.content)}
            for one in letter.attachments
        ],
        "source": mail.raw.decode("latin-1"),
    }
