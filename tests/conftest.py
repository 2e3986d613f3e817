"""What every test may ask for."""

import os
import shutil

import pytest


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium or Chrome: CHROMIUM, else the first one on the PATH."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip("no Chromium on this machine: install it, or set CHROMIUM to its path")
    return found
