from __future__ import annotations

from faqbot.integrations.llamaindex import FaqQueryEngine, FaqRetriever, nodes
from faqbot.pipeline import FaqBot


def test_nodes_are_chunks_with_exact_offsets(shipped_bot: FaqBot) -> None:
    index = shipped_bot.index
    found = nodes(index.documents, index.chunks.values())
    assert {node.node_id for node in found} <= set(index.chunks)
    assert len(found) > 40
    for node in found:
        assert node.start_char_idx is not None
        assert index.documents[node.metadata["source"]].text[node.start_char_idx : node.end_char_idx] == node.get_content()


def test_the_retriever_brings_the_sentences_that_answer(shipped_bot: FaqBot) -> None:
    best, *_ = FaqRetriever(shipped_bot).retrieve("What does it pay?")
    assert "€100,000" in best.get_content()
    assert FaqRetriever(shipped_bot, lang="fr").retrieve("salaire")[0].metadata["lang"] == "fr"


def test_the_query_engine_answers_with_citations_or_says_that_it_does_not_know(shipped_bot: FaqBot) -> None:
    response = FaqQueryEngine(shipped_bot).query("What does it pay?")
    assert "€100,000" in str(response)
    assert [node.metadata["lang"] for node in response.source_nodes] == ["en"]
    refused = FaqQueryEngine(shipped_bot).query("Is it remote?")
    assert refused.source_nodes == []
    assert (refused.metadata or {})["outcome"] == "not_in_documents"
