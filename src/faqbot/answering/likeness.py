"""How like the question a section's heading and wordings are: the measure by which entries without an answer compete."""

from __future__ import annotations

from faqbot.types import Evidence

# What a theme in common adds to the cosine of the heading.
_THEME = 0.25


def likeness(entry: Evidence) -> float:
    """The cosine of the nearest heading or wording, and a share for a theme in common."""
    return entry.features["heading"] + _THEME * entry.features["theme"]
