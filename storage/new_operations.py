"""A new operation before anything is said of it."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from storage.operations import OWN, Operation


def hash_of(shown: Mapping[str, Any]) -> str:
    """Of what was agreed to, as it is kept with it."""
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


def blank(practice_id: int, kind: str, client_id: int, asked_by: str, now: int) -> Operation:
    """Approved, of no amount and not due; to be filled in with dataclasses.replace and added."""
    uid = uuid4().hex
    return Operation(
        id=0,
        practice_id=practice_id,
        uid=uid,
        kind=kind,
        state="approved",
        request_id=uid,
        client_id=client_id,
        customer_id=None,
        method_id=None,
        method={},
        amount=0,
        surcharge=0,
        currency="",
        shown={},
        shown_hash="",
        asked_by=asked_by,
        asked_at=now,
        approved_by=None,
        approved_at=None,
        approval=OWN,
        stripe_id=None,
        url=None,
        modal=None,
        expires_at=None,
        refused="",
        reason=None,
        advice=None,
        looks=0,
        version=1,
        due_at=None,
        lease_owner=None,
        fence=0,
        changed_at=now,
    )
