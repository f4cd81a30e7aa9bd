"""The report: one HTML file that needs nothing else. Verdict first, then what failed, then plots, then every number."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from faqbot.evaluation.cases import GoldenSet
from faqbot.evaluation.gate import Verdict
from faqbot.evaluation.highlighting import passages
from faqbot.evaluation.judging import Judged, shown, units
from faqbot.evaluation.measures import BY_NAME
from faqbot.evaluation.measures.base import Value
from faqbot.evaluation.pages import count, page, table, tiles
from faqbot.evaluation.plots import Figure, figures
from faqbot.evaluation.runs import Run
from faqbot.evaluation.telling import Teller, number

_TILES = (
    ("right", "dealt with rightly"), ("grounded_but_wrong", "of answers grounded but wrong"), ("refused.near", "near misses not answered"),
    ("over_refusal", "answerable ones refused"), ("worst_variant", "right in every wording"), ("latency_p95", "for 95 % of questions"),
)  # fmt: skip


def report(run: Run, golden: GoldenSet, rows: Sequence[Judged], verdict: Verdict) -> str:
    """The whole page. Cases of the release half are counted and never shown, so that nobody tunes on them."""
    teller = Teller(run, golden)
    body = [
        *_head(run, verdict),
        tiles(_tiles(verdict.values)),
        *_failures(run, rows, verdict, teller),
        "<h2>Plots</h2>",
        *(_figure(figure) for figure in figures(rows)),
        *_measures(verdict.values),
    ]
    return page(f"faqbot: evaluation of {run.header['split']}", body)


def _head(run: Run, verdict: Verdict) -> Iterator[str]:
    header = run.header
    cases = len({row.case for row in run.rows})
    yield "<h1>Are the answers right?</h1>"
    yield f"<p>{cases} judged questions in {len(run.rows)} wordings, asked as on {header['date']} (half: {html.escape(header['split'])}).</p>"
    facts = {
        "faqbot": header["version"],
        "index": header["index"],
        "documents": header["corpus"],
        "cases": header["golden"],
        **header["settings"],
    }
    yield f'<p class="soft">{" · ".join(f"{html.escape(name)} <code>{html.escape(str(value))}</code>" for name, value in facts.items() if value)}</p>'
    state, words = (
        ("open", "The gate is open.")
        if verdict.passed
        else ("closed", f"The gate is closed: {count(len(verdict.reasons), 'reason')}.")
    )
    lines = "".join(f"<li>{html.escape(line)}</li>" for line in (*verdict.reasons, *verdict.remarks))
    yield f'<div class="verdict {state}"><strong>{words}</strong>{f"<ul>{lines}</ul>" if lines else ""}</div>'


def _tiles(values: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    for name, words in _TILES:
        value = values[name]
        figure = (
            "-"
            if value.value is None
            else f"{value.value:.0%}"
            if BY_NAME[name].unit == "share"
            else number(value.value, BY_NAME[name].unit)
        )
        yield figure, f"{words} (n = {value.n})"


def _failures(run: Run, rows: Sequence[Judged], verdict: Verdict, teller: Teller) -> Iterator[str]:
    """Lost cases first, then pinned ones, then by what went wrong."""
    lost = {flip.new.key for flip in verdict.losses}
    wrong = sorted(
        (row for row in rows if not row.right), key=lambda row: (row.key not in lost, not row.pinned, row.why, row.key)
    )
    yield f"<h2>What failed: {count(len(wrong), 'wording')} of {len(rows)}</h2>"
    counts = Counter(row.why for row in wrong).most_common()
    yield f"<p>{', '.join(f'{why}: {count}' for why, count in counts) or 'Nothing.'}</p>"
    yield '<p class="soft">In the passages, <mark class="gold">underlined</mark> is what the case asks for and <mark class="cited">shaded</mark> what was quoted.</p>'
    hidden = [row for row in wrong if teller.case(row).split == "release"]
    for row in wrong:
        if row not in hidden:
            yield _failure(run, row, teller, lost=row.key in lost)
    if hidden:
        yield f"<p>{count(len(hidden), 'wrong wording')} of the release half: shown by the gate alone, and only when a result flips.</p>"


def _failure(run: Run, row: Judged, teller: Teller, *, lost: bool) -> str:
    case, asked = teller.case(row), teller.row(row)
    cited = [(str(one["source"]), (int(one["start"]), int(one["end"]))) for one in asked.answer.get("citations", ())]
    if closest := asked.answer.get("closest"):
        cited.append((str(closest["source"]), (int(closest["start"]), int(closest["end"]))))
    words = html.escape(shown(asked)) if asked.answer else html.escape(row.error)
    earlier = f"<dt>earlier</dt><dd>{html.escape(' / '.join(case.turns))}</dd>" if case.turns else ""
    signs = "".join(f"{sign} · " for sign, on in (("lost since the baseline", lost), ("pinned", row.pinned)) if on)
    return (
        f'<article><header><h3>{html.escape(asked.question)}</h3><span class="why">{signs}{html.escape(teller.reason(row))}</span></header>'
        f'<p class="soft">{html.escape(row.key)} · {case.band} · {html.escape(case.topic)} · {html.escape(f"{case.file}:{case.line}")}</p>'
        f"<dl>{earlier}<dt>expected</dt><dd>{html.escape(' or '.join(case.expect))}</dd>"
        f"<dt>got</dt><dd>{row.outcome.replace('_', ' ')}: {words}</dd></dl>"
        f"{''.join(passages(run.documents, units(case, run.documents), cited))}</article>"
    )


def _figure(figure: Figure) -> str:
    return (
        f"<figure><figcaption><h3>{html.escape(figure.title)}</h3>{html.escape(figure.sentence)}</figcaption>{figure.picture}"
        f"<details><summary>The numbers</summary>{table(figure.heads, figure.rows)}</details></figure>"
    )


def _measures(values: Mapping[str, Value]) -> Iterator[str]:
    yield "<h2>Every measure</h2>"
    yield '<div class="scroll" tabindex="0" role="group" aria-label="measures"><table><thead><tr><th scope="col">measure</th><th scope="col">value</th><th scope="col">95 % interval</th><th scope="col">n (failures)</th><th scope="col">what it says; what no answer counts</th></tr></thead><tbody>'
    for name, value in values.items():
        measure = BY_NAME[name]
        found = html.escape(value.note) if value.value is None else number(value.value, measure.unit)
        span = f"{value.interval.low:.3f} to {value.interval.high:.3f}" if value.interval else ""
        yield (
            f'<tr><th scope="row">{html.escape(name)}</th><td class="number">{found}</td><td class="number">{span}</td>'
            f'<td class="number">{value.n} ({value.failures})</td>'
            f'<td>{html.escape(measure.definition)} <span class="soft">No answer: {html.escape(measure.unanswered)}</span></td></tr>'
        )
    yield "</tbody></table></div>"
