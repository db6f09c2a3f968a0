"""Addresses that are put together only when somebody asks for them."""

import pytest
from flask import Flask, url_for
from werkzeug.routing import BuildError, Rule

from sandbox.addresses import Address


def web_of(rule: type[Rule]) -> Flask:
    web = Flask("addresses", static_folder=None)
    web.url_rule_class = rule
    web.add_url_rule("/v1/things/<int:number>/<name>", "thing", lambda number, name: f"{number}")
    return web


@pytest.mark.parametrize("more", [{}, {"lang": "fr"}, {"lang": ["fr", "é &"]}], ids=str)
def test_an_address_is_the_one_that_werkzeug_makes(more: dict[str, object]) -> None:
    made = []
    for rule in (Rule, Address):
        with web_of(rule).test_request_context():
            asked = [url_for("thing", number=4, name="a b/c", **more) for _ in range(2)]
        made.append(asked)
    assert made[0] == made[1]


def test_one_that_lacks_a_part_is_refused_and_all_are_answered() -> None:
    web = web_of(Address)
    with web.test_request_context(), pytest.raises(BuildError):
        url_for("thing", name="a")
    assert web.test_client().get("/v1/things/4/a%20b").text == "4"
