"""Questions in the help channel, and cards that stand in somebody else's thread.

The tables stand here once more, as they were on that day: a migration must not follow the models.
"""

from typing import Any

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CompositeKey,
    Database,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


class Table(Model):
    """What all tables here share."""

    class Meta:
        legacy_table_names = False


def up(migrator: Any, db: Database) -> None:
    db.execute_sql('ALTER TABLE "card" ADD COLUMN "thread" TEXT')  # type: ignore[no-untyped-call]  # so in peewee's stubs
    _questions(db)


def _questions(db: Database) -> None:
    class Practice(Table):
        id = BigAutoField()

        class Meta:
            database = db
            table_name = "practice"

    class HelpQuestion(Table):
        practice_id = ForeignKeyField(Practice, backref="+", index=False)
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
            database = db
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

    class HelpMessage(Table):
        practice_id = ForeignKeyField(Practice, backref="+", index=False)
        id = BigAutoField()
        question_id = ForeignKeyField(HelpQuestion, backref="+", index=False)
        channel = TextField()
        ts = TextField()
        author = TextField()
        by_agent = BooleanField()
        text = TextField()
        at = BigIntegerField()

        class Meta:
            database = db
            table_name = "help_message"
            indexes = (
                (("practice_id", "channel", "ts"), True),
                (("practice_id", "question_id", "id"), False),
            )

    class HelpRating(Table):
        practice_id = ForeignKeyField(Practice, backref="+", index=False)
        question_id = ForeignKeyField(HelpQuestion, backref="+", index=False)
        revision = IntegerField()
        slack_user = TextField()
        rating = TextField()
        at = BigIntegerField()

        class Meta:
            database = db
            table_name = "help_rating"
            primary_key = CompositeKey("practice_id", "question_id", "revision", "slack_user")

    class HelpSummary(Table):
        practice_id = ForeignKeyField(Practice, backref="+", index=False)
        monday = TextField()
        made_at = BigIntegerField()

        class Meta:
            database = db
            table_name = "help_summary"
            primary_key = CompositeKey("practice_id", "monday")

    db.create_tables([HelpQuestion, HelpMessage, HelpRating, HelpSummary])
