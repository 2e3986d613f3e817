"""The tables of requirements name tests that exist, and no requirement is left without a word."""

import re
from collections.abc import Iterable

import pytest

from tests.architecture.source import ROOT

TABLES = {
    path.parent.name: path.read_text(encoding="utf-8") for path in ROOT.glob("*/REQUIREMENTS.md")
}


@pytest.mark.parametrize("app", TABLES)
def test_every_test_the_table_names_exists(app: str):
    written = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("tests/**/test_*.py"))
    made = set(re.findall(r"^(?:async )?def (test_\w+)", written, flags=re.MULTILINE))
    named = set(re.findall(r"`(test_\w+)`", TABLES[app]))
    assert named - made == set()


def test_every_requirement_of_money_has_its_line():
    wanted = [f"PAY-{n}" for n in range(1, 14)] + [f"CEL-{n}" for n in range(1, 9)]
    wanted += [f"INV-{n}" for n in range(5, 15)]
    assert ids_of("orders", ("PAY", "CEL", "INV")) == wanted


def test_every_requirement_of_signing_in_has_its_line():
    assert ids_of("accounts", ("AUTH",)) == [f"AUTH-{n}" for n in range(1, 15)]


def test_every_requirement_of_security_has_its_line():
    assert ids_of("config", ("SEC",)) == [f"SEC-{n}" for n in range(1, 22)]


def ids_of(app: str, kinds: Iterable[str]) -> list[str]:
    return re.findall(rf"^\| ((?:{'|'.join(kinds)})-\d+) \|", TABLES[app], flags=re.MULTILINE)
