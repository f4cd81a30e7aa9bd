"""Language models: providers behind LlamaIndex's interface, and what keeps a visitor safe from their faults.

Nothing here is imported before a model is opened, and nothing outside knows a provider's client.
"""

from faqbot.llm.access import Access, is_local
from faqbot.llm.asking import Limits
from faqbot.llm.counters import Prices
from faqbot.llm.guarded import GuardedModel
from faqbot.llm.opening import open_model
from faqbot.llm.providers import PROVIDERS

__all__ = ["PROVIDERS", "Access", "GuardedModel", "Limits", "Prices", "is_local", "open_model"]
