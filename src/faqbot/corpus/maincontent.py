"""The main content of a tree of HTML."""

from __future__ import annotations

from lxml import html
from lxml.etree import ParserError
from lxml.html import HtmlElement

from faqbot.corpus.chrome import PageChrome
from faqbot.corpus.htmltext import HtmlWriter
from faqbot.corpus.lines import Lines
from faqbot.corpus.refusals import refusal

# An article that holds less of the page's text than this is one of several teasers.
_LEAST_SHARE = 0.5


def parse_html(text: str, source: str) -> HtmlElement:
    """The tree of a page or a piece of one. Raises DocumentError when there is none."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        return html.document_fromstring(text.encode(), parser=parser)
    except ParserError as error:
        remedy = "Save it again from the browser as a complete page."
        raise refusal(source, "damaged", f"The page cannot be read: {error}.", line=1, remedy=remedy) from None


def write_main(root: HtmlElement, lines: Lines) -> None:
    """Add the main content of a page to `lines`."""
    chrome = PageChrome(root)
    writer = HtmlWriter(lines, chrome)
    for element in _main(root, chrome):
        writer.write(element)


def _main(root: HtmlElement, chrome: PageChrome) -> list[HtmlElement]:
    body = root.find("body")
    whole = root if body is None else body
    for path in (".//main", ".//*[@role='main']"):
        found = [element for element in root.iterfind(path) if not chrome.dropped(element)]
        if found:
            outer = [element for element in found if not any(ancestor in found for ancestor in element.iterancestors())]
            return [*_opening(root, outer), *outer]
    articles = [element for element in root.iterfind(".//article") if not chrome.dropped(element)]
    if len(articles) == 1 and chrome.characters(articles[0]) >= _LEAST_SHARE * chrome.characters(whole):
        return articles
    return [whole]


def _opening(root: HtmlElement, main: list[HtmlElement]) -> list[HtmlElement]:
    """What stands in a header with the page's title, where the main part has no title: a title often opens the page."""
    if any(next(element.iter("h1"), None) is not None for element in main):
        return []
    title = next(root.iter("h1"), None)
    header = next(title.iterancestors("header"), None) if title is not None else None
    return [] if header is None else list(header.iterchildren())
