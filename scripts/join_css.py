"""Joins the readable stylesheets into the one file that pages link, `static/css/vastra.css`.

    python scripts/join_css.py

Run it after every change to a stylesheet; a test fails while the joined file is stale.
"""

import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "static" / "css"
PARTS = (
    "fonts", "tokens", "base", "frame", "components",
    "home", "listing", "product", "bag", "order",
)  # fmt: skip
TARGET = FOLDER / "vastra.css"
PAIR = re.compile(r"(--[\w-]+):\s*light-dark\((#\w+|\w+\([^)]*\)),\s*(#\w+|\w+\([^)]*\))\);")


def join() -> str:
    sources = {part: (FOLDER / f"{part}.css").read_text(encoding="utf-8") for part in PARTS}
    sources["tokens"] += without_light_dark(sources["tokens"])
    return "/* Joined by scripts/join_css.py from its neighbours: edit those. */\n" + "".join(
        squeeze(source) for source in sources.values()
    )


def without_light_dark(tokens: str) -> str:
    """The same colour pairs for browsers that cannot choose between two by themselves."""
    pairs = PAIR.findall(tokens)
    light = "".join(f"{name}:{day};" for name, day, _ in pairs)
    dark = "".join(f"{name}:{night};" for name, day, night in pairs if night != day)
    return (
        "@layer tokens{@supports not (color:light-dark(#000,#fff)){"
        f":root{{{light}}}[data-theme=dark]{{{dark}}}"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}}}}}"
    )


def squeeze(css: str) -> str:
    """Comments and indentation out; nothing that needs a parser."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r"\s*([{};,])\s*|(?<=[\w-]):\s+", lambda m: m[1] or ":", css).strip() + "\n"


if __name__ == "__main__":
    TARGET.write_text(join(), encoding="utf-8")
