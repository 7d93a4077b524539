"""A diary as a picture: twitching by day, with coffee, sleep, stress and exercise under it. Own SVG."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from whytwitch.core.diary import DiaryDay

__all__ = ["MOST_DAYS", "diary_svg", "diary_text"]

#: The picture shows the last days only; the table and the export hold all.
MOST_DAYS = 62
_WIDTH, _LEFT, _RIGHT = 720.0, 124.0, 10.0
_TALL, _LOW, _GAP, _TOP = 110.0, 34.0, 14.0, 10.0
_ROWS: tuple[tuple[str, str, float], ...] = (
    ("coffee_cups", "Coffee, 0–{most:g} cups", 4.0),
    ("sleep_hours", "Sleep, 0–{most:g} hours", 8.0),
    ("stress", "Stress, 0–{most:g}", 10.0),
    ("exercise_minutes", "Exercise, 0–{most:g} min", 60.0),
)


def diary_svg(days: Sequence[DiaryDay]) -> str:
    """One SVG picture of at most :data:`MOST_DAYS` days; a day without a note stays empty.

    Colours come from the style classes ``day-strength``, ``day-other`` and ``axis`` of the page; ``title``
    and ``desc`` say the same to a screen reader.
    """
    shown = list(days)
    if not shown:
        return ""
    last = shown[-1].day
    first = max(shown[0].day, last - timedelta(days=MOST_DAYS - 1))
    shown = [d for d in shown if d.day >= first]
    n = max((last - first).days + 1, 7)
    step = (_WIDTH - _LEFT - _RIGHT) / n
    rows = [r for r in _ROWS if any(getattr(d, r[0]) is not None for d in shown)]
    height = _TOP + _TALL + len(rows) * (_LOW + _GAP) + 26
    parts = [
        f'<svg class="diary-chart" viewBox="0 0 {_WIDTH:g} {height:g}" role="img" '
        f'aria-labelledby="diary-t diary-d"><title id="diary-t">Twitching by day</title>'
        f'<desc id="diary-d">{escape(_description(shown))}</desc>'
    ]
    parts += _row("strength", "Twitching, 0–10", 10.0, shown, first, step, _TOP, _TALL)
    y = _TOP + _TALL + _GAP
    for name, label, scale in rows:
        most = max([scale, *(getattr(d, name) or 0.0 for d in shown)])
        parts += _row(name, label.format(most=most), most, shown, first, step, y, _LOW)
        y += _LOW + _GAP
    parts += _dates(first, n, step, y + 8)
    parts.append("</svg>")
    return "".join(parts)


def _row(
    name: str,
    label: str,
    most: float,
    shown: Sequence[DiaryDay],
    first: date,
    step: float,
    top: float,
    height: float,
) -> list[str]:
    base = top + height
    css = "day-strength" if name == "strength" else "day-other"
    parts = [
        f'<text class="name" x="{_LEFT - 8:g}" y="{base - height / 2 + 4:g}" text-anchor="end">'
        f"{escape(label)}</text>",
        f'<line class="axis" x1="{_LEFT:g}" x2="{_WIDTH - _RIGHT:g}" y1="{base:g}" y2="{base:g}"/>',
    ]
    for d in shown:
        value = getattr(d, name)
        if value is None:
            continue
        x = _LEFT + (d.day - first).days * step + step * 0.14
        tall = max(value / most * (height - 4), 1.5)
        width = min(step * 0.72, 34.0)
        parts.append(
            f'<rect class="{css}" x="{x:.1f}" y="{base - tall:.1f}" width="{width:.1f}" height="{tall:.1f}">'
            f"<title>{d.day.isoformat()}: {escape(label.partition(',')[0])} {value:g}</title></rect>"
        )
    return parts


def _dates(first: date, n: int, step: float, y: float) -> list[str]:
    every = max(1, round(n / 8))
    return [
        f'<text class="date" x="{_LEFT + (i + 0.5) * step:.1f}" y="{y:g}" text-anchor="middle">'
        f"{(first + timedelta(days=i)).strftime('%d %b').lstrip('0')}</text>"
        for i in range(0, n, every)
    ]


def _description(shown: Sequence[DiaryDay]) -> str:
    noted = [d for d in shown if d.strength is not None]
    if not noted:
        return f"{len(shown)} days, no strength noted."
    worst = max(noted, key=lambda d: d.strength or 0.0)
    return (
        f"{len(noted)} days noted from {noted[0].day} to {noted[-1].day}; strongest on {worst.day}: "
        f"{worst.strength:g} of 10."
    )


def diary_text(days: Sequence[DiaryDay], most: int = 31) -> str:
    """The same for a terminal: one line a day, newest last."""
    if not days:
        return "No entries yet."
    lines = [f"{'day':<11}{'twitching':<13}{'coffee':>7}{'sleep':>7}{'stress':>8}{'exercise':>10}"]
    for d in days[-most:]:
        bar = "·" * 10 if d.strength is None else "█" * round(d.strength) + "·" * (10 - round(d.strength))
        cells = (d.coffee_cups, d.sleep_hours, d.stress, d.exercise_minutes)
        widths = (7, 7, 8, 10)
        rest = "".join(f"{'' if c is None else f'{c:g}':>{w}}" for c, w in zip(cells, widths, strict=True))
        lines.append(f"{d.day.isoformat():<11}{bar:<13}{rest}".rstrip())
    return "\n".join(lines)
