"""Questions in the help channel: what was asked, who answers, and what people thought of it; and
the articles that a practice has written or changed."""

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from storage.models.base import OfPractice


class HelpQuestion(OfPractice):
    """`source`: where it was asked. `channel` and `ts` name the message, or whatever else makes it
    one question; `thread` is where its asker writes more, null: under what Paydesk sent them.

    `private`: only the asker sees the answer. `revision` grows with each edit of the text,
    of which Slack names the last `edited`, "" of none.
    `articles` are those that were shown, JSON, best first; `computed`: something was worked out.
    `agent` has it. `waits_since`: whose turn it is has waited since then; `nudges`: they were told
    so often. `due_at`: when somebody is to be told again, null: nobody.
    """

    id = BigAutoField()
    uid = TextField()
    source = TextField()
    channel = TextField()
    ts = TextField()
    thread = TextField(null=True)
    asker = TextField()
    language = TextField()
    private = BooleanField()
    text = TextField()
    edited = TextField()
    revision = IntegerField()
    articles = TextField()
    computed = BooleanField()
    state = TextField()
    version = IntegerField()
    agent = TextField(null=True)
    asked_at = BigIntegerField()
    handed_over_at = BigIntegerField(null=True)
    first_reply_at = BigIntegerField(null=True)
    closed_at = BigIntegerField(null=True)
    waits_since = BigIntegerField(null=True)
    nudges = IntegerField()
    due_at = BigIntegerField(null=True)

    class Meta:
        table_name = "help_question"
        indexes = (
            (("practice_id", "uid"), True),
            (("practice_id", "channel", "ts"), True),
            (("practice_id", "channel", "thread"), False),
            (("practice_id", "asker", "id"), False),
            (("practice_id", "asked_at"), False),
        )


HelpQuestion.add_index(
    HelpQuestion.due_at, where=HelpQuestion.due_at.is_null(False), name="help_question_due"
)
HelpQuestion.add_index(HelpQuestion.asked_at, name="help_question_asked_at")


class HelpMessage(OfPractice):
    """What was written to a question after it: by its asker, or by an agent (`by_agent`). `channel`
    and `ts` name the message in Slack, or the window that it was written in."""

    id = BigAutoField()
    question_id = ForeignKeyField(HelpQuestion, backref="+", index=False)
    channel = TextField()
    ts = TextField()
    author = TextField()
    by_agent = BooleanField()
    text = TextField()
    at = BigIntegerField()

    class Meta:
        table_name = "help_message"
        indexes = (
            (("practice_id", "channel", "ts"), True),
            (("practice_id", "question_id", "id"), False),
        )


class HelpRating(OfPractice):
    """What a person thinks of an answer: the one to that `revision` of the question."""

    question_id = ForeignKeyField(HelpQuestion, backref="+", index=False)
    revision = IntegerField()
    slack_user = TextField()
    rating = TextField()
    at = BigIntegerField()

    class Meta:
        table_name = "help_rating"
        primary_key = CompositeKey("practice_id", "question_id", "revision", "slack_user")


class HelpSummary(OfPractice):
    """The summary of a week was sent. `monday`: its first day, ISO."""

    monday = TextField()
    made_at = BigIntegerField()

    class Meta:
        table_name = "help_summary"
        primary_key = CompositeKey("practice_id", "monday")


class HelpArticle(OfPractice):
    """A version of an article in one language; the newest one holds, and none is ever changed.
    `title` and `text` null: from this version on it is as it was shipped, or gone where it wasn't.
    `asked`: questions that it answers, a line each. `since`: the ISO day from which on it holds."""

    name = TextField()
    language = TextField()
    version = IntegerField()
    title = TextField(null=True)
    text = TextField(null=True)
    asked = TextField()
    since = TextField()
    author = TextField()
    at = BigIntegerField()

    class Meta:
        table_name = "help_article"
        primary_key = CompositeKey("practice_id", "name", "language", "version")
