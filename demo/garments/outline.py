"""Outlines: smooth paths through a few points, their mirror images, and tapered folds."""

import math
from collections.abc import Sequence

WIDTH, HEIGHT = 800, 1000

# (x, y) is a smooth point; (x, y, 0) is a sharp corner.
Point = tuple[float, ...]
Points = Sequence[Point]


def mirror(points: Points) -> list[Point]:
    """The same points on the other side of the centre line, in the same drawing direction."""
    return [(WIDTH - p[0], *p[1:]) for p in points]


def whole(half: Points) -> list[Point]:
    """A left half, drawn from top to bottom, closed into a symmetric outline."""
    right = mirror(half)[::-1]
    return [*half, *(p for p in right if abs(p[0] - WIDTH / 2) > 1)]


def across(half: Points) -> list[Point]:
    """A left half, drawn from the side to the centre, continued to the other side."""
    return [*half, *mirror(half)[-2::-1]]


def sway(points: Points, amount: float, seed: int) -> list[Point]:
    """Nudge an outline with slow waves, so that no garment is mirror-perfect."""
    return [
        (
            p[0] + amount * math.sin(p[1] / 97 + p[0] / 151 + seed),
            p[1] + amount * 0.7 * math.sin(p[0] / 83 + p[1] / 210 + seed * 1.7),
            *p[2:],
        )
        for p in points
    ]


def path(points: Points, *, closed: bool = False, tension: float = 0.17) -> str:
    """A cubic path through every point, round at smooth points and sharp at corners."""
    count = len(points)
    parts = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for i in range(count if closed else count - 1):
        here, there = points[i], points[(i + 1) % count]
        before = points[i - 1] if closed or i else here
        after = points[(i + 2) % count] if closed or i + 2 < count else there
        out = _handle(before, here, there, tension)
        into = _handle(after, there, here, tension)
        parts.append(f"C{out} {into} {there[0]:.1f} {there[1]:.1f}")
    return "".join(parts) + ("Z" if closed else "")


def _handle(before: Point, here: Point, there: Point, tension: float) -> str:
    """The control point that leaves `here` towards `there`."""
    if len(here) == 3:
        before = here
    x = here[0] + (there[0] - before[0]) * tension
    y = here[1] + (there[1] - before[1]) * tension
    return f"{x:.1f} {y:.1f}"


def closed(points: Points) -> str:
    return path(points, closed=True)


def bounds(points: Points, margin: float = 0) -> tuple[float, float, float, float]:
    """x, y, width and height of the box around the points."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    left, top = min(xs) - margin, min(ys) - margin
    return left, top, max(xs) + margin - left, max(ys) + margin - top


def along(points: Points, steps: int = 14) -> list[tuple[float, float]]:
    """Evenly spaced samples of the Catmull-Rom curve through the points."""
    samples = []
    last = len(points) - 1
    for step in range(steps + 1):
        at = step / steps * last
        i = min(int(at), last - 1)
        ends = [points[max(0, i - 1)], points[i], points[i + 1], points[min(last, i + 2)]]
        samples.append(
            (_catmull([p[0] for p in ends], at - i), _catmull([p[1] for p in ends], at - i))
        )
    return samples


def _catmull(p: Sequence[float], t: float) -> float:
    return 0.5 * (
        2 * p[1]
        + (p[2] - p[0]) * t
        + (2 * p[0] - 5 * p[1] + 4 * p[2] - p[3]) * t * t
        + (3 * p[1] - p[0] - 3 * p[2] + p[3]) * t**3
    )


def lens(spine: Points, width: float, *, tail: float = 0.5) -> str:
    """A fold: a band along the spine, widest at `tail` of its length, pointed at both ends."""
    samples = along(spine)
    left, right = [], []
    power = math.log(0.5) / math.log(tail)
    for i, (x, y) in enumerate(samples):
        (x0, y0), (x1, y1) = samples[max(0, i - 1)], samples[min(len(samples) - 1, i + 1)]
        length = math.hypot(x1 - x0, y1 - y0) or 1
        half = (
            width / 2 * math.sin(math.pi * (i / (len(samples) - 1)) ** power) ** 0.8
            if 0 < i < 14
            else 0
        )
        left.append((x - (y1 - y0) / length * half, y + (x1 - x0) / length * half))
        right.append((x + (y1 - y0) / length * half, y - (x1 - x0) / length * half))
    return closed([*left, *right[-2:0:-1]])
