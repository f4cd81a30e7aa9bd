"""The tokenizer of XLM-RoBERTa (Conneau et al. 2020), made of a unigram vocabulary."""

from __future__ import annotations

from collections.abc import Sequence

from tokenizers import Regex, Tokenizer
from tokenizers.models import Unigram
from tokenizers.normalizers import NFKC, Replace
from tokenizers.normalizers import Sequence as Steps
from tokenizers.pre_tokenizers import Metaspace
from tokenizers.processors import TemplateProcessing

_FIRST, _LAST = "<s>", "</s>"


def tokenizer(pieces: Sequence[tuple[str, float]], *, unknown: int) -> Tokenizer:
    """A tokenizer over `pieces` (SentencePiece, with their log probabilities): characters folded by NFKC, blanks marked,
    a text between the tokens of its beginning and its end.
    """
    made = Tokenizer(Unigram(list(pieces), unk_id=unknown, byte_fallback=False))
    made.normalizer = Steps([NFKC(), Replace(Regex(r"\s+"), " ")])
    made.pre_tokenizer = Metaspace(replacement="\u2581", prepend_scheme="always", split=True)
    places = {piece: number for number, (piece, _) in enumerate(pieces[:4])}
    made.post_processor = TemplateProcessing(
        single=f"{_FIRST} $A {_LAST}", special_tokens=[(name, places[name]) for name in (_FIRST, _LAST)]
    )
    return made
