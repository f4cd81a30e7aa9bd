"""Readiness is a real question, asked at most once a second; what the bot refuses reaches a front as a refusal."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from faqbot.errors import IndexUnusable, UsageError
from faqbot.settings import Settings
from faqbot.types import Turn
from faqbot.web.live import LiveBot
from faqbot.web.service import Probe, Refused, Service
from tests.fakes import FakeBot, FakeRecords


def test_the_probe_asks_and_its_verdict_holds_for_a_second() -> None:
    now = [0.0]
    bot = FakeBot()
    probe = Probe(lambda: now[0])
    for now[0] in (0.0, 0.5, 0.9):
        assert probe.run(bot) == bot.index.generation
    assert len(bot.asked) == 1
    now[0] = 1.0
    probe.run(bot)
    assert [turn.question for turn in bot.asked] == ["Head of Generative AI"] * 2


def test_a_new_generation_is_asked_again_at_once() -> None:
    probe = Probe(lambda: 0.0)
    probe.run(FakeBot(generation="old"))
    new = FakeBot(generation="new")
    assert probe.run(new) == "new"
    assert len(new.asked) == 1


def test_an_index_without_documents_is_not_ready() -> None:
    bot = FakeBot()
    bot.index.documents = {}
    with pytest.raises(IndexUnusable, match="faqbot ingest"):
        Probe(lambda: 0.0).run(bot)


def test_with_a_language_model_as_many_are_asked_at_once_as_it_takes_calls() -> None:
    settings = Settings(llm="ollama", llm_model="any", llm_concurrent=4)
    together = threading.Barrier(4)
    service = Service(LiveBot(FakeBot(hold=lambda: together.wait(10) and None)), FakeRecords(), settings)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(service.ask, [Turn(f"pay {number}") for number in range(4)]))
    assert {asked.answer.outcome for asked in answers} == {"answered"}


def test_what_the_bot_refuses_is_a_refusal() -> None:
    bot = FakeBot()

    def refuse() -> None:
        raise UsageError("The question cannot be read.")

    bot.hold = refuse
    with pytest.raises(Refused) as caught:
        Service(LiveBot(bot), FakeRecords(), Settings()).ask(Turn("pay"))
    assert caught.value.code == "refused"
