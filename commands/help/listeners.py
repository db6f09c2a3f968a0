"""What is pressed under an answer: the other articles."""

from commands.asked import Asked
from commands.help.article_views import article_view
from desk.help.shelf import library_of
from rules.words import refuse


def on_read(asked: Asked) -> None:
    """Opens an article in a window."""
    library = library_of(asked.desk, asked.practice)
    if not library.has(asked.value):
        raise refuse("That article isn’t there any more. Ask your question again.")
    article = library.article(asked.value, asked.say.code)
    asked.reply.open(article_view(asked.say, article, asked.person.role))
