"""Plots as inline SVG: coloured by the style sheet alone, readable without colour, named for a screen reader."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 640
_HEIGHT = 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 16, 12, 44
_ROW = 26
_LABEL = 170
_CELL = 20


@dataclass(frozen=True, slots=True)
class Bar:
    """A share with its interval and how many rows it is of."""

    label: str
    value: float
    low: float
    high: float
    n: int


def curve(points: Sequence[tuple[float, float]], *, title: str, x: str, y: str) -> str:
    """A stepped line through `points`, both axes from 0 to 1."""
    path = ""
    for number, (across, up) in enumerate(points):
        path += f"M{_x(0):.1f} {_y(up):.1f}H{_x(across):.1f}" if not number else f"V{_y(up):.1f}H{_x(across):.1f}"
    return _picture(f'{_axes(x, y)}<path class="line" d="{path}"/>', title, _HEIGHT)


def dots(points: Sequence[tuple[float, float, int]], *, title: str, x: str, y: str) -> str:
    """A dot for each (across, up, n), larger for more rows, beside the diagonal on which both are the same."""
    most = max((n for _, _, n in points), default=1)
    marks = "".join(
        f'<circle class="dot" cx="{_x(across):.1f}" cy="{_y(up):.1f}" r="{3 + 6 * n / most:.1f}"/>' for across, up, n in points
    )
    diagonal = f'<path class="guide" d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}"/>'
    return _picture(_axes(x, y) + diagonal + marks, title, _HEIGHT)


def bars(rows: Sequence[Bar], *, title: str) -> str:
    """A bar from 0 to 1 for each row, with its interval as a line and its value and n in figures."""
    room = WIDTH - _LABEL - 130
    parts: list[str] = []
    for number, bar in enumerate(rows):
        middle = _ROW * number + _ROW / 2
        low, high = (_LABEL + room * end for end in (bar.low, bar.high))
        parts.append(
            f'<text class="label" x="{_LABEL - 8}" y="{middle + 4}" text-anchor="end">{html.escape(bar.label)}</text>'
            f'<rect class="back" x="{_LABEL}" y="{middle - 8}" width="{room}" height="16"/>'
            f'<rect class="bar" x="{_LABEL}" y="{middle - 8}" width="{room * bar.value:.1f}" height="16"/>'
            f'<path class="span" d="M{low:.1f} {middle}H{high:.1f}M{low:.1f} {middle - 4}v8M{high:.1f} {middle - 4}v8"/>'
            f'<text x="{_LABEL + room + 10}" y="{middle + 4}">{bar.value:.2f} (n = {bar.n})</text>'
        )
    return _picture("".join(parts), title, _ROW * max(1, len(rows)))


def grid(rows: Sequence[tuple[str, Sequence[bool]]], *, title: str) -> str:
    """A square for each truth of each row; a false one holds a cross, so that colour is not needed."""
    parts: list[str] = []
    for down, (label, cells) in enumerate(rows):
        top = _CELL * down
        parts.append(f'<text class="label" x="{_LABEL - 8}" y="{top + 14}" text-anchor="end">{html.escape(label)}</text>')
        for across, good in enumerate(cells):
            left = _LABEL + _CELL * across
            parts.append(
                f'<rect class="{"good" if good else "bad"}" x="{left}" y="{top}" width="{_CELL - 3}" height="{_CELL - 3}"/>'
            )
            if not good:
                parts.append(f'<path class="cross" d="M{left + 5} {top + 5}l7 7M{left + 12} {top + 5}l-7 7"/>')
    return _picture("".join(parts), title, _CELL * max(1, len(rows)))


def columns(counts: Sequence[tuple[float, float, int]], *, title: str, x: str) -> str:
    """A column for each (from, to, count), side by side; the axis across names the edges."""
    most = max((count for _, _, count in counts), default=1) or 1
    wide = (WIDTH - _LEFT - _RIGHT) / max(1, len(counts))
    parts: list[str] = []
    for number, (low, _, count) in enumerate(counts):
        tall = (_HEIGHT - _TOP - _BOTTOM - 16) * count / most
        left = _LEFT + wide * number
        base = _HEIGHT - _BOTTOM
        parts.append(f'<rect class="bar" x="{left + 1:.1f}" y="{base - tall:.1f}" width="{wide - 2:.1f}" height="{tall:.1f}"/>')
        if count:
            parts.append(f'<text x="{left + wide / 2:.1f}" y="{base - tall - 4:.1f}" text-anchor="middle">{count}</text>')
        parts.append(f'<text x="{left:.1f}" y="{base + 16}" text-anchor="middle">{low:.0f}</text>')
    if counts:
        parts.append(f'<text x="{WIDTH - _RIGHT}" y="{_HEIGHT - _BOTTOM + 16}" text-anchor="middle">{counts[-1][1]:.0f}</text>')
    parts.append(f'<text x="{(WIDTH + _LEFT) / 2}" y="{_HEIGHT - 6}" text-anchor="middle">{html.escape(x)}</text>')
    return _picture("".join(parts), title, _HEIGHT)


def _axes(x: str, y: str) -> str:
    lines, words = "", ""
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        lines += f"M{_x(0)} {_y(tick):.1f}H{_x(1)}M{_x(tick):.1f} {_y(0)}v5"
        words += f'<text x="{_LEFT - 8}" y="{_y(tick) + 4:.1f}" text-anchor="end">{tick:.2f}</text>'
        words += f'<text x="{_x(tick):.1f}" y="{_y(0) + 18}" text-anchor="middle">{tick:.2f}</text>'
    names = (
        f'<text x="{(_x(0) + _x(1)) / 2}" y="{_HEIGHT - 6}" text-anchor="middle">{html.escape(x)}</text>'
        f'<text transform="translate(13 {(_y(0) + _y(1)) / 2}) rotate(-90)" text-anchor="middle">{html.escape(y)}</text>'
    )
    return f'<path class="axis" d="{lines}"/>{words}{names}'


def _x(share: float) -> float:
    return _LEFT + (WIDTH - _LEFT - _RIGHT) * share


def _y(share: float) -> float:
    return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - share)


def _picture(inside: str, title: str, height: float) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{html.escape(title)}" '
        f'xmlns="http://www.w3.org/2000/svg">{inside}</svg>'
    )
