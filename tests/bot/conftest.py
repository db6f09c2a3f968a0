"""A terminal in a folder of its own."""

from pathlib import Path

import pytest

from storage.database import Store
from tests.support.cast import Cast
from tests.support.importing import Terminal


@pytest.fixture
def terminal(
    database_url: str, store: Store, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    monkeypatch.chdir(tmp_path)
    return Terminal(database_url, store, cast, tmp_path)
