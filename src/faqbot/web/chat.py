"""The chat page, in Gradio. Gradio's chat bubble strips what citations need, so one HTML component shows our own markup.

The component calls three functions here: open, ask, feedback. The conversation itself stays in the visitor's page, so any
replica can answer any question.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import gradio as gr
from pydantic import BaseModel, ConfigDict, ValidationError

from faqbot import texts
from faqbot.delivery.handoff import Channel
from faqbot.errors import FaqbotError, IndexUnusable, ModelError
from faqbot.web import conversation, pages
from faqbot.web.limits import TooMany
from faqbot.web.models import AskBody, FeedbackBody, Lang, Slug
from faqbot.web.service import Refused, Service

if TYPE_CHECKING:
    from gradio.themes import Base

_log = logging.getLogger(__name__)
_SYSTEM = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")
_MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")
_GROUND, _GROUND_DARK, _INK, _INK_DARK = "#fbfaf7", "#131614", "#1d1f1c", "#e9e8e2"

# The icon, drawn here: nothing is fetched for it. The theme colour tints a phone's address bar.
_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%230b5d4b'/%3E"
    "%3Cpath d='M11 21v-5c0-3 1.400-5 4-5.500M19 21v-5c0-3 1.400-5 4-5.500' fill='none' stroke='%23fff' stroke-width='2.600' stroke-linecap='round'/%3E%3C/svg%3E"
)
HEAD = (
    f'<link rel="icon" type="image/svg+xml" href="{_ICON}">'
    f'<meta name="theme-color" media="(prefers-color-scheme: light)" content="{_GROUND}">'
    f'<meta name="theme-color" media="(prefers-color-scheme: dark)" content="{_GROUND_DARK}">'
)

FUNCTIONS = ("open", "ask", "feedback")


class OpenBody(BaseModel):
    """Which role and language the page is to be in."""

    model_config = ConfigDict(extra="forbid")

    role: Slug | None = None
    lang: Lang | None = None


def build(service: Service, handoff: Channel = "none") -> gr.Blocks:
    """The page over `service`; `handoff` is how a person is reached from it."""
    blocks: gr.Blocks
    title = texts.page("en")["title"]
    with gr.Blocks(title=title, analytics_enabled=False, fill_width=True) as blocks:
        gr.HTML(
            html_template=f'<div data-root><p class="fb-loading">{texts.page("en")["loading"]}</p></div>',
            js_on_load=pages.static("person.js") + pages.static("chat.js"),
            server_functions=_functions(service, handoff),
            apply_default_css=False,
            padding=False,
            elem_id="faqbot",
        )
    return blocks


def theme() -> Base:
    """Gradio's base theme with the reader's own fonts (its own would be fetched) and our ground."""
    return gr.themes.Base(font=_SYSTEM, font_mono=_MONO).set(
        body_background_fill=_GROUND,
        body_background_fill_dark=_GROUND_DARK,
        body_text_color=_INK,
        body_text_color_dark=_INK_DARK,
    )


def _functions(service: Service, handoff: Channel) -> list[Any]:
    # Gradio calls each with one value, and answers a raised error with a bare 500: so these end in a sentence instead.
    def open(data: Any) -> dict[str, object] | None:  # noqa: A001 - the name that the script calls
        try:
            given = OpenBody.model_validate(data)
        except ValidationError:
            given = OpenBody()
        lang, html = conversation.shell(
            service.bot(), service.settings, role=given.role, lang=given.lang[:2] if given.lang else None, handoff=handoff
        )
        return {"lang": lang, "html": str(html)}

    def ask(data: Any) -> dict[str, object]:
        return answered(service, data)

    def feedback(data: Any) -> dict[str, object]:
        return thumbed(service, data)

    return [open, ask, feedback]


def answered(service: Service, data: Any) -> dict[str, object]:
    """The answer to what the page sent: HTML, what a screen reader is told, and the conversation's id."""
    lang = _lang(data)
    try:
        sent = AskBody.model_validate(data)
        asked = service.ask(sent.turn())
        html, said = conversation.answer(asked, service.settings)
    except ValidationError:
        html, said = conversation.error("refused", lang)
    except Refused as refusal:
        code = refusal.code if refusal.code in texts.page(lang) else "refused"
        html, said = conversation.error(code, lang, values=refusal.values)
    except TooMany as refusal:
        html, said = conversation.error("too_many", lang, values={"seconds": str(refusal.seconds)})
    except (IndexUnusable, ModelError) as error:
        _log.error("No question can be answered: %s", error)
        html, said = conversation.error("unavailable", lang)
    except Exception:  # noqa: BLE001 - a front: the visitor gets a sentence, the log what happened
        _log.exception("A question on the chat page failed")
        html, said = conversation.error("failed", lang)
    else:
        return {"html": str(html), "say": said, "conversation": asked.answer.conversation}
    return {"html": str(html), "say": said}


def thumbed(service: Service, data: Any) -> dict[str, object]:
    """Whether a thumb was kept, and what to say about it."""
    strings = texts.page(_lang(data))
    sent = {name: value for name, value in data.items() if name != "page"} if isinstance(data, dict) else data
    try:
        service.feedback(FeedbackBody.model_validate(sent).feedback())
    except (ValidationError, FaqbotError) as error:
        _log.error("Feedback on the chat page was not kept: %s", type(error).__name__)
        return {"kept": False, "say": strings["feedback_failed"]}
    return {"kept": True, "say": strings["thanks"]}


def _lang(data: Any) -> str:
    given = data.get("page") if isinstance(data, dict) else None
    return given if isinstance(given, str) and given in texts.LANGUAGES else "en"
