"""What a page of the admin is: its name, who may open it, and its routes, as a literal list."""

from collections.abc import Callable
from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from rules.roles import Action, Role, may
from rules.words import Sentence

View = Callable[..., ResponseReturnValue]


@dataclass(frozen=True)
class Route:
    """A view at `path`, below its page's address. `method` is GET, which changes nothing, or POST,
    which is let through only with the session's token. `action` is asked beside the page's."""

    name: str
    path: str
    view: View
    method: str = "GET"
    action: Action | None = None


@dataclass(frozen=True)
class Page:
    """One of site.PAGES. It stands at /admin/<name>/, and its first route in the navigation.

    `action` is asked at every request, before the view; the use case asks for what it does itself.
    `for_support`: one of the few pages that support agents see, who come for the help channel.
    """

    name: str
    title: Sentence
    action: Action
    routes: tuple[Route, ...]
    for_support: bool = False
    in_navigation: bool = True
    largest: int = 0
    """Bytes that its forms may have; 0: no more than others."""
    path: str | None = None
    """Of its address below /admin, where that isn't its name."""

    @property
    def address(self) -> str:
        return f"/{self.name}" if self.path is None else self.path

    @property
    def home(self) -> str:
        """The endpoint of its first route."""
        return self.endpoint(self.routes[0])

    def endpoint(self, route: Route) -> str:
        """For url_for: "admin.invoices_list"."""
        return f"admin.{self.name}_{route.name}"

    def open_to(self, role: Role) -> bool:
        """Whether the gate lets somebody in that role in."""
        return all(may(role, one) for one in self.actions)

    def actions_at(self, endpoint: str) -> tuple[Action, ...]:
        """All that is asked at the gate before one of its routes."""
        more = [one.action for one in self.routes if self.endpoint(one) == endpoint and one.action]
        return (*self.actions, *more)

    @property
    def actions(self) -> tuple[Action, ...]:
        """All that is asked at the gate before any of its routes."""
        general = Action.OPEN_ADMIN if self.for_support else Action.USE_ADMIN
        return general, self.action
