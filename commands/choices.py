"""Reads the value of a choice that names something and the role for it: "12:front_desk"."""

from rules.ids import read_id
from rules.roles import Role
from rules.words import Refusal, refuse


def read_choice(value: str) -> tuple[str, Role]:
    """What stands before the role, and the role. Refuses values that this version doesn't make."""
    what, _, role = value.rpartition(":")
    if not what or role not in set(Role):
        raise _of_another_version()
    return what, Role(role)


def read_answer(value: str) -> tuple[int, Role]:
    """The number of a request, and the role to answer it with."""
    number, role = read_choice(value)
    request_id = read_id(number)
    if request_id is None:
        raise _of_another_version()
    return request_id, role


def _of_another_version() -> Refusal:
    return refuse("This choice is from another version of Paydesk. Type /billing to start anew.")
