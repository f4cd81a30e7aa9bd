"""What the page shows of an answer: escaped, complete, and with ways on when there is no answer."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from faqbot.settings import Settings
from faqbot.types import Answer, AnswerSentence, Note, Turn
from faqbot.web import conversation
from faqbot.web.documents import page
from faqbot.web.live import Asked
from tests.fakes import EN, ROLE, FakeBot, documents, other_role

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'"


class Tags(HTMLParser):
    """Every tag with its attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str, **with_: str) -> list[dict[str, str | None]]:
        return [
            attrs
            for name, attrs in self.tags
            if name == tag and all(attrs.get(k.replace("_", "-")) == v for k, v in with_.items())
        ]


def shown(question: str, *, bot: FakeBot | None = None, settings: Settings | None = None, **changes: Any) -> tuple[Tags, str]:
    bot = bot or FakeBot()
    answer: Answer = replace(bot.ask(Turn(question)), **changes)
    html, said = conversation.answer(Asked(answer, bot), settings or Settings())
    return Tags(html), said


def test_an_answer_shows_its_label_its_sentences_and_one_source_a_section() -> None:
    tags, said = shown("What does it pay?")
    assert "Quoted from the documents" in tags.text
    assert [attrs["data-n"] for attrs in tags.all("button", data_do="cite")] == ["1", "2"]
    assert len(tags.all("details")) == 1
    assert {attrs["data-n"] for attrs in tags.all("mark")} == {"1", "2"}
    assert "9 June 2026" in tags.text
    assert said.startswith("Quoted from the documents. A Head of Generative AI generally earns")


def test_a_source_links_to_the_document_at_the_sentence() -> None:
    tags, _ = shown("What does it pay?")
    text = documents()[EN].text
    start, end = text.index("A Head of Generative AI generally"), text.index(" In large organisations")
    assert tags.all("mark", data_n="1")[0]["data-href"] == f"documents/{EN}?start={start}&end={end}&lang=en#quote"


def test_a_quote_of_a_whole_list_is_shown_as_a_list_with_its_citation_at_the_end() -> None:
    bot = FakeBot()
    first, last = bot.cite(1, EN, "Solid foundations"), bot.cite(1, EN, "Leadership and")
    whole = replace(first, end=last.end, quote=bot.index.documents[EN].quote(first.start, last.end))
    tags, _ = shown("Which skills?", bot=bot, citations=(whole,), sentences=(AnswerSentence(whole.quote, (1,)),), notes=())
    names = [name for name, _ in tags.tags]
    quote = names[names.index("div", 1) : names.index("section")]
    assert quote == ["div", "ul", "li", "li", "li", "li", "button"]
    assert "- " not in tags.text.split("Sources")[0]


def test_not_knowing_shows_what_is_missing_the_closest_apart_and_what_can_be_asked() -> None:
    bot = FakeBot(contact="jobs@example.org")
    tags, said = shown("What is the salary in Germany?", bot=bot)
    assert "The documents say nothing about this: Germany." in tags.text
    assert "Closest passage: it may not be the answer" in tags.text
    assert [attrs["class"] for attrs in tags.all("section")] == ["fb-closest", "fb-questions"]
    assert len(tags.all("button", data_do="ask")) == 3
    assert tags.all("button", data_do="cite") == []
    assert {"href": "mailto:jobs@example.org"} in tags.all("a")
    assert "Not in the documents" in said


def test_a_choice_that_is_a_role_is_chosen_as_one() -> None:
    tags, _ = shown("What about it?", bot=FakeBot(other_role()))
    assert [attrs["data-role"] for attrs in tags.all("button", data_do="choose")] == [ROLE, "data-engineer"]
    assert tags.all("button", data_do="thumb") == []


@pytest.mark.parametrize(("settings", "thumbs"), [(Settings(), 2), (Settings(record="off"), 0)])
def test_thumbs_are_there_when_they_are_kept(settings: Settings, thumbs: int) -> None:
    tags, _ = shown("What does it pay?", settings=settings)
    assert len(tags.all("button", data_do="thumb")) == thumbs


def test_nothing_that_a_visitor_or_a_document_says_becomes_markup() -> None:
    bot = FakeBot()
    hostile = replace(
        bot.index.documents[EN], title=HOSTILE, text=bot.index.documents[EN].text.replace("There is no", "<b>re is no")
    )
    bot.index.documents = {**bot.index.documents, EN: hostile}
    citation = replace(bot.cite(1, EN, "<b>re is no"), heading=(HOSTILE, HOSTILE), url="javascript:alert(1)")
    bot.contact = HOSTILE
    for outcome in ("answered", "not_in_documents", "clarify"):
        tags, _ = shown(
            HOSTILE, bot=bot, outcome=outcome, reason="", citations=(citation,), closest=citation, suggestions=(HOSTILE,), choices=(HOSTILE,),
            notes=(Note("missing", "missing", {"what": HOSTILE}),),
        )  # fmt: skip
        names = {name for name, _ in tags.tags}
        assert not names & {"script", "img", "b"}
        assert not any("onerror" in attrs for _, attrs in tags.tags)
        assert not any((attrs.get("href") or "").startswith("javascript:") for _, attrs in tags.tags)
    html = Tags(page(hostile, 0, 10, lang="en"))
    assert not {name for name, _ in html.tags} & {"script", "img", "b"}


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("", None),
        ("jobs@example.org", ("mailto:jobs@example.org", "jobs@example.org")),
        ("https://example.org/contact", ("https://example.org/contact", "https://example.org/contact")),
        ("javascript:alert(1)", ("", "javascript:alert(1)")),
        ("the front desk", ("", "the front desk")),
    ],
)
def test_a_contact_is_a_link_only_where_it_is_safe(address: str, link: tuple[str, str] | None) -> None:
    assert conversation.contact(address) == link


def test_a_copy_holds_question_answer_and_places() -> None:
    bot = FakeBot()
    text = conversation.copied(bot.ask(Turn("What does it pay?")))
    assert text.startswith("What does it pay?\n\nA Head of Generative AI generally earns")
    assert f"[1] Head of Generative AI › FAQ › What is the salary of a Head of Generative AI in France in 2026? ({EN})" in text


def test_an_error_says_numbers_as_the_language_writes_them() -> None:
    assert "10\u202f000" in conversation.error("too_long", "fr", values={"length": "10000", "limit": "2000"})[1]
    assert "10,000" in conversation.error("too_long", "en", values={"length": "10000", "limit": "2000"})[1]


def test_the_shell_offers_role_and_language_only_when_there_are_several() -> None:
    lang, one = conversation.shell(FakeBot(), Settings(), role=None, lang="fr")
    tags = Tags(one)
    assert lang == "fr"
    assert tags.all("select") == []
    assert [attrs["data-lang"] for attrs in tags.all("button", data_do="lang")] == ["en", "fr"]
    assert "Je suis un assistant automatique" in tags.text
    several = Tags(conversation.shell(FakeBot(other_role()), Settings(), role="data-engineer", lang="de")[1])
    assert [attrs["value"] for attrs in several.all("option")] == ["", ROLE, "data-engineer"]
    assert several.all("div", data_role="data-engineer")
    bot = FakeBot()
    bot.index.documents = {EN: bot.index.documents[EN]}
    assert Tags(conversation.shell(bot, Settings(), role=None, lang="fr")[1]).all("button", data_do="lang") == []
