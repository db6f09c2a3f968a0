"""mrkdwn, plain text and dates, as the reader sees them."""

from datetime import date

import pytest

from sandbox.slack.pages.dates import clock_time, day_name, local
from sandbox.slack.pages.names import Names
from sandbox.slack.pages.render_mrkdwn import as_typed, link, mrkdwn, plain_text
from sandbox.slack.pages.render_rich_text import markdown

NAMES = Names({"U1": "Ann", "U2": "Bo"}, {"C1": "billing"}, reader="U2")
NOON = 1_763_899_200


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* _italic_ ~gone~", "<strong>bold</strong> <em>italic</em> <s>gone</s>"),
        ("*_both_*", "<strong><em>both</em></strong>"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("* not bold *", "* not bold *"),
        ("`*code* &lt;b&gt;`", "<code>*code* &lt;b&gt;</code>"),
        ("```\na *b*\n```", "<pre>a *b*</pre>"),
        ("&gt; quoted\nnot", "<blockquote>quoted</blockquote>not"),
        ("a\nb", "a<br>b"),
        ("3 &lt; 4 &amp;&amp; 5", "3 &lt; 4 &amp;&amp; 5"),
        ("&amp;lt;", "&amp;lt;"),
        (":warning: :no_such_thing:", "⚠️ :no_such_thing:"),
        (":raised_hand:", "✋"),
        ("<@U1>", '<span class="mention">@Ann</span>'),
        ("<@U2>", '<span class="mention me">@Bo</span>'),
        ("<#C1>", '<span class="mention">#billing</span>'),
        ("<#C9|secret>", '<span class="mention">#secret</span>'),
        ("<!here>", '<span class="mention me">@here</span>'),
        ("<!subteam^S1|@team>", '<span class="mention">@team</span>'),
    ],
)
def test_mrkdwn_reads_as_in_slack(text: str, html: str) -> None:
    assert mrkdwn(text, NAMES) == html


def test_links_open_elsewhere_and_keep_their_label() -> None:
    opens = ' target="_blank" rel="noopener noreferrer">'
    assert mrkdwn("<https://a.example/?x=1&amp;y|the *page*>", NAMES) == (
        f'<a href="https://a.example/?x=1&amp;y"{opens}the *page*</a>'
    )
    assert mrkdwn("see https://a.example.", NAMES) == (
        f'see <a href="https://a.example"{opens}https://a.example</a>.'
    )
    assert mrkdwn("<mailto:a@b.example|a@b.example>", NAMES).startswith('<a href="mailto:')


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//x", "JavaScript:x"]
)
def test_an_address_that_could_run_a_script_is_only_text(address: str) -> None:
    assert mrkdwn(f"<{address}|click>", NAMES) == "click"
    assert link(address, "click") == "click"


@pytest.mark.parametrize("text", ["<script>x</script>", "<b onclick=x>", '"><img src=x>', "*<i>*"])
def test_raw_html_is_never_passed_on(text: str) -> None:
    for html in (mrkdwn(text, NAMES), plain_text(text), markdown(text)):
        assert "<script" not in html
        assert "<b " not in html
        assert "<img" not in html
        assert "<i>" not in html


def test_plain_text_has_no_formatting_but_lines_and_emoji() -> None:
    assert plain_text("*a* <@U1>\n:tada:") == "*a* &lt;@U1&gt;<br>🎉"
    assert plain_text(":tada:", emoji=False) == ":tada:"


def test_a_date_is_said_in_the_readers_language() -> None:
    text = f"<!date^{NOON}^{{date_long}} {{time}} {{nonsense}}|later>"
    english, french = (mrkdwn(text, Names(locale=one)) for one in ("en-US", "fr-FR"))
    assert english == f"Sunday, November 23, 2025 {clock_time(NOON, 'en-US')} {{nonsense}}"
    assert french.startswith("dimanche 23 novembre 2025 ")
    assert mrkdwn("<!date^soon^{date}|later>", NAMES) == "later"


def test_near_days_have_names() -> None:
    today = date(2025, 11, 23)
    assert day_name(today, today, "en-US") == "Today"
    assert day_name(date(2025, 11, 22), today, "fr-FR") == "Hier"
    assert day_name(date(2025, 11, 21), today, "en-GB") == "Friday, 21 November 2025"
    assert local(NOON).tzinfo is not None


def test_a_message_can_be_typed_again() -> None:
    assert as_typed("&lt;3 <@U1> in <#C1> &amp; more", NAMES) == "<3 @Ann in #billing & more"


def test_markdown_has_tables_and_no_scripts() -> None:
    assert "<td>1</td>" in markdown("| a |\n|---|\n| 1 |")
    assert "href" not in markdown("[x](javascript:alert)")
