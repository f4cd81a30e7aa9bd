"""The bot as a LangChain retriever, which needs the extra `langchain`.

from faqbot import load_settings, open_bot
from faqbot.integrations.langchain import FaqRetriever

FaqRetriever(bot=open_bot(load_settings())).invoke("What does it pay?")
"""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from faqbot.integrations.passages import passages
from faqbot.pipeline import FaqBot


class FaqRetriever(BaseRetriever):
    """Retrieves the sentences that the bot would answer with, best first, as documents with their exact place."""

    bot: FaqBot
    role: str | None = None
    lang: str | None = None

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:  # noqa: ARG002 - LangChain's signature
        return [
            Document(
                passage.text,
                id=passage.id,
                metadata={**passage.facts, "start": passage.start, "end": passage.end, "score": passage.score},
            )
            for passage in passages(self.bot, query, role=self.role, lang=self.lang)
        ]
