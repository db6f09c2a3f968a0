"""Files that leave the admin, piece by piece: any number of rows takes the same memory."""

from flask import Response, stream_with_context
from flask.typing import ResponseReturnValue

from admin.here import here
from admin.table import Asked
from desk.admin.exports import KINDS, Rows, begin
from desk.export_files import streamed
from desk.settings import practice_settings, today_at

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def addresses(wish: Asked, endpoint: str) -> dict[str, str]:
    """Of the list that is looked at, narrowed as it is; by the type of the file."""
    return {kind.upper(): wish.address(endpoint, kind=kind) for kind in KINDS}


def download(what: str, kind: str, rows: Rows) -> ResponseReturnValue:
    """`what`: "clients", for the file's name and the audit log. Refusal of another `kind`."""
    at = here()
    begin(at.desk, at.practice, at.person, what, kind)
    day = today_at(at.desk, practice_settings(at.desk, at.practice))
    answer = Response(stream_with_context(streamed(kind, rows)), content_type=TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{what}-{day}.{kind}"'
    return answer
