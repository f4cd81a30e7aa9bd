"""HTML from templates. Jinja escapes everything that is not markup of ours; a missing value is an error."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from faqbot import texts
from faqbot.types import Citation
from faqbot.web.inline import inline

_HERE = Path(__file__).parent


def render(template: str, lang: str, **values: object) -> Markup:
    """A template filled; `t` in it is the strings of `lang`, `date` and `number` write as that language does."""
    # A namespace, because `t.copy` of a dictionary is its method.
    strings = texts.page(lang)
    return Markup(  # noqa: S704 - the template has escaped what is not ours
        _environment()
        .get_template(template)
        .render(
            t=SimpleNamespace(**strings),
            lang=lang,
            date=functools.partial(texts.written_date, strings),
            number=functools.partial(written_number, strings),
            **values,
        )
    )


def static(name: str) -> str:
    """The text of a file in `static/`."""
    return (_HERE / "static" / name).read_text(encoding="utf-8")


def written_number(strings: Mapping[str, str], number: int) -> str:
    """A number with its thousands apart: 10,000."""
    return f"{number:,}".replace(",", strings["thousands"])


def document_href(citation: Citation, lang: str) -> str:
    """The address, below the page's own, of the document opened at a quote."""
    query = urlencode({"start": citation.start, "end": citation.end, "lang": lang})
    return f"documents/{quote(citation.source)}?{query}#quote"


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["inline"] = inline
    return environment
