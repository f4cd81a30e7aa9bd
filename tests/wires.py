"""The wire protocols of the providers, written down from their public documentation: requests, answers, streams, errors."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

KEY = "sk-test-0123456789abcdef"
EVENTS, NDJSON = "text/event-stream", "application/x-ndjson"
PROMPT_TOKENS, COMPLETION_TOKENS = 21, 7
# What Mistral's documentation lists; it answers 422 to anything else.
_MISTRAL = frozenset(
    "model messages temperature top_p max_tokens stream stop random_seed metadata response_format tools tool_choice presence_penalty "
    "frequency_penalty n prediction parallel_tool_calls prompt_mode safe_prompt".split()
)


@dataclass(frozen=True)
class Wire:
    """One protocol: where it is asked, what is wrong with a request, and the forms of answers and errors."""

    path: str
    media: str
    flaw: Callable[[dict[str, Any], Any], str]
    plain: Callable[[list[str]], dict[str, Any]]
    lines: Callable[[list[str], dict[str, Any]], list[str]]
    error: Callable[[int, str], dict[str, Any]]
    piece: Callable[[str], str]
    base: str = ""
    ending: int = 1  # how many of the last lines say that the answer is over


def sse(data: Any, event: str = "") -> str:
    return (f"event: {event}\n" if event else "") + f"data: {data if isinstance(data, str) else json.dumps(data)}\n\n"


# ------------------------------------------------------------------------------------------ OpenAI, Mistral


def _bearer(body: dict[str, Any], headers: Any) -> str:
    if headers.get("authorization") != f"Bearer {KEY}":
        return "key"
    if not body.get("model") or [message["role"] for message in body["messages"]] not in (["system", "user"], ["user"]):
        return "model and messages are required"
    return ""


def _chunk(delta: dict[str, Any], finish: str | None = None, **more: Any) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    return {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice], **more}


def _usage() -> dict[str, int]:
    return {
        "prompt_tokens": PROMPT_TOKENS,
        "completion_tokens": COMPLETION_TOKENS,
        "total_tokens": PROMPT_TOKENS + COMPLETION_TOKENS,
    }


def _openai_plain(words: list[str]) -> dict[str, Any]:
    message = {"role": "assistant", "content": "".join(words), "refusal": None}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": _usage()}


def _openai_lines(words: list[str], body: dict[str, Any]) -> list[str]:
    chunks = [_chunk({"role": "assistant", "content": ""}), *(_chunk({"content": word}) for word in words), _chunk({}, "stop")]
    if body.get("stream_options", {}).get("include_usage"):
        chunks.append(_chunk({}) | {"choices": [], "usage": _usage()})
    return [*map(sse, chunks), sse("[DONE]")]


def _openai_error(status: int, message: str) -> dict[str, Any]:
    return {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": str(status)}}


def _mistral_flaw(body: dict[str, Any], headers: Any) -> str:
    extra = sorted(set(body) - _MISTRAL)
    return _bearer(body, headers) or (f"extra_forbidden: {extra}" if extra else "")


def _mistral_lines(words: list[str], body: dict[str, Any]) -> list[str]:
    chunks = [_chunk({"role": "assistant", "content": ""}), *(_chunk({"content": word}) for word in words)]
    return [*map(sse, chunks), sse(_chunk({"content": ""}, "stop", usage=_usage())), sse("[DONE]")]


def _mistral_error(status: int, message: str) -> dict[str, Any]:
    return {"object": "error", "message": message, "type": "invalid_request_error", "param": None, "code": None}


# ------------------------------------------------------------------------------------------ Anthropic


def _anthropic_flaw(body: dict[str, Any], headers: Any) -> str:
    if headers.get("authorization") != f"Bearer {KEY}":
        return "key"
    if headers.get("anthropic-version") != "2026-10-21":
        return "anthropic-version: header is required"
    if not isinstance(body.get("max_tokens"), int) or any(message["role"] == "system" for message in body["messages"]):
        return "max_tokens: Field required"
    removed = sorted({"temperature", "top_p", "top_k"} & set(body))
    return f"{removed}: Extra inputs are not permitted" if removed else ""


def _anthropic_message(text: str, stop: str | None, output: int) -> dict[str, Any]:
    content = [{"type": "text", "text": text}] if text else []
    usage = {"input_tokens": PROMPT_TOKENS, "output_tokens": output}
    message = {"id": "msg_1", "type": "message", "role": "assistant", "model": "m", "content": content}
    return message | {"stop_reason": stop, "stop_sequence": None, "usage": usage}


def _anthropic_lines(words: list[str], body: dict[str, Any]) -> list[str]:
    events: list[dict[str, Any]] = [
        {"type": "message_start", "message": _anthropic_message("", None, 1)},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        {"type": "ping"},
        *({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": word}} for word in words),
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None}, "usage": {"output_tokens": 7}},
        {"type": "message_stop"},
    ]
    return [sse(event, event["type"]) for event in events]


def _anthropic_piece(word: str) -> str:
    delta = {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": word}}
    return sse(delta, "content_block_delta")


def _anthropic_error(status: int, message: str) -> dict[str, Any]:
    return {"type": "error", "error": {"type": "invalid_request_error", "message": message}, "request_id": "req_1"}


# ------------------------------------------------------------------------------------------ Ollama


def _ollama_flaw(body: dict[str, Any], headers: Any) -> str:
    return "" if body.get("model") and body["options"].get("num_ctx", 0) >= 8192 else "model is required"


def _ollama_part(text: str, **more: Any) -> dict[str, Any]:
    message = {"role": "assistant", "content": text}
    return {"model": "m", "created_at": "2026-11-24T10:00:00.000000Z", "message": message, "done": False, **more}


def _ollama_last(text: str = "") -> dict[str, Any]:
    times = {"total_duration": 9, "load_duration": 1, "prompt_eval_duration": 2, "eval_duration": 3}
    return _ollama_part(
        text, done=True, done_reason="stop", prompt_eval_count=PROMPT_TOKENS, eval_count=COMPLETION_TOKENS, **times
    )


def _ollama_lines(words: list[str], body: dict[str, Any]) -> list[str]:
    return [json.dumps(part) + "\n" for part in (*map(_ollama_part, words), _ollama_last())]


_OPENAI = Wire(
    "/v1/chat/completions", EVENTS, _bearer, _openai_plain, _openai_lines, _openai_error,
    lambda word: sse(_chunk({"content": word})), base="/v1", ending=3,
)  # fmt: skip
WIRES: dict[str, Wire] = {
    "openai": _OPENAI,
    "openai-compatible": _OPENAI,
    "mistral": Wire(
        "/v1/chat/completions", EVENTS, _mistral_flaw, _openai_plain, _mistral_lines, _mistral_error, _OPENAI.piece,
        base="/v1", ending=2,
    ),
    "anthropic": Wire(
        "/v1/messages", EVENTS, _anthropic_flaw, lambda words: _anthropic_message("".join(words), "end_turn", COMPLETION_TOKENS),
        _anthropic_lines, _anthropic_error, _anthropic_piece, ending=3,
    ),
    "ollama": Wire(
        "/api/chat", NDJSON, _ollama_flaw, lambda words: _ollama_last("".join(words)), _ollama_lines,
        lambda _, message: {"error": message}, lambda word: json.dumps(_ollama_part(word)) + "\n",
    ),
}  # fmt: skip
# Any LlamaIndex LLM: the one for whatever speaks as OpenAI does, and what it must be told beside address, model and key.
PLUGGED, OPTIONS = "llama_index.llms.openai_like:OpenAILike", '{"is_chat_model": true}'
WIRES["llama-index"] = WIRES["mistral"]
