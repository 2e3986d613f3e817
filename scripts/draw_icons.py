"""Draws the shop's icons and its link preview from `static/img/icon.svg` and our font.

    python scripts/draw_icons.py

Needs a Chromium (CHROMIUM, or one on the PATH) and the development packages. Run it only when the
mark changes; its output in `static/img/` is committed.
"""

import base64
import os
import shutil
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

STATIC = Path(__file__).resolve().parent.parent / "static"
IMAGES = STATIC / "img"
MARK = (IMAGES / "icon.svg").read_text()
FULL_BLEED = MARK.replace('rx="6"', "")  # phones cut the corners themselves
ICONS = {"icon-192.png": 192, "icon-512.png": 512, "apple-touch-icon.png": 180}
COLOURS = 32  # two flat colours and the steps between them

PREVIEW = """
<style>
@font-face{{font-family:Anek;src:url(data:font/woff2;base64,{font})}}
body{{margin:0;width:1200px;height:630px;display:grid;place-content:center;justify-items:center;
background:#1E2F7A;color:#fff;font:600 190px/1 Anek}}
hr{{width:620px;height:7px;border:0;margin:0 0 44px;background:
repeating-linear-gradient(90deg,#fff 0 22px,#0000 22px 36px) 0 0/100% 4px no-repeat,
linear-gradient(#F2B632 0 0) 0 100%/100% 2px no-repeat}}
p{{margin:0;font-size:46px;letter-spacing:.01em}}
</style><div>Vastra</div><hr><p>Clothes from Indian looms and printers</p>
"""


def draw() -> None:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_page()
        for name, side in ICONS.items():
            _picture(page, FULL_BLEED, side, side).quantize(COLOURS).save(
                IMAGES / name, optimize=True
            )
        small = [_picture(page, MARK, side, side, transparent=True) for side in (16, 32, 48)]
        small[-1].save(
            IMAGES / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)], append_images=small[:-1]
        )
        font = base64.b64encode((STATIC / "fonts" / "anek-display.woff2").read_bytes()).decode()
        preview = _picture(page, PREVIEW.format(font=font), 1200, 630).convert("RGB")
        preview.save(IMAGES / "preview.jpg", quality=80, optimize=True, progressive=True)
        browser.close()


def _picture(
    page: Page, markup: str, width: int, height: int, *, transparent: bool = False
) -> Image.Image:
    page.set_viewport_size({"width": width, "height": height})
    page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{markup}")
    page.evaluate("document.fonts.ready")
    return Image.open(BytesIO(page.screenshot(omit_background=transparent)))


if __name__ == "__main__":
    draw()
