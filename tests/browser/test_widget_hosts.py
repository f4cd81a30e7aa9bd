"""The widget on career pages that are not made for it: refused, hostile, strict, narrow; and as its options say."""

from __future__ import annotations

import json
from typing import Any

import pytest

from faqbot.settings import Settings
from faqbot.web.server import build_app
from tests.browser.conftest import Career, ask_widget, playwright
from tests.browser.hosts import Page, line
from tests.fakes import ROLE, FakeBot, FakeRecords
from tests.servers import running

pytestmark = pytest.mark.browser

HOSTILE = """<style>
* { font-family: fantasy !important; font-size: 9px !important; color: red !important; background: yellow !important; letter-spacing: 4px !important;
    text-transform: uppercase !important; direction: rtl !important; line-height: 4 !important; display: inline !important; visibility: visible; }
body { transform: scale(.5) rotate(3deg); overflow: hidden; filter: blur(1px); }
faq-bot { display: none !important; position: static !important; opacity: 0 !important; pointer-events: none !important; width: 1px !important; }
button, textarea, p { border: 9px solid blue !important; margin: 50px !important; }
.launch, .panel, .body { transform: rotate(90deg) !important; }
</style>"""


@pytest.fixture
def expect() -> Any:
    return playwright.expect


def click_open(page: Any) -> None:
    page.locator("faq-bot .launch").click()
    page.locator("faq-bot .question").first.wait_for()


def test_a_hostile_style_sheet_changes_nothing_of_it(career: Career) -> None:
    measured = """() => { const root = document.querySelector('faq-bot').shadowRoot; const style = (e) => { const c = getComputedStyle(e); const b = e.getBoundingClientRect();
        return [c.fontFamily, c.fontSize, c.color, c.backgroundColor, c.letterSpacing, c.textTransform, c.direction, c.lineHeight, Math.round(b.width), Math.round(b.height), Math.round(b.x), Math.round(b.y)]; };
        return ['.panel', '.name h2', '.hello p', '.question', 'textarea', '.send'].map((each) => style(root.querySelector(each))); }"""
    looks = []
    for head in ("", HOSTILE):
        page = career.open(Page(line(career.server), head=head))
        click_open(page)
        page.wait_for_timeout(100)
        looks.append(page.evaluate(measured))
    assert looks[0] == looks[1]


STRICT = "default-src 'none'; script-src {server}; connect-src {server}; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'"


def test_a_strict_policy_needs_two_lines(career: Career, expect: Any) -> None:
    policy = STRICT.format(server=career.server)
    page = career.open(Page(line(career.server), headers={"content-security-policy": policy}))
    click_open(page)
    ask_widget(page, "What does it pay?")
    page.get_by_role("button", name="Show source 1").click()
    expect(page.locator("faq-bot mark:not(.other)")).to_contain_text("€100,000")
    assert page.locator("faq-bot .panel").evaluate("(each) => getComputedStyle(each).borderRadius") == "20px"


def test_where_connections_are_forbidden_the_chat_page_is_framed(career: Career, expect: Any) -> None:
    career.expected += ["Content Security Policy", "Failed to fetch", "did not answer"]
    policy = f"default-src 'none'; script-src {career.server}; frame-src {career.server}; img-src data:"
    page = career.open(Page(line(career.server, role=ROLE), headers={"content-security-policy": policy}))
    page.locator("faq-bot .launch").click()
    frame = page.frame_locator("faq-bot iframe")
    expect(frame.locator("h1")).to_have_text("Head of Generative AI")
    frame.locator("#fb-question").fill("What does it pay?")
    frame.locator("#fb-question").press("Enter")
    expect(frame.locator(".fb-answer .fb-label")).to_have_text("Quoted from the documents")


def test_where_everything_is_forbidden_there_is_a_link(career: Career, expect: Any) -> None:
    career.expected += ["Content Security Policy", "Content-Security-Policy", "Failed to fetch", "did not answer", "Framing"]
    policy = f"default-src 'none'; script-src {career.server}; img-src data:"
    page = career.open(Page(line(career.server), headers={"content-security-policy": policy}))
    page.locator("faq-bot .launch").click()
    link = page.get_by_role("link", name="Open the assistant in a new tab")
    expect(link).to_have_attribute("href", f"{career.server}/?lang=en")


def test_an_origin_that_is_not_allowed_gets_a_sentence_and_a_link(career: Career, expect: Any) -> None:
    career.expected += ["CORS policy", "Failed to load resource", "FAQBOT_ALLOWED_ORIGINS"]
    with running(build_app(FakeBot(), FakeRecords(), Settings(allowed_origins=("https://elsewhere.example",)))) as refusing:
        page = career.open(Page(line(refusing)))
        page.locator("faq-bot .launch").click()
        expect(page.locator("faq-bot .say")).to_contain_text("I could not reach the server.")
        expect(page.get_by_role("link", name="Open the assistant in a new tab")).to_have_attribute("href", f"{refusing}/?lang=en")
        career.requests.clear()


@pytest.mark.parametrize(("width", "height"), [(375, 667), (320, 568)])
def test_on_a_phone_it_takes_the_whole_screen_with_large_targets(career: Career, width: int, height: int) -> None:
    page = career.open(Page(line(career.server)), viewport={"width": width, "height": height}, has_touch=True, is_mobile=True)
    click_open(page)
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.tagName") == "H2"  # no keyboard comes up unasked
    for question in ("What does it pay?", "What is the salary in Germany?", "w" * 300):
        ask_widget(page, question)
    page.get_by_role("button", name="Show source 1").first.click()
    page.locator("faq-bot mark").first.wait_for()
    box = page.locator("faq-bot .panel").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, width, height)
    found = page.evaluate("""() => { const root = document.querySelector('faq-bot').shadowRoot; const all = [...root.querySelectorAll('button, a, textarea')].filter((e) => e.checkVisibility());
        const small = all.filter((e) => { const b = e.getBoundingClientRect(); return Math.min(b.width, b.height) < (e.matches('.cite') ? 24 : e.matches('.slim') ? 32 : 43.5); }).map((e) => e.className);
        const wide = [...root.querySelectorAll('.panel *')].filter((e) => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === 'auto').map((e) => e.className);
        return { small, wide, page: document.documentElement.scrollWidth }; }""")
    assert found == {"small": [], "wide": [], "page": width}


def test_the_panel_keeps_above_the_software_keyboard(career: Career) -> None:
    page = career.open(Page(line(career.server)), viewport={"width": 375, "height": 667}, has_touch=True, is_mobile=True)
    click_open(page)
    page.set_viewport_size({"width": 375, "height": 360})  # what a keyboard leaves
    page.wait_for_timeout(200)
    box = page.locator("faq-bot .form").bounding_box()
    assert box["y"] + box["height"] <= 360


def test_a_page_can_open_ask_count_and_close_by_script(career: Career, expect: Any) -> None:
    page = career.open(Page(line(career.server)))
    page.locator("faq-bot .launch").wait_for()
    page.evaluate("""() => { window.heard = []; for (const name of ['open', 'ask', 'answer', 'source', 'close'])
        document.addEventListener(`faqbot:${name}`, (event) => window.heard.push([name, event.detail])); }""")
    page.evaluate("document.querySelector('faq-bot').ask('What does it pay?')")
    expect(page.locator("faq-bot .answer .label")).to_have_text("Quoted from the documents")
    page.get_by_role("button", name="Show source 1").click()
    page.locator("faq-bot mark").first.wait_for()
    page.evaluate("document.querySelector('faq-bot').close()")
    expect(page.locator("faq-bot .launch")).to_be_visible()
    heard = page.evaluate("window.heard")
    assert [name for name, _ in heard] == ["open", "ask", "answer", "source", "close"]
    assert heard[2][1]["outcome"] == "answered"
    assert "pay" not in json.dumps(heard)


POSTING = {
    "@context": "https://schema.org",
    "@graph": [{"@type": "JobPosting", "identifier": {"@type": "PropertyValue", "value": ROLE}}],
}
JSON_LD = f'<script type="application/ld+json">{json.dumps(POSTING)}</script>'


@pytest.mark.parametrize(
    ("options", "head", "path"),
    [
        ({"role": ROLE}, "", "/a"),
        ({"roles": "/jobs/*=nobody /careers/{role}"}, "", f"/careers/{ROLE}"),
        ({"roles": f"/jobs/ia-*={ROLE}"}, "", "/jobs/ia-2026/"),
        ({"roles": "/jobs/*=nobody"}, JSON_LD, "/a"),
        ({}, '<script type="application/ld+json">{broken</script>' + JSON_LD, "/a"),
    ],
    ids=["attribute", "captured", "pattern", "posting after the table", "posting"],
)
def test_the_role_comes_from_attribute_address_or_posting(career: Career, options: dict[str, str], head: str, path: str) -> None:
    page = career.open(Page(line(career.server, **options), head=head), path=path)
    click_open(page)
    ask_widget(page, "What does it pay?")
    sent = next(each for each in career.requests if each.url.endswith("/ask") and each.method == "POST")
    assert sent.post_data_json["role"] == ROLE
    assert f"role={ROLE}" in next(each.url for each in career.requests if "/texts" in each.url)


def test_a_job_without_documents_is_not_answered_from_those_of_another(career: Career, expect: Any) -> None:
    career.expected += ["has no documents about the role"]
    page = career.open(Page(line(career.server, role="astronaut")))
    page.locator("faq-bot .launch").click()
    expect(page.locator("faq-bot .say")).to_contain_text("I have no documents about this job yet")
    expect(page.get_by_label("Your question")).to_be_hidden()
    expect(page.get_by_role("button", name="Ask a person")).to_be_visible()


def test_a_page_that_changes_its_address_changes_the_role(career: Career) -> None:
    page = career.open(Page(line(career.server, roles="/jobs/{role}")), path=f"/jobs/{ROLE}")
    click_open(page)
    ask_widget(page, "What does it pay?")
    page.evaluate("document.querySelector('faq-bot').close()")
    page.evaluate("history.pushState(null, '', '/elsewhere')")
    click_open(page)
    assert page.locator("faq-bot .turn").count() == 0
    assert "role=" not in [each.url for each in career.requests if "/texts" in each.url][-1]


def test_inline_it_stands_where_the_line_stands_and_asks_nothing_until_used(career: Career, expect: Any) -> None:
    body = f'<div style="height: 520px">{line(career.server, position="inline", title="Questions?")}</div>'
    page = career.open(Page(body=body))
    expect(page.get_by_role("region", name="Questions?")).to_be_visible()
    assert page.locator("faq-bot").bounding_box()["height"] == 520
    page.wait_for_timeout(200)
    assert career.asked_of_server() == ["GET /widget.js"]
    page.get_by_label("Your question").fill("What does it pay?")
    page.keyboard.press("Enter")
    expect(page.locator("faq-bot .answer .label")).to_have_text("Quoted from the documents")


COLOURS = [
    "#ffe600",
    "#0b5d4b",
    "white",
    "black",
    "#e4572e",
    "hsl(210 90% 55%)",
    "rebeccapurple",
    "oklch(0.7 0.2 140)",
    "#777777",
    "nonsense",
]
_CONTRAST = """() => { const root = document.querySelector('faq-bot').shadowRoot;
    const numbers = (text) => text.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255);
    const light = (rgb) => rgb.map((p) => (p <= .04045 ? p / 12.92 : ((p + .055) / 1.055) ** 2.4)).reduce((sum, p, i) => sum + p * [.2126, .7152, .0722][i], 0);
    const ratio = (one, other) => { const [low, high] = [light(numbers(one)), light(numbers(other))].sort((a, b) => a - b); return (high + .05) / (low + .05); };
    const wrapper = root.querySelector('.w'); const value = (name) => wrapper.style.getPropertyValue('--' + name);
    return [['on', 'fill'], ['accent', 'ground'], ['accent', 'raised'], ['accent', 'tint'], ['ink', 'tint'], ['quiet', 'ground'], ['quiet', 'raised'], ['mark-ink', 'mark'], ['warn', 'ground'], ['ink', 'raised']].map(([a, b]) => [a, b, ratio(value(a), value(b))]); }"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_are_readable_in_every_colour(career: Career, theme: str) -> None:
    page = career.open(Page(line(career.server, theme=theme)))
    page.locator("faq-bot .launch").wait_for()
    for colour in COLOURS:
        page.evaluate(f"document.querySelector('faq-bot').dataset.color = '{colour}'")
        found = page.evaluate(_CONTRAST)
        assert [(colour, *pair) for pair in found if pair[2] < 4.5] == []


def test_it_follows_the_page_not_the_device(career: Career) -> None:
    def dark(page: Any) -> bool:
        page.locator("faq-bot .launch").wait_for()
        return bool(page.locator("faq-bot .w").evaluate("(each) => each.style.colorScheme === 'dark'"))

    light_page = Page(line(career.server), head="<style>body { background: #fff }</style>")
    dark_page = Page(line(career.server), head="<style>body { background: #101418; color: #fff }</style>")
    both = Page(line(career.server), head='<meta name="color-scheme" content="light dark">')
    assert [dark(career.open(each, color_scheme="dark")) for each in (light_page, dark_page, both)] == [False, True, True]
    assert [dark(career.open(each, color_scheme="light")) for each in (light_page, dark_page, both)] == [False, True, False]


def test_it_reads_from_right_to_left_where_it_is_told_to(career: Career) -> None:
    page = career.open(Page(line(career.server)))
    page.evaluate("document.querySelector('faq-bot').dir = 'rtl'")
    click_open(page)
    ask_widget(page, "What does it pay?")
    quote = page.locator("faq-bot .quote").evaluate(
        "(each) => [getComputedStyle(each).borderRightWidth, getComputedStyle(each).borderLeftWidth]"
    )
    assert quote == ["3px", "0px"]
    logo, close = (page.locator(f"faq-bot {each}").bounding_box()["x"] for each in (".logo", ".tools"))
    assert logo > close


def test_a_page_with_its_own_element_gets_no_second_one(career: Career) -> None:
    page = career.open(Page(line(career.server), body='<faq-bot data-position="left" data-title="Ask us"></faq-bot>'))
    page.get_by_role("button", name="Ask us").wait_for()
    assert page.locator("faq-bot").count() == 1
    assert page.locator("faq-bot .launch").bounding_box()["x"] == 20


@pytest.mark.parametrize(("lang", "spoken"), [("fr-CA", "fr"), ("de", "en"), ("x", "en"), ("", "en")])
def test_a_language_that_is_not_spoken_is_answered_in_english(career: Career, expect: Any, lang: str, spoken: str) -> None:
    page = career.open(Page(line(career.server), lang=lang))
    page.locator("faq-bot .launch").click()
    expect(page.locator("faq-bot .hello h3")).to_have_text(
        {"en": "Hello. I am an automated assistant.", "fr": "Bonjour. Je suis un assistant automatique."}[spoken]
    )
    expect(page.locator("faq-bot .w")).to_have_attribute("lang", spoken)


def test_the_chat_page_stands_in_a_frame_of_allowed_pages_only(career: Career, expect: Any) -> None:
    def framed(server: str) -> Any:
        frame = f'<iframe src="{server}/?role={ROLE}&lang=en" title="Questions" width="100%" height="640"></iframe>'
        policy = f"default-src 'none'; frame-src {server}; img-src data:"
        return career.open(Page(body=frame, headers={"content-security-policy": policy}))

    expect(framed(career.server).frame_locator("iframe").locator("h1")).to_have_text("Head of Generative AI")
    career.expected += ["frame-ancestors"]
    with running(build_app(FakeBot(), FakeRecords(), Settings(allowed_origins=("https://elsewhere.example",)))) as refusing:
        page = framed(refusing)
        page.wait_for_timeout(300)
        assert [frame.url for frame in page.frames[1:]] == ["chrome-error://chromewebdata/"]
        career.requests.clear()
