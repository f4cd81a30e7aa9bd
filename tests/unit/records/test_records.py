"""Feedback and conversations are kept once, survive a restart, go when they are told to, on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faqbot.errors import RecordsUnavailable, UsageError
from faqbot.records import SqlRecords, open_records
from faqbot.records.engine import open_engine
from faqbot.records.reading import export
from faqbot.types import AnswerSentence, Citation, Feedback
from tests.unit.records.conftest import Clock, answer


def ids(records: SqlRecords) -> list[str]:
    """The answers that are kept, oldest first."""
    return [row["id"] for row in export(records) if row["kind"] == "answer"]


def test_keeps_what_was_given(records: SqlRecords) -> None:
    given_ = Feedback("a1", False, "incomplete", "Which allowance?", "c1")
    records.feedback(given_)
    assert records.all_feedback() == [given_]


def test_the_last_thumb_for_an_answer_counts(records: SqlRecords) -> None:
    records.feedback(Feedback("a1", True))
    records.feedback(Feedback("a1", True))
    records.feedback(Feedback("a1", False, "outdated"))
    assert records.all_feedback() == [Feedback("a1", False, "outdated")]


def test_lists_oldest_first(records: SqlRecords, clock: Clock) -> None:
    records.feedback(Feedback("z", True))
    clock.move(minutes=1)
    records.feedback(Feedback("a", True))
    assert [each.answer for each in records.all_feedback()] == ["z", "a"]


def test_an_answer_is_kept_with_its_quotes_and_only_once(records: SqlRecords, clock: Clock) -> None:
    citation = Citation(1, "role/en/pay.md", "Pay", ("Pay",), "From €100,000.", 12, 26)
    quoted = answer(
        outcome="answered",
        reason="quoted",
        role="engineer",
        confidence=0.75,
        sentences=(AnswerSentence("From €100,000.", (1,)),),
        citations=(citation,),
        trace={"standalone": "What does the engineer earn?"},
    )
    records.answers([quoted])
    clock.move(minutes=1)
    records.answers([quoted, answer("a2")])
    first, second = export(records)
    assert first == {
        "kind": "answer",
        "id": "a1",
        "conversation": "c1",
        "at": "2026-06-09T12:00:00Z",
        "role": "engineer",
        "lang": "en",
        "question": "Is there a pension?",
        "asked": "What does the engineer earn?",
        "outcome": "answered",
        "reason": "quoted",
        "confidence": 0.75,
        "mode": "extractive",
        "said": "From €100,000.",
        "citations": [{"n": 1, "source": "role/en/pay.md", "start": 12, "end": 26}],
        "generation": "g1",
    }
    assert (second["id"], second["at"]) == ("a2", "2026-06-09T12:01:00Z")


def test_personal_data_is_masked_before_it_is_written(records: SqlRecords) -> None:
    said = "Write to jo@example.org or call 06 12 34 56 78"
    records.answers([answer(question=said, trace={"standalone": said})])
    records.answers([answer("a2", mode="generative", sentences=(AnswerSentence(said, ()),))])
    records.feedback(Feedback("a1", False, said, said))
    kept = " ".join(str(row) for row in export(records))
    assert "jo@example.org" not in kept
    assert "06 12" not in kept
    assert kept.count("Write to [e-mail] or call [phone]") == 5


def test_a_purge_takes_what_is_older_than_the_moment_and_nothing_else(records: SqlRecords, clock: Clock) -> None:
    for name in ("old", "new"):
        records.answers([answer(f"{name}-answer", f"{name}-conversation"), answer(f"{name}-2", "both")])
        records.feedback(Feedback(f"{name}-answer", True))
        clock.move(seconds=1)
    clock.move(seconds=-1)
    assert records.purge(clock.now) == 3
    assert ids(records) == ["new-2", "new-answer"]
    assert [each.answer for each in records.all_feedback()] == ["new-answer"]
    clock.move(seconds=1)
    assert records.purge(clock.now) == 3
    assert list(export(records)) == []


def test_many_are_deleted_a_few_at_a_time(url: str, clock: Clock) -> None:
    records = SqlRecords(open_engine(url), clock=clock, most=3)
    records.answers([answer(f"a{number}", f"c{number}") for number in range(7)])
    clock.move(seconds=1)
    records.answers([answer("new")])
    assert records.purge(clock.now) == 7
    assert ids(records) == ["new"]
    records.answers([answer(f"b{number}", f"c{number}") for number in range(6)])
    assert records.erase_all() == 13  # seven answers, six conversations
    assert list(export(records)) == []
    records.close()


def test_an_erased_conversation_is_gone_with_its_thumbs_and_does_not_come_back(records: SqlRecords) -> None:
    records.answers([answer("a1"), answer("a2"), answer("b1", "c2")])
    records.feedback(Feedback("a1", True))  # the page did not say of which conversation
    records.feedback(Feedback("a9", True, conversation="c1"))  # an answer that was never written
    records.feedback(Feedback("b1", False))
    assert records.erase("c1") == 5  # two answers, two thumbs, the conversation
    assert ids(records) == ["b1"]
    assert [each.answer for each in records.all_feedback()] == ["b1"]
    records.answers([answer("a3"), answer("b2", "c2")])  # a server that had it waiting
    assert ids(records) == ["b1", "b2"]
    assert records.erase("c1") == 0
    assert records.erase("never seen") == 0


def test_everything_can_be_erased(records: SqlRecords) -> None:
    records.answers([answer("a1"), answer("b1", "c2")])
    records.feedback(Feedback("a1", True))
    assert records.erase_all() == 5
    assert list(export(records)) == []


def test_an_erasure_and_a_late_answer_at_once_leave_nothing(url: str) -> None:
    """The answer is written in one process while its conversation is erased in another: whoever is first, it is gone."""
    writer, eraser = open_records(url), open_records(url)
    for number in range(20):
        name, both = f"c{number}", threading.Barrier(2)

        def write(name: str = name, both: threading.Barrier = both) -> None:
            both.wait()
            writer.answers([answer(f"of {name}", name)])

        def erase(name: str = name, both: threading.Barrier = both) -> None:
            both.wait()
            eraser.erase(name)

        threads = [threading.Thread(target=write), threading.Thread(target=erase)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert ids(eraser) == []
    writer.close()
    eraser.close()


def test_survives_a_restart(url: str) -> None:
    first = open_records(url)
    first.feedback(Feedback("a1", True))
    first.answers([answer()])
    first.close()
    second = open_records(url)
    assert second.all_feedback() == [Feedback("a1", True)]
    assert ids(second) == ["a1"]
    second.close()


def test_threads_write_at_once_and_nothing_is_lost(records: SqlRecords) -> None:
    def write(k: int) -> None:
        for i in range(20):
            records.feedback(Feedback(f"{k}-{i}", True))
            records.answers([answer(f"{k}-{i}", f"c{i}")])

    threads = [threading.Thread(target=write, args=(k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(records.all_feedback()) == len(ids(records)) == 80


@pytest.mark.parametrize("field", ["answer", "conversation", "reason", "comment"])
def test_long_text_is_refused(records: SqlRecords, field: str) -> None:
    values = {"answer": "a1", "reason": None, "comment": None, "conversation": None} | {field: "x" * 2001}
    with pytest.raises(UsageError, match=field):
        records.feedback(Feedback(values["answer"] or "", True, values["reason"], values["comment"], values["conversation"]))
    assert records.all_feedback() == []


ANY = st.text(max_size=60)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(thumbs=st.lists(st.tuples(st.text(min_size=1, max_size=100), st.booleans(), st.text(max_size=50)), max_size=8))
def test_agrees_with_a_dictionary(records: SqlRecords, thumbs: list[tuple[str, bool, str]]) -> None:
    records.erase_all()
    kept: dict[str, tuple[bool, str]] = {}
    for name, helpful, comment in thumbs:
        records.feedback(Feedback(name, helpful, None, comment))
        kept[name.replace("\x00", "")] = (helpful, comment.replace("\x00", ""))
    assert {each.answer: (each.helpful, each.comment) for each in records.all_feedback()} == kept


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(ANY, ANY, ANY, ANY), max_size=4))
def test_whatever_was_asked_can_be_written(records: SqlRecords, asked: list[tuple[str, str, str, str]]) -> None:
    """One answer that the database refuses would stop all that wait behind it."""
    records.answers(
        [
            answer(f"{number}{name}", conversation * 3, question * 40, role=role * 3, lang="en", trace={"standalone": role})
            for number, (name, conversation, question, role) in enumerate(asked)
        ]
    )


# ------------------------------------------------------------------------------------------- SQLite alone


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "records.sqlite"


def test_every_connection_has_the_pragmas(file: Path) -> None:
    records = open_records(f"sqlite:///{file}")
    records.close()  # whatever was opened so far is gone: the next connection is a new one
    with records.reading() as connection:
        read = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        }
    assert read == {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1, "secure_delete": 1, "busy_timeout": 5000}
    records.close()


def test_what_is_erased_is_not_in_the_files_either(file: Path) -> None:
    records = open_records(f"sqlite:///{file}")
    records.answers([answer(question="My name is Zebulon Quist, is there a pension?")])
    records.feedback(Feedback("a1", False, comment="Zebulon Quist was here"))
    files = [file, file.with_name(f"{file.name}-wal")]
    assert any(b"Quist" in each.read_bytes() for each in files)
    records.erase("c1")
    assert not any(b"Quist" in each.read_bytes() for each in files)
    records.close()


def test_only_the_owner_may_read_the_file(file: Path) -> None:
    records = open_records(f"sqlite:///{file}")
    records.answers([answer()])
    assert {each.name: oct(each.stat().st_mode & 0o077) for each in file.parent.iterdir()} == {
        file.name: "0o0",
        f"{file.name}-wal": "0o0",
        f"{file.name}-shm": "0o0",
    }
    records.close()


def test_reading_keeps_nobody_from_writing(file: Path) -> None:
    records = open_records(f"sqlite:///{file}")
    with records.reading() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM feedback")
        records.feedback(Feedback("a1", True))
    records.close()


def test_a_dead_database_is_said_and_forgotten_when_it_is_back(tmp_path: Path) -> None:
    folder = tmp_path / "later"
    records = open_records(f"sqlite:///{folder / 'records.sqlite'}")  # opening must not stop the server
    with pytest.raises(RecordsUnavailable, match="Nothing was kept"):
        records.feedback(Feedback("a1", True))
    folder.mkdir()
    records.feedback(Feedback("a1", True))
    assert len(records.all_feedback()) == 1
    records.close()
