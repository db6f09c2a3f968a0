"""Every kind of block and element is drawn, and none can smuggle HTML into the page."""

import json
from typing import Any

import pytest

from sandbox.slack.elements import KEEPS, USED, with_ids
from sandbox.slack.pages.names import Names
from sandbox.slack.pages.render import BLOCKS, ELEMENTS, Canvas
from tests.support.html import Tag, read

EVIL = """<img src=x onerror=alert(1)>"'&lt;script&gt;"""
NAMES = Names({"U1": "Ann <b>Lee</b>", "U2": "Bo"}, {"C1": "billing"}, reader="U2")


def plain(text: str = EVIL) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def marked(text: str = EVIL) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def option(value: str, text: str = EVIL) -> dict[str, Any]:
    return {"text": plain(text), "value": value, "description": plain()}


OPTIONS = [option("one"), option('two"<')]
IMAGE = {"type": "image", "image_url": f"https://example.org/{EVIL}", "alt_text": EVIL}
RICH = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": EVIL, "style": {"bold": True, "code": True}},
                {"type": "link", "url": f"javascript:{EVIL}", "text": EVIL},
                {"type": "link", "url": f"https://example.org/{EVIL}"},
                {"type": "user", "user_id": "U1"},
                {"type": "channel", "channel_id": EVIL},
                {"type": "emoji", "name": EVIL},
                {"type": "date", "timestamp": 0, "format": EVIL, "fallback": EVIL},
                {"type": "broadcast", "range": EVIL},
                {"type": "color", "value": EVIL},
                {"type": EVIL},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "ordered",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": EVIL}]}
            ],
        },
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": EVIL}]},
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": EVIL}]},
        {"type": EVIL},
    ],
}
CONFIRM = {"title": plain(), "text": marked(), "confirm": plain(), "deny": plain()}


def element(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "action_id": EVIL, "placeholder": plain(), "confirm": CONFIRM} | more


EXTRA: dict[str, dict[str, Any]] = {
    "button": {"text": plain(), "value": EVIL, "url": f"javascript:{EVIL}", "style": EVIL},
    "workflow_button": {"text": plain()},
    "icon_button": {"icon": "trash", "text": plain(), "value": EVIL},
    "feedback_buttons": {
        "positive_button": {"text": plain(), "value": EVIL, "accessibility_label": EVIL},
        "negative_button": {"text": plain(), "value": EVIL},
    },
    "overflow": {"options": OPTIONS},
    "plain_text_input": {"initial_value": EVIL, "multiline": True},
    "email_text_input": {"initial_value": EVIL},
    "url_text_input": {"initial_value": EVIL},
    "number_input": {"initial_value": EVIL},
    "rich_text_input": {"initial_value": RICH},
    "static_select": {"option_groups": [{"label": plain(), "options": OPTIONS}]},
    "external_select": {"initial_option": OPTIONS[1]},
    "multi_static_select": {"options": OPTIONS, "initial_options": OPTIONS},
    "multi_external_select": {"initial_options": OPTIONS},
    "users_select": {"initial_user": "U1"},
    "channels_select": {"initial_channel": "C1"},
    "conversations_select": {"initial_conversation": EVIL},
    "multi_users_select": {"initial_users": ["U1", EVIL]},
    "multi_channels_select": {"initial_channels": ["C1"]},
    "multi_conversations_select": {"initial_conversations": ["C1", "U1"]},
    "checkboxes": {"options": OPTIONS, "initial_options": OPTIONS[:1]},
    "radio_buttons": {"options": OPTIONS, "initial_option": OPTIONS[1]},
    "datepicker": {"initial_date": EVIL},
    "timepicker": {"initial_time": EVIL},
    "datetimepicker": {"initial_date_time": 1763884800},
}
USABLE = sorted(EXTRA)

BLOCK_EXAMPLES: dict[str, dict[str, Any]] = {
    "actions": {"elements": [element("button", **EXTRA["button"])]},
    "alert": {"text": marked(), "level": EVIL},
    "card": {
        "hero_image": IMAGE,
        "icon": IMAGE,
        "title": marked(),
        "subtitle": marked(),
        "body": marked(),
        "actions": [element("button", text=plain())],
    },
    "carousel": {"elements": [{"type": "card", "block_id": "card", "title": marked()}]},
    "container": {
        "title": plain(),
        "subtitle": marked(),
        "child_blocks": [{"type": "section", "block_id": "in", "text": marked()}],
    },
    "context": {"elements": [marked(), plain(), IMAGE]},
    "context_actions": {"elements": [element("feedback_buttons", **EXTRA["feedback_buttons"])]},
    "data_table": {"caption": EVIL, "rows": [[{"type": "raw_number", "value": 5, "text": EVIL}]]},
    "divider": {},
    "file": {"external_id": EVIL, "source": "remote"},
    "header": {"text": plain()},
    "image": {"image_url": IMAGE["image_url"], "alt_text": EVIL, "title": plain()},
    "input": {"label": plain(), "hint": plain(), "element": element("plain_text_input")},
    "markdown": {"text": f"**bold** {EVIL} [x](javascript:alert) <b>raw</b>"},
    "rich_text": RICH,
    "section": {
        "text": marked(),
        "fields": [marked(), plain()],
        "accessory": element("overflow", options=OPTIONS),
    },
    "table": {"rows": [[{"type": "raw_text", "text": EVIL}, RICH, {"type": EVIL}]]},
    "video": {
        "title": plain(),
        "title_url": f"javascript:{EVIL}",
        "video_url": f"https://example.org/{EVIL}",
        "alt_text": EVIL,
        "description": plain(),
    },
}


def drawn(*blocks: dict[str, Any], errors: dict[str, str] | None = None) -> Tag:
    """The blocks as they stand in a modal."""
    ids = iter(range(100))
    named = with_ids(list(blocks), lambda: f"id{next(ids)}")
    return read(Canvas("view V1", NAMES, {}, errors or {}).blocks(named))


def dangerous(shown: Tag) -> list[Tag]:
    """Anything that a script could come in by."""
    return [
        tag
        for tag in shown
        if tag.name in ("script", "iframe", "object", "style")
        or any(name.startswith("on") for name in tag.attributes)
        or tag.attributes.get("src", "https:").startswith("x")
        or any(
            tag.attributes.get(name, "").strip().startswith("javascript:")
            for name in ("href", "src", "data-url")
        )
    ]


def test_each_kind_of_block_has_an_example_here() -> None:
    assert set(BLOCK_EXAMPLES) == set(BLOCKS)


def test_each_element_that_people_use_has_an_example_here() -> None:
    drawn_kinds = set(ELEMENTS) - {"image", "mrkdwn", "plain_text"}
    assert set(EXTRA) == drawn_kinds
    assert drawn_kinds == (set(KEEPS) | USED) - {"file_input"}


@pytest.mark.parametrize("kind", BLOCKS)
def test_a_block_is_drawn_and_escaped(kind: str) -> None:
    shown = drawn({"type": kind, "block_id": EVIL, **BLOCK_EXAMPLES[kind]})
    box = shown.one("div", data_block_id=EVIL)
    assert f"block-{kind}" in box.attributes["class"]
    assert not dangerous(shown)
    seen = [tag.text for tag in shown] + [tag.attributes.get("alt", "") for tag in shown]
    assert kind == "divider" or any("onerror=alert(1)" in text for text in seen)


@pytest.mark.parametrize("kind", USABLE)
@pytest.mark.parametrize("inside", ["input", "actions"])
def test_an_element_is_drawn_escaped_and_named(kind: str, inside: str) -> None:
    made = element(kind, **EXTRA[kind])
    block = (
        {"type": "input", "label": plain("Its label"), "element": made}
        if inside == "input"
        else {"type": "actions", "elements": [made]}
    )
    shown = drawn({"block_id": "B", **block})
    assert shown.all("", data_action_id=EVIL, data_block_id="B")
    assert not dangerous(shown)
    for control in controls(shown):
        assert has_a_name(control, shown), control


def controls(shown: Tag) -> list[Tag]:
    return [
        tag
        for tag in shown
        if tag.name in ("button", "select", "textarea", "input", "summary")
        and tag.attributes.get("type") != "hidden"
        and not any(tag in template for template in shown.all("template"))
    ]


def has_a_name(control: Tag, shown: Tag) -> bool:
    labels = [label.attributes.get("for") for label in shown.all("label")]
    wrapped = any(control in list(label) and label.text for label in shown.all("label"))
    own = control.attributes.get("aria-label") or (control.name == "button" and control.text)
    return bool(own or wrapped or control.attributes.get("id") in labels)


def test_an_unknown_block_is_a_grey_box_with_its_type() -> None:
    shown = drawn({"type": "hologram"})
    assert shown.one("div", class_="unknown").text == "hologram"


def test_an_unknown_element_is_a_grey_box_with_its_type() -> None:
    shown = drawn({"type": "actions", "elements": [{"type": "dial", "action_id": "a"}]})
    assert shown.one("span", class_="unknown").text == "dial"


def test_a_button_says_where_it_stands_and_what_it_asks_first() -> None:
    button = {"type": "button", "action_id": "go", "value": "7", "text": plain("Go")}
    asks = button | {"confirm": CONFIRM | {"text": marked("*Sure?*"), "style": "danger"}}
    shown = drawn({"type": "actions", "block_id": "B", "elements": [asks]}).one("button")
    sent = json.loads(shown.attributes["hx-vals"])
    assert sent == {"where": "view V1", "block_id": "B", "action_id": "go", "picked": "7"}
    asked = json.loads(shown.attributes["data-confirm"])
    assert (asked["text"], asked["style"]) == ("<strong>Sure?</strong>", "danger")


def test_only_a_web_address_opens() -> None:
    button = {"type": "button", "action_id": "go", "text": plain("Go")}
    good, bad = (
        drawn({"type": "actions", "elements": [button | {"url": url}]}).one("button")
        for url in ("https://example.org", "javascript:alert(1)")
    )
    assert good.attributes["data-url"] == "https://example.org"
    assert "data-url" not in bad.attributes


def test_a_table_has_a_head_row_and_keeps_its_column_settings() -> None:
    cells = [[{"type": "raw_text", "text": text} for text in row] for row in ("ab", "cd")]
    settings = [None, {"align": "right", "is_wrapped": True}]
    shown = drawn({"type": "table", "rows": cells, "column_settings": settings})
    assert [cell.text for cell in shown.all("th")] == ["a", "b"]
    first, second = shown.all("td")
    assert first.attributes["class"] == ""
    assert second.attributes["class"].split() == ["to-right", "wrapped"]


def test_an_error_stands_under_its_field_and_is_announced() -> None:
    field = {"type": "plain_text_input", "action_id": "a"}
    block = {"type": "input", "block_id": "B", "label": plain("Name"), "element": field}
    shown = drawn(block, errors={"B": "Too <short>"})
    alert = shown.one("div", role="alert")
    control = shown.one("input")
    assert alert.text == "Too <short>"
    assert control.attributes["aria-invalid"] == "true"
    assert control.attributes["aria-describedby"] == alert.attributes["id"]


def test_what_somebody_put_into_an_input_stands_there_again() -> None:
    kinds = {"static_select": "selected_option", "plain_text_input": "value"}
    options = [option("one", "One"), option("two", "Two")]
    blocks = [
        {
            "type": "input",
            "block_id": kind,
            "label": plain("L"),
            "element": {"type": kind, "action_id": "a", "options": options},
        }
        for kind in kinds
    ]
    values = {
        "static_select": {"a": {"type": "static_select", "selected_option": options[1]}},
        "plain_text_input": {"a": {"type": "plain_text_input", "value": "typed"}},
    }
    shown = read(Canvas("home", NAMES, values).blocks(blocks))
    assert [one.text for one in shown.all("option", selected="")] == ["Two"]
    assert shown.one("input").attributes["value"] == "typed"


def test_inputs_that_dont_dispatch_are_remembered_and_others_sent() -> None:
    field = {"type": "plain_text_input", "action_id": "a"}
    quiet = {"type": "input", "label": plain("L"), "element": field}
    assert drawn(quiet).one("input").attributes["hx-post"] == "/page/state"
    loud = quiet | {"dispatch_action": True}
    assert drawn(loud).one("input").attributes["hx-post"] == "/page/click"


def test_a_text_that_dispatches_is_told_by_enter_alone_and_not_by_leaving_the_field() -> None:
    field: dict[str, Any] = {"type": "plain_text_input", "action_id": "a"}
    block = {"type": "input", "label": plain("L"), "element": field, "dispatch_action": True}
    assert drawn(block).one("input").attributes["hx-trigger"] == "entered"
    field["dispatch_action_config"] = {"trigger_actions_on": ["on_character_entered"]}
    assert drawn(block).one("input").attributes["hx-trigger"].startswith("input ")
