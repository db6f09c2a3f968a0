"""How people come into the web admin: links that open it once, and the sessions they begin."""

from peewee import BigAutoField, BigIntegerField, TextField

from storage.models.base import OfPractice


class AdminLink(OfPractice):
    """A link for one person in one role. Of its token only the SHA-256 is kept."""

    id = BigAutoField()
    slack_user = TextField()
    role = TextField()
    token_hash = TextField(unique=True)
    created_at = BigIntegerField()
    expires_at = BigIntegerField()
    used_at = BigIntegerField(null=True)

    class Meta:
        table_name = "admin_link"
        indexes = ((("practice_id", "created_at"), False),)


class AdminSession(OfPractice):
    """A person's visit, from one browser. Of its token only the SHA-256 is kept. `address` and
    `browser` are what the browser said, so that its owner knows it again."""

    id = BigAutoField()
    slack_user = TextField()
    token_hash = TextField(unique=True)
    address = TextField()
    browser = TextField()
    created_at = BigIntegerField()
    seen_at = BigIntegerField()
    ended_at = BigIntegerField(null=True)
    ended_by = TextField(null=True)

    class Meta:
        table_name = "admin_session"
        indexes = ((("practice_id", "slack_user", "created_at"), False),)
