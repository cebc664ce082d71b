"""Plots of measured points as plain SVG: double-logarithmic, one line a series, a grey line for “linear”."""

from collections.abc import Mapping, Sequence
from html import escape
from math import log10
from pathlib import Path

WIDTH, HEIGHT = 720, 440
LEFT, RIGHT, TOP, BOTTOM = 80, 210, 50, 60
COLOURS = ("#0b5394", "#b45f06", "#38761d", "#741b47", "#666666", "#990000", "#134f5c")

Points = Sequence[tuple[float, float]]


def loglog(path: Path, title: str, x_name: str, y_name: str, series: Mapping[str, Points]) -> None:
    """Draw the series on logarithmic axes; a line of slope one means that twice as much takes twice as long."""
    points = [point for line in series.values() for point in line if point[0] > 0 and point[1] > 0]
    (x0, x1), (y0, y1) = ((_floor(min(v)), _ceil(max(v))) for v in zip(*points, strict=True))

    def at(x: float, y: float) -> tuple[float, float]:
        across = (log10(x) - x0) / max(x1 - x0, 1e-9)
        up = (log10(y) - y0) / max(y1 - y0, 1e-9)
        return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)

    drawn = [_head(title), _axis_names(x_name, y_name)]
    for power in range(x0, x1 + 1):
        x, _ = at(10.0**power, 10.0**y0)
        drawn.append(_line(x, TOP, x, HEIGHT - BOTTOM, "#e3e3e3"))
        drawn.append(_text(x, HEIGHT - BOTTOM + 18, _power(power), "middle"))
    for power in range(y0, y1 + 1):
        _, y = at(10.0**x0, 10.0**power)
        drawn.append(_line(LEFT, y, WIDTH - RIGHT, y, "#e3e3e3"))
        drawn.append(_text(LEFT - 8, y + 4, _power(power), "end"))
    drawn += _lines({name: [at(*point) for point in line] for name, line in series.items()})
    _save(path, drawn)


def curve(
    path: Path, title: str, x_name: str, y_name: str, series: Mapping[str, Points], labels: Sequence[str]
) -> None:
    """Draw the series on plain axes, each point with its label."""
    points = [point for line in series.values() for point in line]
    (x0, x1), (y0, y1) = ((min(v), max(v)) for v in zip(*points, strict=True))
    x0, x1, y0, y1 = x0 - (x1 - x0) * 0.05, x1 + (x1 - x0) * 0.05, y0 - (y1 - y0) * 0.1, y1 + (y1 - y0) * 0.1

    def at(x: float, y: float) -> tuple[float, float]:
        across, up = (x - x0) / max(x1 - x0, 1e-9), (y - y0) / max(y1 - y0, 1e-9)
        return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)

    drawn = [_head(title), _axis_names(x_name, y_name)]
    for step in range(6):
        x_value, y_value = x0 + (x1 - x0) * step / 5, y0 + (y1 - y0) * step / 5
        (x, _), (_, y) = at(x_value, y0), at(x0, y_value)
        drawn += [_line(x, TOP, x, HEIGHT - BOTTOM, "#e3e3e3"), _line(LEFT, y, WIDTH - RIGHT, y, "#e3e3e3")]
        drawn.append(_text(x, HEIGHT - BOTTOM + 18, f"{x_value:.3g}", "middle"))
        drawn.append(_text(LEFT - 8, y + 4, f"{y_value:.3g}", "end"))
    placed = {name: [at(*point) for point in line] for name, line in series.items()}
    drawn += _lines(placed)
    for line in placed.values():
        drawn += [
            _text(x + 6, y - 6, label, "start", 10) for (x, y), label in zip(line, labels, strict=False)
        ]
    _save(path, drawn)


def _lines(series: Mapping[str, Points]) -> list[str]:
    drawn = []
    for number, (name, line) in enumerate(series.items()):
        colour = COLOURS[number % len(COLOURS)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in line)
        drawn.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        drawn += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in line]
        y = TOP + 8 + number * 20
        drawn.append(_line(WIDTH - RIGHT + 14, y - 4, WIDTH - RIGHT + 34, y - 4, colour, 3))
        drawn.append(_text(WIDTH - RIGHT + 40, y, name, "start", 12))
    return drawn


def _head(title: str) -> str:
    return _text(LEFT, 26, title, "start", 16)


def _axis_names(x_name: str, y_name: str) -> str:
    middle = LEFT + (WIDTH - LEFT - RIGHT) / 2
    return _text(middle, HEIGHT - 16, x_name, "middle", 13) + _text(LEFT - 60, TOP - 8, y_name, "start", 13)


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
        f'stroke-width="{width}"/>'
    )


def _text(x: float, y: float, text: str, anchor: str, size: int = 12) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="#222">{escape(text)}</text>'


def _save(path: Path, drawn: Sequence[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    body = "\n".join(drawn)
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="sans-serif" role="img">\n<rect width="100%" height="100%" fill="#fff"/>\n{body}\n</svg>\n',
        encoding="utf-8",
    )


def _power(power: int) -> str:
    value = 10.0**power
    return f"{value:,.0f}" if power >= 0 else f"{value:g}"


def _floor(value: float) -> int:
    return int(log10(value) // 1)


def _ceil(value: float) -> int:
    return int(-(-log10(value) // 1))
