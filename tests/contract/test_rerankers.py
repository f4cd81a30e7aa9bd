"""A cross-encoder of one's own: opened from its folder, weighed by its own calibration, and heard when evidence is ranked."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from faqbot import assembly
from faqbot.answering import calibration
from faqbot.assembly import assemble, models
from faqbot.errors import ModelError
from faqbot.health import examine
from faqbot.index.cross_encoder import CrossEncoderReranker
from faqbot.protocols import Reranker
from faqbot.settings import Settings, load
from faqbot.types import Turn
from tests.builders import index_of

PAGE = "# Cook\n\n## Kitchen\n\nThe kitchen has nine cooks.\n\n## Pay\n\nA cook earns £30,000 a year.\n"


def cross_encoder(folder: Path, labels: int = 1) -> Path:
    """A cross-encoder of a few kilobytes, with random weights, made here."""
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder.mkdir()
    letters = "abcdefghijklmnopqrstuvwxyz"
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{letter}" for letter in letters)]
    (folder / "vocab.txt").write_text("\n".join(vocabulary))
    BertTokenizerFast(vocab=str(folder / "vocab.txt"), model_max_length=64).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        num_labels=labels,
        initializer_range=1.0,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cross_encoder(tmp_path_factory.mktemp("models") / "tiny")


def test_passages_are_scored_by_themselves_and_in_order(folder: Path) -> None:
    reranker: Reranker = CrossEncoderReranker(folder, threads=1)
    passages = ["a cook earns money", "", "kitchen " * 200, "é 🙂 \ud83d", "nine cooks"]
    scores = reranker.score("what is the pay?", passages)
    assert all(0 <= score <= 1 for score in scores)
    assert len(set(scores)) > 1
    order = list(range(len(passages)))
    random.Random(3).shuffle(order)
    assert reranker.score("what is the pay?", [passages[at] for at in order]) == pytest.approx(
        [scores[at] for at in order], abs=1e-6
    )
    assert reranker.score("what is the pay?", []) == []
    assert reranker.score("who cooks?", passages[:1]) != scores[:1]


def test_its_fingerprint_is_its_content(folder: Path, tmp_path: Path) -> None:
    other = cross_encoder(tmp_path / "tiny")
    one, same, another = (CrossEncoderReranker(each, threads=1).fingerprint for each in (folder, folder, other))
    assert one == same != another


def test_what_is_no_cross_encoder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"FAQBOT_RERANKER names .*no config\.json"):
        CrossEncoderReranker(tmp_path / "nothing", threads=1)
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match="cannot be loaded"):
        CrossEncoderReranker(tmp_path, threads=1)
    with pytest.raises(ModelError, match="gives 3 numbers a passage"):
        CrossEncoderReranker(cross_encoder(tmp_path / "three", labels=3), threads=1)


def test_the_weight_of_its_calibration_decides_what_it_may_move(tmp_path: Path, folder: Path) -> None:
    """With a great weight the order is the cross-encoder's, with none it is as before; the score stands in the features."""
    index = index_of(tmp_path, {"cook.md": PAGE})
    settings = Settings(reranker=str(folder))
    fitted = calibration.load(models(index, settings))
    quotes: dict[float, list[str]] = {}
    for weight in (0.0, 1000.0):
        numbers = calibration.Calibration(**{**_fields(fitted), "sentence": {**fitted.sentence, "reranked": weight}})
        (part,) = assemble(index, settings, numbers).parts(Turn("What does a cook earn?"))
        quotes[weight] = [entry.section.heading[-1] for entry in part.evidence]
        scores = [entry.features["reranked"] for entry in part.evidence]
        assert part.features["reranked"] == scores[0]
    assert quotes[0.0][0] == "Pay"
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores) > 1


def test_without_a_calibration_of_both_models_it_is_careful_and_doctor_says_so(shipped: Settings, folder: Path) -> None:
    settings = load({"FAQBOT_RERANKER": str(folder)}, data_dir=shipped.data_dir, corpus=shipped.corpus, today="2026-11-24")
    index = assembly.open_bot(settings).index
    assert calibration.load(models(index, shipped)).own
    assert not calibration.load(models(index, settings)).own
    assert any("no calibration of its own" in health.sentence for health in examine(settings))


def _fields(fitted: calibration.Calibration) -> dict[str, object]:
    return {name: getattr(fitted, name) for name in calibration.Calibration.__slots__}
