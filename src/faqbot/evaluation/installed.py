"""Whether what computes the measures is installed: an extra of its own, because answering needs none of it."""

from __future__ import annotations

import importlib

from faqbot.errors import EvaluationError

_PACKAGES = ("ir_measures", "scipy", "statsmodels")


def need_measures() -> None:
    """Raises EvaluationError with the install line where a package is missing; ask before anything else is done."""
    try:
        for name in _PACKAGES:
            importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise EvaluationError(
            f"Measuring needs {error.name}, which this environment lacks. Run: pip install 'faqbot[eval]' (in a clone: make setup-test)"
        ) from None
