"""The fit of the classifier of intents: a softmax over the bank's wordings, for one embedding model."""

from __future__ import annotations

import numpy as np

from faqbot.answering.intents import BUCKETS, VECTOR_WEIGHT, IntentModel, grams, weighed
from faqbot.language.intents import Bank
from faqbot.protocols import Embedder, Matrix

# Inverse strength of the L2 penalty, and how many steps of L-BFGS at most: more changed no figure.
_C, _STEPS = 3.0, 120
_AT_ONCE = 256


def fit_intents(bank: Bank, embedder: Embedder) -> IntentModel:
    """A multinomial logistic regression (L2) of the wording's intent on its vector and its rows of letters."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    vectors = np.concatenate(
        [embedder.embed(bank.wordings[begin : begin + _AT_ONCE]) for begin in range(0, len(bank.wordings), _AT_ONCE)]
    )
    idf = _idf(bank)
    rows = [weighed(text, idf) for text in bank.wordings]
    ends = np.cumsum([0, *(len(buckets) for buckets, _ in rows)])
    letters = csr_matrix(
        (np.concatenate([weights for _, weights in rows]), np.concatenate([buckets for buckets, _ in rows]), ends),
        shape=(len(rows), BUCKETS),
    )
    matrix = hstack([csr_matrix(VECTOR_WEIGHT * vectors), letters]).tocsr()
    fitted = LogisticRegression(C=_C, max_iter=_STEPS).fit(matrix, np.array(bank.intents))
    coefficients = np.asarray(fitted.coef_.T, dtype=np.float32)
    split = embedder.dimension
    return IntentModel(
        bank.names, coefficients[:split], coefficients[split:], np.asarray(fitted.intercept_, dtype=np.float32), idf
    )


def _idf(bank: Bank) -> Matrix:
    """1 + log((1 + n) / (1 + wordings that hold a bucket)), as Salton and Buckley (1988) smooth it."""
    held = np.zeros(BUCKETS)
    for text in bank.wordings:
        held[list(grams(text))] += 1
    return np.asarray(1 + np.log((1 + len(bank.wordings)) / (1 + held)), dtype=np.float32)
