"""Whether one program is well, asked from inside its container every few seconds.

`python -I config/probe.py page URL HOST`, or `written FILE SECONDS`. A script of the standard
library, so that asking costs next to nothing. Ends with 1 and a line of words on a fault.
"""

import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path


def page(url: str, hosts: str) -> str:
    """What is wrong with this page of the shop; empty when it answers 200."""
    # As the proxy asks: by the shop's name, and over TLS.
    headers = {"Host": hosts.replace(",", " ").split()[0], "X-Forwarded-Proto": "https"}
    try:
        asked = urllib.request.Request(url, headers=headers)  # noqa: S310  our own compose file says it
        urllib.request.urlopen(asked, timeout=5)  # noqa: S310  # nosec B310
    except urllib.error.HTTPError as error:
        return f"{url} answers {error.code}: {error.read(200).decode(errors='replace')}"
    except OSError as error:
        return f"{url} does not answer: {error}"
    return ""


def written(name: str, seconds: str) -> str:
    """What is wrong with a file that a program in good health writes again and again."""
    path = Path(name)
    moments = [file.stat().st_mtime for file in path.parent.glob(f"{path.name}*")]
    if time.time() - max(moments, default=0) < int(seconds):
        return ""
    return f"{name} was not written for {seconds} s"


QUESTIONS: dict[str, Callable[..., str]] = {"page": page, "written": written}


def main(question: str, *words: str) -> int:
    fault = QUESTIONS[question](*words)
    if fault:
        sys.stderr.write(f"{fault}\n")
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
