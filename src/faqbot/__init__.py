"""faqbot: a recruiting FAQ chatbot that can prove every sentence.

The door: the names that other programs may rely on. Nothing is imported until it is asked for, so `import faqbot`
costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_WHERE = {
    "Answer": "faqbot.types",
    "Citation": "faqbot.types",
    "Document": "faqbot.types",
    "Turn": "faqbot.types",
    "FaqBot": "faqbot.pipeline",
    "FaqbotError": "faqbot.errors",
    "Settings": "faqbot.settings",
    "load_settings": "faqbot.settings",
    "open_bot": "faqbot.assembly",
    "ingest": "faqbot.assembly",
    "render": "faqbot.texts",
}
_RENAMED = {"load_settings": "load"}

__all__ = [
    "Answer",
    "Citation",
    "Document",
    "FaqBot",
    "FaqbotError",
    "Settings",
    "Turn",
    "__version__",
    "ingest",
    "load_settings",
    "open_bot",
    "render",
]

if TYPE_CHECKING:
    from faqbot.assembly import ingest as ingest
    from faqbot.assembly import open_bot as open_bot
    from faqbot.errors import FaqbotError as FaqbotError
    from faqbot.pipeline import FaqBot as FaqBot
    from faqbot.settings import Settings as Settings
    from faqbot.settings import load as load_settings
    from faqbot.texts import render as render
    from faqbot.types import Answer as Answer
    from faqbot.types import Citation as Citation
    from faqbot.types import Document as Document
    from faqbot.types import Turn as Turn


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"faqbot has no {name!r}; it has {', '.join(__all__)}.")
    return getattr(importlib.import_module(_WHERE[name]), _RENAMED.get(name, name))
