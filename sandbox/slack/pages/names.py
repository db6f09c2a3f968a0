"""Who and what a text may mention, and in which language its reader reads dates."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Names:
    """What ids are called (without @ and #), for the one person who reads."""

    people: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    reader: str = ""
    locale: str = "en-US"

    def person(self, person_id: str) -> str:
        return self.people.get(person_id, person_id)

    def channel(self, channel_id: str) -> str:
        return self.channels.get(channel_id, channel_id)
