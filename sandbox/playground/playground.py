"""The workspace, the local Stripe and the mailbox under one port, in one virtual time."""

from dataclasses import dataclass
from email.message import EmailMessage
from functools import partial
from typing import TYPE_CHECKING

from werkzeug.middleware.dispatcher import DispatcherMiddleware

from sandbox.links import Link
from sandbox.mailbox import web as mailbox_web
from sandbox.mailbox.mailbox import Mailbox
from sandbox.mailbox.smtp import SmtpServer
from sandbox.playground.panel.web import build_panel
from sandbox.serving import Running, WebServer
from sandbox.slack import web as slack_web
from sandbox.slack.server import WayToApp
from sandbox.slack.workspace import Workspace
from sandbox.stripe import web as stripe_web
from sandbox.stripe.server import Background
from sandbox.stripe.service import Service

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

WORKSPACE = Link("/", "Slack workspace", "Espace Slack")
PAYMENTS = Link("/stripe/pages/", "Payments", "Paiements")
MAILBOX = Link("/mail/", "Client mailbox", "Boîte des clients")
PANEL = Link("/panel/", "Demo panel", "Panneau de démo")
PAGES = (WORKSPACE, PAYMENTS, MAILBOX, PANEL)


@dataclass(frozen=True)
class Places:
    """What stands in the playground. All three go by the service's clock."""

    workspace: Workspace
    stripe: Service
    mailbox: Mailbox


class Playground(Running):
    """Serves on loopback only; ports of 0: any free ones. The workspace stands at the top, Stripe
    under /stripe, the mailbox under /mail, and the panel under /panel. It closes the service and
    the mailbox when it stops."""

    def __init__(
        self,
        places: Places,
        port: int = 0,
        smtp_port: int = 0,
        *,
        request_url: str = "",
        control: bool = False,
    ) -> None:
        self.places = places
        self._smtp = SmtpServer(places.mailbox, smtp_port)
        self._way = WayToApp(places.workspace, request_url)
        self._background = Background(places.stripe)
        places.workspace.links = [*places.workspace.links, *_others(WORKSPACE)]
        self._web = WebServer(_mounted(places, control=control), "playground", port)
        self.url = places.workspace.base_url = self._web.url
        places.stripe.base_url = self.stripe_url

    @property
    def slack_url(self) -> str:
        return f"{self.url}/api/"

    @property
    def stripe_url(self) -> str:
        return f"{self.url}/stripe"

    @property
    def smtp_url(self) -> str:
        return self._smtp.url

    def start(self) -> None:
        self._smtp.start()
        self._background.start()
        self._way.start()
        self._web.start()

    def stop(self) -> None:
        self.places.stripe.faults.clear()
        self._web.stop()
        self._way.stop()
        self._background.stop()
        self._smtp.stop()
        self.places.mailbox.close()


def _mounted(places: Places, *, control: bool) -> "WSGIApplication":
    panel = build_panel(places.stripe, links=_others(PANEL))
    stripe = stripe_web.build_web(
        places.stripe,
        control=control,
        send_link=partial(_mail_portal_link, places.mailbox),
        links=_others(PAYMENTS),
    )
    mailbox = mailbox_web.build_web(places.mailbox, control=control, links=_others(MAILBOX))
    workspace = slack_web.build_web(places.workspace, control=control)
    mounts: dict[str, WSGIApplication] = {"/stripe": stripe, "/mail": mailbox, "/panel": panel}
    return DispatcherMiddleware(workspace, mounts)


def _others(page: Link) -> list[Link]:
    return [one for one in PAGES if one is not page]


def _mail_portal_link(mailbox: Mailbox, address: str, link: str) -> None:
    """Stripe mails it by itself, in words of its own."""
    mail = EmailMessage()
    mail["From"] = "Stripe <no-reply@stripe.example>"
    mail["To"] = address
    mail["Subject"] = "Your log-in link"
    mail.set_content(f"Open this link to see to your payment methods:\n\n{link}\n")
    mailbox.keep("no-reply@stripe.example", [address], mail.as_bytes())
