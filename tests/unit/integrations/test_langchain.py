"""The bot as LangChain's retriever: alone, in a chain, and asked for a role and a language."""

from __future__ import annotations

import pytest
from langchain_core.runnables import RunnableLambda

from faqbot.errors import UsageError
from faqbot.integrations.langchain import FaqRetriever
from faqbot.pipeline import FaqBot


def test_it_brings_the_sentences_that_answer_with_their_place(shipped_bot: FaqBot) -> None:
    best, *others = FaqRetriever(bot=shipped_bot).invoke("What does it pay?")
    assert "€100,000" in best.page_content
    assert best.metadata["score"] >= max(each.metadata["score"] for each in others)
    for found in (best, *others):
        document = shipped_bot.index.documents[found.metadata["source"]]
        assert document.text[found.metadata["start"] : found.metadata["end"]] == found.page_content
        assert found.id == f"{document.source}:{found.metadata['start']}-{found.metadata['end']}"


def test_it_composes_with_what_langchain_has(shipped_bot: FaqBot) -> None:
    chain = FaqRetriever(bot=shipped_bot, lang="fr") | RunnableLambda(lambda documents: documents[0].metadata["lang"])
    assert chain.invoke("salaire") == "fr"
    assert chain.batch(["salaire", "formation"]) == ["fr", "fr"]


def test_an_unknown_role_is_said(shipped_bot: FaqBot) -> None:
    with pytest.raises(UsageError, match="cook"):
        FaqRetriever(bot=shipped_bot, role="cook").invoke("What does it pay?")
