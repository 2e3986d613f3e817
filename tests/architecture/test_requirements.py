"""The table of requirements names tests that exist, and no requirement is left without a word."""

import re

from tests.architecture.source import ROOT

TABLE = (ROOT / "orders" / "REQUIREMENTS.md").read_text(encoding="utf-8")
OF_PEOPLE = (ROOT / "accounts" / "REQUIREMENTS.md").read_text(encoding="utf-8")


def test_every_test_the_table_names_exists():
    written = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("tests/**/test_*.py"))
    made = set(re.findall(r"^def (test_\w+)", written, flags=re.MULTILINE))
    named = set(re.findall(r"`(test_\w+)`", TABLE + OF_PEOPLE))
    assert named - made == set()


def test_every_requirement_of_money_has_its_line():
    wanted = [f"PAY-{n}" for n in range(1, 14)] + [f"CEL-{n}" for n in range(1, 9)]
    wanted += [f"INV-{n}" for n in range(5, 15)]
    assert re.findall(r"^\| ((?:PAY|CEL|INV)-\d+) \|", TABLE, flags=re.MULTILINE) == wanted


def test_every_requirement_of_signing_in_has_its_line():
    wanted = [f"AUTH-{n}" for n in range(1, 15)]
    assert re.findall(r"^\| (AUTH-\d+) \|", OF_PEOPLE, flags=re.MULTILINE) == wanted
