"""Promises of config/backups.py: what went in comes out, row for row, on each engine."""

import json
import tarfile
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from config import backups
from orders import fulfilment
from orders.invariants import find_breaches
from orders.models import Order
from tests.factories import jpeg, make_customer, make_staff, make_variant
from tests.factories.orders import cash_order

pytestmark = [
    pytest.mark.engines("sqlite", "postgres", "mongodb"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(autouse=True)
def folders(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"
    settings.VAR_DIR = tmp_path
    (tmp_path / "media" / "p").mkdir(parents=True)
    (tmp_path / "media" / "p" / "one.jpg").write_bytes(jpeg().read())
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "photo.jpg").write_bytes(b"a photo of a return")


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """Of a shop where something was sold, sent and delivered, and staff have their rights."""
    user = make_customer(full_name="Zoë O’Neill, “the ₹ one”")
    staff = make_staff()
    staff.groups.add(Group.objects.first() or Group.objects.create(name="Warehouse"))
    order = cash_order(make_variant(), user=user)
    fulfilment.pack_order(order, by="Store")
    fulfilment.ship_order(order, by="Store", carrier="Blue Dart", tracking_number="BD1")
    fulfilment.deliver_order(order, by="Store")
    cash_order(make_variant())
    return backups.write_backup(tmp_path / "backups")


def rows_in(file: Path) -> dict[str, str]:
    with tarfile.open(file) as archive:
        names = [name for name in archive.getnames() if name.startswith("rows/")]
        return {name: archive.extractfile(name).read().decode() for name in names}  # type: ignore[union-attr]


def lose_everything(tmp_path: Path) -> None:
    call_command("flush", verbosity=0, interactive=False)
    for file in ("media/p/one.jpg", "private/photo.jpg"):
        (tmp_path / file).unlink()


def test_everything_comes_back_as_it_was(backup: Path, tmp_path: Path):
    """F27: all rows to the letter, the files, books that add up."""
    before, counted = rows_in(backup), backups.count_rows()
    lose_everything(tmp_path)
    assert Order.objects.count() == 0
    out = StringIO()
    call_command("restore", str(backup), stdout=out)
    assert "are back" in out.getvalue()
    assert backups.count_rows() == counted
    again = backups.write_backup(tmp_path / "again")
    assert rows_in(again) == before
    assert (tmp_path / "private" / "photo.jpg").read_bytes() == b"a photo of a return"
    assert (tmp_path / "media" / "p" / "one.jpg").is_file()
    assert [found for found in find_breaches().values() if found] == []


def test_the_restored_shop_goes_on(backup: Path, tmp_path: Path):
    """Numbers the database gives out do not collide with those that came back."""
    lose_everything(tmp_path)
    call_command("restore", str(backup), verbosity=0, stdout=StringIO())
    assert Group.objects.create(name="A new one").pk is not None
    cash_order(make_variant())
    assert Order.objects.count() == 3


def test_a_backup_is_its_owners_alone_and_has_no_sessions(backup: Path):
    assert backup.stat().st_mode & 0o077 == 0
    assert "rows/sessions.Session" not in rows_in(backup)
    manifest = backups.read_manifest(backup)
    assert (manifest.engine, manifest.rows["orders.Order"]) == (connection.vendor, 2)


def test_nothing_is_restored_over_a_shop_that_is_there(backup: Path):
    before = backups.count_rows()
    with pytest.raises(CommandError, match="The database is not empty"):
        call_command("restore", str(backup))
    assert backups.count_rows() == before


def test_a_backup_of_other_tables_is_refused_before_anything_changes(backup: Path, tmp_path: Path):
    other = tmp_path / "other.tar.gz"
    manifest = {**vars(backups.read_manifest(backup)), "migrations": ["orders.9999_later"]}
    with tarfile.open(other, "w:gz") as archive:
        backups._add_text(archive, "manifest.json", json.dumps(manifest))
    with pytest.raises(CommandError, match="whose tables differ"):
        call_command("restore", str(other))


@pytest.mark.parametrize("words", [b"", b"no archive at all"])
def test_what_is_no_backup_is_said_to_be_none(tmp_path: Path, words: bytes):
    file = tmp_path / "x.tar.gz"
    file.write_bytes(words)
    with pytest.raises(CommandError, match="is no backup of this shop"):
        call_command("restore", str(file))


def test_only_the_newest_are_kept(tmp_path: Path):
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in range(1, 5):
        (folder / f"vastra-2026110{day}-030000.tar.gz").touch()
    call_command("backup", to=folder, keep=2, stdout=StringIO())
    left = sorted(file.name for file in folder.iterdir())
    assert left[0] == "vastra-20261104-030000.tar.gz"
    assert len(left) == 2


def test_a_backup_that_fails_half_way_leaves_no_file_that_looks_whole(tmp_path, monkeypatch):
    def full(*_args: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(backups, "_add_text", full)
    with pytest.raises(OSError, match="no space left"):
        backups.write_backup(tmp_path / "backups")
    assert list((tmp_path / "backups").glob("*.tar.gz")) == []


def test_users_keep_their_passwords_and_rights(backup: Path, tmp_path: Path):
    staff = User.objects.get(is_staff=True)
    rights = set(staff.groups.values_list("name", flat=True))
    lose_everything(tmp_path)
    call_command("restore", str(backup), stdout=StringIO())
    again = User.objects.get(pk=staff.pk)
    assert again.password == staff.password
    assert set(again.groups.values_list("name", flat=True)) == rights
