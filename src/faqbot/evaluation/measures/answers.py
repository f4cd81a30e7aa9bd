"""Whether what was shown is really in the source, is the right place, and answers."""

from __future__ import annotations

from faqbot.evaluation.judging import Judged


def right(row: Judged) -> float | None:
    """The share of questions after which the reader was served: the outcome may stand, and an answer cites its gold,
    holds every vital fact and nothing forbidden.

    right = outcome in expect and, where answered, units met = units, vital facts shown = vital facts; forbidden = 0.
    """
    return float(row.right)


def right_where_due(row: Judged) -> float | None:
    """The share of answerable questions that were answered rightly.

    The mean of `right` over cases that expect an answer and nothing else.
    """
    return float(row.right) if row.due else None


def right_of_answered(row: Judged) -> float | None:
    """The share of the answers given that were right, whatever was asked.

    right answers / answers. One minus this is the risk of selective answering (El-Yaniv and Wiener 2010).
    """
    return float(row.right) if row.answered else None


def grounded_but_wrong(row: Judged) -> float | None:
    """The share of the answers given whose every quote is verbatim and which are wrong all the same.

    answers that are verbatim and not right / answers. Grounding alone cannot see these.
    """
    return float(not row.right and row.quotes == row.quotes_verbatim) if row.answered else None


def vital_facts(row: Judged) -> float | None:
    """The share of the vital facts of an answerable question that the answer shows, in any of their wordings.

    vital facts shown / vital facts, after the vital nugget recall of TREC QA (Voorhees 2003).
    """
    return row.vital_shown / row.vital if row.due and row.vital else None


def gold_sentence(row: Judged) -> float | None:
    """The share of answerable questions whose answer quotes at least one gold sentence.

    1 if a citation meets a gold quote of the same document, else 0 (matching.meets).
    """
    return float(row.quotes_gold > 0) if row.due else None


def forbidden(row: Judged) -> float | None:
    """The share of all questions whose answer says something the case forbids.

    1 if a pattern of `forbid` is found in the words of the answer, else 0.
    """
    return float(row.forbidden > 0)


def excess_words(row: Judged) -> float | None:
    """The mean number of words in quotes that hold no gold, over answers to answerable questions.

    Words (parted by white space) of the citations that meet no gold quote.
    """
    return float(row.excess_words) if row.due and row.answered else None


def verbatim(row: Judged) -> float | None:
    """The share of quotes that are the source's text at the place they name, as a mean over answers.

    Quotes with text[start:end] == quote / quotes.
    """
    return row.quotes_verbatim / row.quotes if row.quotes else None


def citation_precision(row: Judged) -> float | None:
    """The share of an answer's citations that are gold, over answers to questions that have gold.

    Citations that meet a gold quote / citations, after ALCE's citation precision (Gao et al. 2023) with gold in place
    of an entailment model.
    """
    return row.quotes_gold / row.quotes if row.units and row.quotes else None


def citation_recall(row: Judged) -> float | None:
    """The share of the gold that is cited: each quote of all_of, and any_of as one.

    Units met / units, over answerable questions.
    """
    return row.units_met / row.units if row.due and row.units else None


def language(row: Judged) -> float | None:
    """The share of questions whose language was recognised.

    1 if the answer's `lang` is the case's, else 0.
    """
    return float(row.answer_lang == row.lang)


def follow_up(row: Judged) -> float | None:
    """The share of questions with earlier turns that were dealt with rightly.

    The mean of `right` over cases with `turns`.
    """
    return float(row.right) if row.follow_up else None


def unbroken(row: Judged) -> float | None:
    """The share of answers, variants included, that keep every invariant of the contract.

    1 if invariants.breaches finds nothing, else 0.
    """
    return float(not row.breaches and not row.error)
