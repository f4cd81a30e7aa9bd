"""What of a web page is not its matter: navigation, menus, cookie bars, forms, sharing, and all that is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

_NEVER = frozenset(
    "script style template noscript nav dialog select option datalist svg math iframe object embed canvas audio video head menu footer input textarea progress".split()
)
_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar", "toolbar", "tablist", "status"}
)
# Names that pages give to chrome, told by whole words of class and id. Those in the second row only outside of the main part.
_CHROME = re.compile(
    r"\b(?:"
    r"cookies?|consent|gdpr|breadcrumbs?|navbar|nav|navigation|subnav|topbar|skip[ -]?(?:link|nav|to[ -]content)s?|shar(?:e|ing)(?:[ -](?:bar|links?|buttons?|this|icons?|widget))?|"
    r"social[ -](?:links?|media|share|icons?|nav|bar)|^social$|newsletter|subscribe|popup|pop[ -]up|modal|toast|pagination|pager|menu|mega[ -]?menu|masthead|site[ -]header|"
    r"site[ -]footer|footer|sr[ -]only|visually[ -]hidden|screen[ -]reader[ -]text|(?:related|similar|recommended|other|more)[ -](?:jobs?|posts?|roles?|articles?|positions?|openings?|vacancies)|"
    r"job[ -]alerts?|talent[ -](?:community|pool)|apply[ -](?:button|now|bar)|back[ -]to[ -]top|print[ -](?:only|button)|advert(?:isement)?s?|form[ -](?:done|success|fail(?:ed|ure)?|errors?)|promo|chat[ -]widget|language[ -](?:switcher|picker|selector)"
    r")\b"
)
_OUTSIDE = re.compile(r"\b(?:header|sidebar|side[ -]bar|banner|toolbar|login|search)\b")
_STATES = re.compile(r"(?:has|with|no|is|js|open|closed|show)[ -]")
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?![.\d]*[1-9])|opacity\s*:\s*0(?:\.0+)?(?![.\d])|"
    r"(?:left|top|text-indent|margin-left)\s*:\s*-\d{4,}|clip\s*:\s*rect\(\s*0",
    re.IGNORECASE,
)
# Both together hide: a box without height, and what runs over it.
_FLAT = re.compile(r"(?:max-)?height\s*:\s*0(?![.\d])", re.IGNORECASE)
_CUT_OFF = re.compile(r"overflow\s*:\s*hidden", re.IGNORECASE)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_AT_RULE = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_SIMPLE = re.compile(r"[a-z]*([.#])([\w-]+)", re.IGNORECASE)
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])|[_-]+")
_MAIN = frozenset({"main", "article"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary"})
# A list of links and nothing else leads elsewhere; fewer links may be part of the matter.
_FEWEST_LINKS = 4
_LINKED_SHARE = 0.9
_GROUPS = frozenset({"ul", "ol", "div", "section", "p", "td", "table", "center", "font", "span"})
_OWNER = re.compile(r"\s*(?:copyright\s*)?(?:©|\(c\)\s)", re.IGNORECASE)
_LONGEST_OWNER = 80
# What holds so much of the page's text is its matter, whatever its class is called.
_MOST_SHARE = 0.4


@dataclass(slots=True)
class _Measure:
    """What lies in an element: letters and digits, how many of them in links, how many links, and whether the page's title does."""

    characters: int = 0
    linked: int = 0
    links: int = 0
    titled: bool = False
    in_main: bool = False
    in_heading: bool = False


class PageChrome:
    """Decides for one page; `root` is its whole tree."""

    def __init__(self, root: HtmlElement) -> None:
        self._hidden_names = set(_hidden_by_style(root))
        # What a button opens is hidden until somebody presses it, and is matter all the same.
        buttons = root.iter("button", "a", "summary")
        self._opened = {name for button in buttons for name in (button.get("aria-controls") or "").split()}
        self._measures = _measure(root)
        self._most = _MOST_SHARE * max(self._measures[root].characters, 1)

    def dropped(self, element: HtmlElement) -> bool:
        """Whether the element is chrome or hidden."""
        tag = str(element.tag)
        measure = self._measures.get(element) or _Measure()
        if tag in _NEVER or element.get("role") in _ROLES or self._hidden(element):
            return True
        if tag == "button":
            return not measure.in_heading and not self.heads(element)
        if tag in ("main", "article", "body", "html", "h1"):
            return False
        named = (
            self._named(element, in_main=measure.in_main) or (tag in ("header", "aside") and not measure.in_main) or tag == "form"
        )
        if named:
            return not (measure.titled and tag != "header") and measure.characters <= self._most
        return (
            tag in _GROUPS and measure.links >= _FEWEST_LINKS and measure.linked >= _LINKED_SHARE * measure.characters
        ) or self._owner(element, measure)

    def _owner(self, element: HtmlElement, measure: _Measure) -> bool:
        """Whether the element is the line that says whose page it is."""
        return 0 < measure.characters <= _LONGEST_OWNER and bool(_OWNER.match(element.text_content()))

    def heads(self, element: HtmlElement) -> bool:
        """Whether the element is a button that opens the answer to the question on it."""
        return (
            element.tag == "button" and element.get("aria-controls") is not None and element.text_content().strip().endswith("?")
        )

    def characters(self, element: HtmlElement) -> int:
        """How many letters and digits an element holds, scripts and styles left out."""
        return self._measures[element].characters

    def _hidden(self, element: HtmlElement) -> bool:
        names = set((element.get("class") or "").split()) | {f"#{element.get('id')}"}
        hidden = (
            element.get("hidden") is not None
            or element.get("aria-hidden") == "true"
            or _hides(element.get("style") or "")
            or bool(self._hidden_names & names)
        )
        return hidden and element.get("id") not in self._opened

    def _named(self, element: HtmlElement, *, in_main: bool) -> bool:
        names = f"{element.get('class') or ''} {element.get('id') or ''}".split()
        for name in names:
            words = _WORDS.sub(" ", name).lower().strip()
            if not _STATES.match(words) and (_matches(_CHROME, words) or (not in_main and _matches(_OUTSIDE, words))):
                return True
        return False


def _measure(root: HtmlElement) -> dict[HtmlElement, _Measure]:
    """Every element measured, in one walk down and one up."""
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    found = {element: _Measure() for element in elements}
    for element in elements:
        parent = element.getparent()
        if parent is not None and parent in found:
            found[element].in_main = found[parent].in_main or parent.tag in _MAIN or parent.get("role") == "main"
            found[element].in_heading = found[parent].in_heading or parent.tag in _HEADINGS
    for element in reversed(elements):
        own, parent = found[element], element.getparent()
        silent = element.tag in ("script", "style", "template", "noscript")
        own.characters += 0 if silent else _length(element.text) + sum(_length(child.tail) for child in element)
        own.titled = own.titled or element.tag in ("h1", "main")
        if element.tag == "a" and element.get("href"):
            own.linked, own.links = own.characters, 1
        if parent is not None and parent in found:
            above = found[parent]
            above.characters += own.characters
            above.linked += own.linked
            above.links += own.links
            above.titled = above.titled or own.titled
    return found


def _length(text: str | None) -> int:
    return sum(map(str.isalnum, text)) if text else 0


def _matches(pattern: re.Pattern[str], words: str) -> bool:
    """Whether the pattern is the whole of a name or stands at its beginning or end, such as in "cookie banner"."""
    return any(match.start() == 0 or match.end() == len(words) for match in pattern.finditer(words))


def _hides(style: str) -> bool:
    return bool(_HIDING.search(style) or (_FLAT.search(style) and _CUT_OFF.search(style)))


def _hidden_by_style(root: HtmlElement) -> Iterator[str]:
    """The classes, and the ids with a hash before them, that the page's own style sheets hide on every screen."""
    for style in root.iter("style"):
        for selectors, declarations in _RULE.findall(_AT_RULE.sub("", style.text or "")):
            if _hides(declarations):
                for selector in selectors.split(","):
                    simple = _SIMPLE.fullmatch(selector.strip())
                    if simple:
                        yield simple.group(2) if simple.group(1) == "." else f"#{simple.group(2)}"
