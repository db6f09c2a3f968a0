"""A local Stripe that runs: its web server, and the threads that do what is due."""

from http import HTTPStatus
from threading import Event, Thread

from sandbox.serving import QuietHandler, Running, WebServer
from sandbox.stripe.answer import error_body
from sandbox.stripe.errors import StripeError
from sandbox.stripe.ids import new_id
from sandbox.stripe.pages.login import SendLink
from sandbox.stripe.reading import json_text
from sandbox.stripe.service import Service
from sandbox.stripe.web import build_web


class _Handler(QuietHandler):
    """What is no HTTP gets an error of Stripe's shape as well."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        said = message or HTTPStatus(code).phrase
        refusal = StripeError(code, "invalid_request_error", said)
        content = json_text(error_body(refusal, new_id("req", 14))).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)


class Ticker:
    """Does what is due when it is due: sleeps until then, and wakes when the clock leaps."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._changed = Event()
        self._stopping = False
        self._thread = Thread(target=self._work, name="stripe-ticker", daemon=True)
        service.clock.on_leap.append(self._changed.set)
        service.agenda.on_new = self._changed.set

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping = True
        self._changed.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._stopping:
            self._changed.clear()
            self._service.run_due()
            self._changed.wait(self._seconds_to_sleep())

    def _seconds_to_sleep(self) -> float | None:
        with self._service.lock:
            due = self._service.agenda.next_due
        return None if due is None else max(0.0, due - self._service.clock())


class Background(Running):
    """What a service does by itself: what is due, and webhooks. It closes the service when it
    stops."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._ticker = Ticker(service)

    def start(self) -> None:
        self._ticker.start()
        self._service.webhooks.start()

    def stop(self) -> None:
        self._ticker.stop()
        self._service.webhooks.stop()
        self._service.close()


class Server(Running):
    """Serves on loopback only; `port` 0: any free one; `control` and `send_link` as in build_web.
    It closes its service when it stops. As a context manager it runs inside.

    Where Stripe stands among others, under one port, Background and build_web() are enough.
    """

    def __init__(
        self,
        service: Service,
        port: int = 0,
        *,
        control: bool = True,
        send_link: SendLink | None = None,
    ) -> None:
        self.service = service
        self._background = Background(service)
        web = build_web(service, control=control, send_link=send_link)
        self._web = WebServer(web, "stripe", port, handler=_Handler)
        self.url = service.base_url = self._web.url

    def start(self) -> None:
        self._background.start()
        self._web.start()

    def stop(self) -> None:
        self.service.faults.clear()
        self._web.stop()
        self._background.stop()
