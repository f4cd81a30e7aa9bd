"""Where the right section stands among those that were brought up. Computed by ir-measures; gains are 0 or 1.

A quote of all_of makes its section relevant; of any_of the best ranked alternative counts, so that naming more
alternatives makes no case harder.
"""

from __future__ import annotations

from collections.abc import Callable

from faqbot.evaluation.judging import Judged


def success_at_1(row: Judged) -> float | None:
    """The share of questions with a right section first.

    Success@1 = 1 if a relevant section has rank 1, else 0. Source: ir-measures `Success@1` (trec_eval's success).
    """
    return _ranked(row, "Success@1")


def success_at_3(row: Judged) -> float | None:
    """The share of questions with a right section among the first three.

    Success@3 = 1 if a relevant section has a rank up to 3, else 0. Source: ir-measures `Success@3`.
    """
    return _ranked(row, "Success@3")


def success_at_5(row: Judged) -> float | None:
    """The share of questions with a right section among the first five.

    Success@5 = 1 if a relevant section has a rank up to 5, else 0. Source: ir-measures `Success@5`.
    """
    return _ranked(row, "Success@5")


def reciprocal_rank(row: Judged) -> float | None:
    """The mean of one divided by the rank of the first right section.

    RR@10 = 1 / rank of the first relevant section, 0 beyond rank 10. Source: ir-measures `RR@10` (Voorhees 1999).
    """
    return _ranked(row, "RR@10")


def ndcg(row: Judged) -> float | None:
    """The discounted gain of the right sections, divided by that of the best order.

    nDCG@10 = DCG / ideal DCG with DCG = sum of 1 / log2(rank + 1). Source: ir-measures `nDCG@10` (Järvelin and
    Kekäläinen 2002).
    """
    return _ranked(row, "nDCG@10")


def recall_at_5(row: Judged) -> float | None:
    """The share of the right sections that are among the first five.

    R@5 = relevant sections of rank up to 5 / relevant sections. Source: ir-measures `R@5`.
    """
    return _ranked(row, "R@5")


def sentence_at(k: int) -> Callable[[Judged], float | None]:
    """Whether the sentences of an entry up to rank `k` are gold."""

    def item(row: Judged) -> float | None:
        """See below: the docstring is written for each k."""
        return None if not row.units else float(0 < row.sentence_rank <= k)

    item.__doc__ = f"""The share of questions where {"the first entry" if k == 1 else f"one of the first {k} entries"} would quote a gold sentence.

    Success@{k} over entries, relevant when the sentences chosen from the section meet a gold quote (matching.meets).
    """
    return item


def _ranked(row: Judged, name: str) -> float | None:
    """ir-measures' value for one row; None without gold, 0 for an empty ranking."""
    if not row.units:
        return None
    import ir_measures

    measure = ir_measures.parse_measure(name)
    judgments = [ir_measures.Qrel("q", f"section {number}", 1) for number, _ in enumerate(row.ranks)]
    at_rank = {rank: f"section {number}" for number, rank in enumerate(row.ranks) if rank}
    deepest = max(at_rank, default=1)
    # One document a rank, scored so that no two tie.
    scored = [ir_measures.ScoredDoc("q", at_rank.get(rank, f"other {rank}"), float(-rank)) for rank in range(1, deepest + 1)]
    return float(ir_measures.calc_aggregate([measure], judgments, scored)[measure])
