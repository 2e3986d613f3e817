"""Rendering: the wardrobe's drawings become AVIF masters, and a manifest of what they show."""

import asyncio
import hashlib
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from demo.garments import LOOKS, VIEWS, draw_look

PICTURES = Path(__file__).resolve().parent.parent / "pictures"
SIZE = (960, 1200)
QUALITY = 62
PAGES = 3  # one paints while another is encoded


def drawings() -> Iterator[tuple[str, str]]:
    """The name of every master with the SVG it shows."""
    for look in LOOKS:
        for view in VIEWS[look.style]:
            yield f"{look.key}-{view}", draw_look(look, view)


def manifest() -> dict[str, str]:
    """Master name → SHA-256 of the SVG the code draws now."""
    return {name: _digest(svg) for name, svg in drawings()}


def render(to: Path = PICTURES, *, only: str = "") -> list[str]:
    """Paint what has changed since the last run into `to`; return the names painted.

    `only` narrows the work to masters whose name starts with it and paints them regardless.
    """
    to.mkdir(parents=True, exist_ok=True)
    record = to / "manifest.json"
    known = json.loads(record.read_text()) if record.exists() else {}
    wanted = dict(drawings())
    stale = {name: svg for name, svg in wanted.items() if _is_stale(to, known, name, svg, only)}
    if stale:
        asyncio.run(_paint_all(stale, to))
    fresh = known | {name: _digest(svg) for name, svg in stale.items()}
    kept = {name: fresh[name] for name in sorted(fresh) if name in wanted}
    record.write_text(json.dumps(kept, indent=1) + "\n")
    for path in to.glob("*.avif"):
        if path.stem not in wanted:
            path.unlink()
    return list(stale)


def _is_stale(to: Path, known: dict[str, str], name: str, svg: str, only: str) -> bool:
    if only:
        return name.startswith(only)
    return known.get(name) != _digest(svg) or not (to / f"{name}.avif").exists()


def _digest(svg: str) -> str:
    return hashlib.sha256(svg.encode()).hexdigest()


async def _paint_all(svgs: dict[str, str], to: Path) -> None:
    """One headless Chromium, a few pages, each taking the next drawing from the queue."""
    from playwright.async_api import async_playwright  # only the makers of pictures need it

    queue = list(svgs.items())[::-1]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        await asyncio.gather(*(_paint(browser, queue, to) for _ in range(PAGES)))
        await browser.close()


async def _paint(browser: Any, queue: list[tuple[str, str]], to: Path) -> None:
    page = await browser.new_page(
        viewport={"width": 800, "height": 1000}, device_scale_factor=SIZE[0] / 800
    )
    while queue:
        name, svg = queue.pop()
        await page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{svg}")
        png = await page.screenshot(omit_background=True)
        await asyncio.to_thread(_save, png, to / f"{name}.avif")


def _save(png: bytes, path: Path) -> None:
    image = Image.open(io.BytesIO(png)).convert("RGBA")
    image.save(path, quality=QUALITY, speed=6)
