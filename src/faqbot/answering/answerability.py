"""The judge: does the evidence answer the question? A logistic regression over plain features, and three hard rules."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from faqbot.answering.calibration import Calibration
from faqbot.answering.features import FEATURES, FeatureExtractor
from faqbot.answering.mentions import foreign_titles, lacking_places, lacking_years, unknown_names
from faqbot.answering.worded import MOSTLY_WORDED
from faqbot.errors import ModelError
from faqbot.types import Caution, Evidence, Query, Verdict, Zone

# A place or a year that the evidence does not name settles it: the documents speak of another one.
_VETO = ("lacks_place", "lacks_year")
# From this cosine on, where every word stands there too, a heading or wording is the very question that was asked.
_SAME_QUESTION = 0.93
# From this share on a question is about nothing that has to do with jobs, whatever words it has in common with one.
_FAR = 0.95


class CalibratedJudge:
    """Turns features into a confidence, and the confidence into one of three zones. Raises ModelError for a calibration
    that names features which are not worked out any more.
    """

    def __init__(self, extractor: FeatureExtractor, calibration: Calibration, caution: Caution) -> None:
        if set(calibration.features) - set(FEATURES):
            raise ModelError("The calibration was made by another version of faqbot. Run: faqbot eval calibrate")
        self._extractor = extractor
        self._calibration = calibration
        caution = caution if calibration.own else "careful"
        self._worded, self._plain = calibration.lines[caution], calibration.plain_lines[caution]

    def judge(self, query: Query, evidence: Sequence[Evidence]) -> tuple[Verdict, dict[str, float]]:
        """The verdict on the first entry of `evidence`, and the features it rests on."""
        if not evidence or not evidence[0].chosen:
            return Verdict(0.0, "nothing"), {}
        features = self._extractor.extract(query, evidence)
        confidence = probability(self._calibration, features)
        if features["covered"] == 1.0 and features["heading"] >= _SAME_QUESTION:
            confidence = max(confidence, round(features["heading"], 4))
        # What another document speaks of is not missing from the documents.
        missing = tuple(one for one in lacking(query, evidence[0]) if not self._extractor.speaks_of(one, query.lang))
        lines = self._worded if features["worded"] >= MOSTLY_WORDED else self._plain
        if any(features[name] for name in _VETO) or features["intent_far"] >= _FAR:
            return Verdict(min(confidence, lines.closest / 2), "nothing", missing), features
        zone: Zone = "answer" if confidence >= lines.answer else "closest" if confidence >= lines.closest else "nothing"
        return Verdict(confidence, zone, missing if zone != "answer" else ()), features


def probability(calibration: Calibration, features: dict[str, float]) -> float:
    """The logistic function of the standardised features' weighted sum, rounded so that batches give the same.

    Each coefficient is that of plain sections and, by the share `worded`, what headings that tell add to it.
    """
    values = np.array([features[name] for name in calibration.features])
    weights = np.array(calibration.coefficients) + features["worded"] * np.array(calibration.worded_coefficients)
    standard = (values - np.array(calibration.mean)) / np.array(calibration.scale)
    total = calibration.intercept + float(standard @ weights)
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 4)


def lacking(query: Query, evidence: Evidence) -> tuple[str, ...]:
    """What the question names and the evidence does not, as the question words it: places, years, titles, names."""
    passage = "\n".join(
        (
            *evidence.section.heading,
            *evidence.section.wordings,
            *(evidence.document.quote(one.start, one.end) for one in evidence.section.sentences),
        )
    )
    found = [
        *lacking_places(query, evidence).values(),
        *sorted(lacking_years(query, evidence)),
        *sorted(unknown_names(query, passage)),
        *(title.upper() if len(title) <= 4 else title for title in sorted(foreign_titles(query, evidence))),
    ]
    return tuple(dict.fromkeys(found))[:3]
