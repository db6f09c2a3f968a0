"""The lock file: every package at one version, with hashes, and no word of where it came from."""

import re
from pathlib import Path

LOCK = (Path(__file__).resolve().parent.parent / "requirements.lock").read_text()


def test_every_package_is_pinned_with_its_hashes() -> None:
    entries = re.split(r"\n(?=\S)", LOCK.strip())
    assert len(entries) > 40
    for entry in entries:
        assert re.match(r"[\w.-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_no_index_address_stands_in_it() -> None:
    assert "://" not in LOCK
    assert "index" not in LOCK
    assert "find-links" not in LOCK
