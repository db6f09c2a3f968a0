"""Home: choosing the language. Its other buttons are those of /fees and /billing."""

from commands.asked import Asked
from desk.home import choose_language


def on_language(asked: Asked) -> None:
    """Speaks the chosen language from now on; Home, shown anew, is the answer."""
    choose_language(asked.desk, asked.person, asked.value)
    asked.reply.leave_to_home()
