"""The index and the bot as LlamaIndex knows them: nodes with exact offsets, a retriever, a query engine.

from faqbot import load_settings, open_bot
from faqbot.integrations.llamaindex import FaqQueryEngine, FaqRetriever

bot = open_bot(load_settings())
FaqRetriever(bot).retrieve("What does it pay?")
FaqQueryEngine(bot).query("What does it pay?")
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.response.schema import RESPONSE_TYPE, Response
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeRelationship, NodeWithScore, QueryBundle, RelatedNodeInfo, TextNode

from faqbot.integrations.passages import Passage, passages
from faqbot.pipeline import FaqBot
from faqbot.texts import wording
from faqbot.types import Answer, Chunk, Citation, Document, Turn


def nodes(documents: Mapping[str, Document], chunks: Iterable[Chunk]) -> list[TextNode]:
    """A node a chunk that can be quoted: the same id, and the offsets of its text in the document."""
    return [_node(documents[chunk.source], chunk) for chunk in chunks if chunk.last > chunk.first]


class FaqRetriever(BaseRetriever):
    """Retrieves the sentences that the bot would answer with, best first, as nodes."""

    def __init__(self, bot: FaqBot, *, role: str | None = None, lang: str | None = None) -> None:
        super().__init__()
        self._bot = bot
        self._role = role
        self._lang = lang

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = passages(self._bot, query_bundle.query_str, role=self._role, lang=self._lang)
        return [NodeWithScore(node=_text_node(passage), score=passage.score) for passage in found]


class FaqQueryEngine(BaseQueryEngine):
    """Answers with the bot's words; `source_nodes` are its citations, and metadata holds outcome and confidence."""

    def __init__(self, bot: FaqBot, *, role: str | None = None, lang: str | None = None) -> None:
        super().__init__(callback_manager=None)
        self._bot = bot
        self._role = role
        self._lang = lang

    def _query(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        answer = self._bot.ask(Turn(query_bundle.query_str, role=self._role, lang=self._lang))
        return _response(answer, self._bot.index.documents)

    async def _aquery(self, query_bundle: QueryBundle) -> RESPONSE_TYPE:
        return self._query(query_bundle)

    def _get_prompt_modules(self) -> PromptMixinType:
        return {}


def _response(answer: Answer, documents: Mapping[str, Document]) -> Response:
    sources = [NodeWithScore(node=_cited(citation, documents), score=answer.confidence) for citation in answer.citations]
    metadata: dict[str, Any] = {"outcome": answer.outcome, "confidence": answer.confidence, "index": answer.index}
    return Response(response=wording(answer), source_nodes=sources, metadata=metadata)


def _cited(citation: Citation, documents: Mapping[str, Document]) -> TextNode:
    return _text_node(Passage(documents[citation.source], citation.heading, citation.start, citation.end))


def _node(document: Document, chunk: Chunk) -> TextNode:
    section = document.sections[chunk.section]
    start, end = section.sentences[chunk.first].start, section.sentences[chunk.last - 1].end
    node = _text_node(Passage(document, section.heading, start, end))
    node.id_ = chunk.id
    return node


def _text_node(passage: Passage) -> TextNode:
    facts = passage.facts
    return TextNode(
        id_=passage.id,
        text=passage.text,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        metadata=facts,
        # LlamaIndex puts metadata before the text that a model reads; the quote must stay the document's characters.
        excluded_embed_metadata_keys=list(facts),
        excluded_llm_metadata_keys=list(facts),
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=passage.document.source)},
    )
