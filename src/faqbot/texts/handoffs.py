"""A hand-off in words: what a person gets of it, what the visitor reads before saying yes, when people are there."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

from faqbot.delivery.handoff import Channel, Handoff, Opening
from faqbot.texts import LANGUAGES, en


def strings(lang: str) -> Mapping[str, str]:
    """The strings of a hand-off in `lang`."""
    return LANGUAGES.get(lang, en).HANDOFF


def compose(handoff: Handoff, role: str | None) -> Handoff:
    """The hand-off with its subject and text; `role` is the name of the role as people say it."""
    words = strings(handoff.lang)
    parts = [words["intro"]]
    if handoff.reply_to:
        parts.append(words["reply_to"].format(reply_to=handoff.reply_to))
    if role:
        parts.append(words["about"].format(role=role))
    if handoff.message:
        parts.append(f"{words['message']}\n{handoff.message}")
    if handoff.exchanges:
        parts.append(words["transcript"])
    for exchange in handoff.exchanges:
        said = [words["question"].format(text=exchange.question)]
        if exchange.answer:
            said.append(words["answer"].format(text=exchange.answer))
        parts.append("\n".join(said))
    subject = words["subject_role"].format(role=" ".join(role.split())) if role else words["subject"]
    return replace(handoff, subject=subject, text="\n\n".join(parts) + "\n")


def notice(lang: str, channel: Channel, to: str, *, sent: bool = False) -> str:
    """What happens to the text, or what has happened to it."""
    words = strings(lang)
    return words[f"{'sent' if sent else 'notice'}_{channel}"].format(to=to)


def promise(lang: str, days: int | None) -> str:
    """Within how many working days a person answers; empty where nobody promised."""
    words = strings(lang)
    if days is None:
        return ""
    return words["promise_one"] if days == 1 else words["promise"].format(count=days)


def hours(lang: str, openings: Sequence[Opening], zone: str, *, open_now: bool) -> str:
    """When people are there, and whether they are now; empty where it is not known."""
    if not openings:
        return ""
    words = strings(lang)
    place = zone.rpartition("/")[2].replace("_", " ")
    shown = place if place == "UTC" else words["zone"].format(place=place)
    times = words["and"].join(_opening(words, each) for each in openings)
    return f"{words['hours'].format(openings=times, zone=shown)} {words['open' if open_now else 'closed']}"


def _opening(words: Mapping[str, str], opening: Opening) -> str:
    names = words["weekdays"].split()
    first, last = names[opening.days[0]], names[opening.days[-1]]
    days = words["days" if len(opening.days) > 1 else "day"].format(first=first, last=last)
    return words["opening"].format(days=days, start=_clock(words, opening.start), end=_clock(words, opening.end))


def _clock(words: Mapping[str, str], time: datetime.time) -> str:
    form = words["clock" if time.minute else "clock_full"]
    return form.format(hour=time.hour, minute=f"{time.minute:02}")
