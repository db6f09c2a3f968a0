"""Who is in the workspace, where they talk, and who the app is: plain values, and a cast."""

from dataclasses import dataclass, field

SLACKBOT = "USLACKBOT"


@dataclass(frozen=True)
class Identity:
    """The workspace's and the app's names and secrets, none of them real."""

    team: str = "T0DEMO"
    team_name: str = "Northside Physio"
    domain: str = "northside-physio"
    app: str = "A0PAYDESK"
    bot: str = "B0PAYDESK"
    bot_user: str = "U0PAYDESK"
    app_name: str = "Paydesk"
    bot_token: str = "xoxb-demo-paydesk"  # noqa: S105 - the local workspace's own
    app_token: str = "xapp-1-demo"  # noqa: S105
    signing_secret: str = field(default="0123456789abcdef0123456789abcdef", repr=False)
    verification_token: str = "unused-verification-token"  # noqa: S105


@dataclass(frozen=True)
class Person:
    """Someone at the keyboard. `team` is their own organisation's where it isn't this one."""

    id: str
    name: str
    locale: str
    title: str = ""
    is_guest: bool = False
    team: str | None = None

    @property
    def handle(self) -> str:
        """The name in payloads: "olivia.hart"."""
        return self.name.lower().replace(" ", ".")

    @property
    def email(self) -> str:
        return f"{self.handle}@{'elsewhere' if self.is_guest else 'northside'}.example"

    @property
    def dm(self) -> str:
        """The id of their direct messages with the app."""
        return "D" + self.id.removeprefix("U")

    @property
    def home(self) -> str:
        """The id under which channels_of() lists their App Home."""
        return "H" + self.id.removeprefix("U")


@dataclass
class Channel:
    """Where messages stand: a channel, somebody's direct messages with the app, or an App Home
    (which holds a view instead of messages). `members` None: nobody is asked (App Home)."""

    id: str
    name: str
    kind: str
    members: set[str] | None = None
    topic: str = ""

    def has(self, user: str) -> bool:
        return self.members is None or user in self.members


CAST = (
    Person("U0OLIVIA", "Olivia Hart", "en-US", "Practice owner"),
    Person("U0BEN", "Ben Castillo", "en-US", "Billing"),
    Person("U0FLORENCE", "Florence Petit", "fr-FR", "Front desk"),
    Person("U0SAM", "Sam Okafor", "en-GB", "Support agent"),
    Person("U0NOAH", "Noah Lind", "en-US", "Physiotherapist"),
    Person("U0GRACE", "Grace Guest", "en-US", "Guest", is_guest=True, team="T0ELSEWHERE"),
)


def first_channels(people: tuple[Person, ...], bot_user: str) -> list[Channel]:
    """The channels at the start. Guests are in #help only; the app is in #billing and #help."""
    staff = {person.id for person in people if not person.is_guest}
    everyone = {person.id for person in people}
    return [
        Channel("C0GENERAL", "general", "channel", set(staff), "Everything and nothing"),
        Channel("C0BILLING", "billing", "channel", staff | {bot_user}, "Money matters"),
        Channel("C0HELP", "help", "channel", everyone | {bot_user}, "Questions about bills"),
    ]


def own_places(person: Person, app_name: str, bot_user: str) -> list[Channel]:
    """What each person has with the app: direct messages and an App Home."""
    return [
        Channel(person.dm, app_name, "im", {person.id, bot_user}),
        Channel(person.home, app_name, "home"),
    ]
