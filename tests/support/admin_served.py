"""The web admin on a port of this machine, for a browser to look at, in the process of the test."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask
from werkzeug.serving import make_server

from desk.context import Desk
from storage.store import Store
from tests.support.admin_visits import admin_web
from tests.support.cast import FrozenClock
from tests.support.running import free_port


def desk_at(store: Store, clock: FrozenClock, url: str) -> Desk:
    return Desk(store, clock, claim_secret=b"of the tests", admin_url=f"{url}/admin")


@contextmanager
def served(make: Callable[[str], Desk]) -> Iterator[tuple[str, Desk, Flask]]:
    """Where it stands, "http://…", with the desk that `make` gives for there."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    desk = make(url)
    web = admin_web(desk)
    server = make_server("127.0.0.1", port, web, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield url, desk, web
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
