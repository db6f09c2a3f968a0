"""Steps of the simulation: what is due is reminded of, paused, and let go on."""

from contextlib import suppress

from hypothesis import strategies as st
from hypothesis.stateful import rule

from desk.reminders import pauses
from rules.words import Refusal
from tests.support.cast import BEN, FLORENCE, OLIVIA, SAM
from tests.support.simulation.reminders import Reminders
from tests.support.simulation.world import World, at

NUMBERS = st.integers(0, 30)


class Reminding:
    """Steps of the simulation."""

    world: World

    @property
    def _reminders(self) -> Reminders:
        assert self.world.reminders is not None
        return self.world.reminders

    @rule()
    def reminders_are_looked_at(self) -> None:
        self._reminders.are_looked_at()

    @rule()
    def mails_leave(self) -> None:
        self._reminders.leave()

    @rule(user=st.sampled_from((OLIVIA, BEN, FLORENCE, SAM)), which=NUMBERS, ends=st.booleans())
    def somebody_puts_it_off(self, user: str, which: int, *, ends: bool) -> None:
        """Staff is not shown it for a week, or nobody ever again."""
        world, invoice = self.world, at(which, self.world.invoices)
        act = pauses.stop if ends else pauses.snooze
        with suppress(Refusal):
            act(world.desk, world.cast.practice, world.person(user), invoice.id)
