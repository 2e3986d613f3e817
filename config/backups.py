"""The whole shop in one file, and back: every row, every picture and photo kept on this machine.

Rows are written as what they mean, not as one engine's pages, so a backup of any of the three
engines is read without its tools. They are read in one snapshot: the shop stays open meanwhile.
Files are added after the rows that name them were read, so none of those is missing. Sessions are
left out: people sign in again.
"""

import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Field, ForeignKey, Model
from django.utils import timezone

from accounts.errors import Refusal

LEFT_OUT = {"sessions.Session"}
BATCH = 1000
SIMPLE = (bool, int, float, str)
FOLDERS = {"media": "MEDIA_ROOT", "private": "PRIVATE_ROOT"}


class CannotRestore(Refusal):
    """Why nothing was restored; nothing was changed either."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself, first of all."""

    made_at: str
    release: str
    engine: str
    migrations: list[str]
    rows: dict[str, int]


# --- Out ------------------------------------------------------------------------------------------


def write_backup(folder: Path) -> Path:
    """A new file in the folder, readable by its owner only; whole or not there at all."""
    folder.mkdir(parents=True, exist_ok=True)
    made_at = timezone.now()
    file = folder / f"vastra-{made_at:%Y%m%d-%H%M%S}.tar.gz"
    unfinished = file.with_suffix(".unfinished")
    with tempfile.TemporaryDirectory() as scratch:
        rows = _write_rows(Path(scratch))
        manifest = Manifest(
            made_at.isoformat(), settings.RELEASE, connection.vendor, _migrations(), rows
        )
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as raw, tarfile.open(fileobj=raw, mode="w:gz") as archive:
            _add_text(archive, "manifest.json", json.dumps(asdict(manifest), indent=1))
            for name in rows:
                archive.add(Path(scratch) / name, f"rows/{name}")
            for name, setting in FOLDERS.items():
                if Path(getattr(settings, setting)).is_dir():
                    archive.add(getattr(settings, setting), name)
    unfinished.rename(file)
    return file


def forget_old_backups(folder: Path, *, keep: int) -> list[Path]:
    """Deletes all but the newest; those that went."""
    old = sorted(folder.glob("vastra-*.tar.gz"))[:-keep]
    for file in old:
        file.unlink()
    return old


def _write_rows(folder: Path) -> dict[str, int]:
    """A file of JSON lines for each model, all as they were at one moment; how many of each."""
    counts = {}
    with _snapshot():
        for model in _models():
            fields = model._meta.local_concrete_fields
            with (folder / model._meta.label).open("w", encoding="utf-8") as file:
                counts[model._meta.label] = 0
                for row in model._base_manager.order_by("pk").iterator(chunk_size=BATCH):
                    values = {field.attname: _plain(field, row) for field in fields}
                    file.write(json.dumps(values, cls=DjangoJSONEncoder) + "\n")
                    counts[model._meta.label] += 1
    return counts


@contextmanager
def _snapshot() -> Iterator[None]:
    """Reads see one moment, and keep no writer waiting."""
    vendor = str(connection.vendor)
    if vendor == "sqlite":
        connection.ensure_connection()
        before, connection.transaction_mode = connection.transaction_mode, "DEFERRED"  # type: ignore[attr-defined]
        try:
            with transaction.atomic(durable=True):
                yield
        finally:
            connection.transaction_mode = before  # type: ignore[attr-defined]
        return
    with transaction.atomic(durable=True):  # MongoDB's are snapshots anyhow
        if vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _plain(field: "Field[Any, Any]", row: Model) -> Any:
    """As JSON has it, to the microsecond: what JSON has no word for is written as text."""
    value = field.value_from_object(row)
    return value if value is None or isinstance(value, SIMPLE) else field.value_to_string(row)


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(text.encode())
    archive.addfile(entry, BytesIO(text.encode()))


# --- In -------------------------------------------------------------------------------------------


def read_manifest(file: Path) -> Manifest:
    """What the file says of itself. Raises CannotRestore for what is no backup of ours."""
    try:
        with tarfile.open(file) as archive:
            entry = archive.extractfile("manifest.json")
            assert entry is not None  # noqa: S101  # nosec B101  it is a file
            return Manifest(**json.load(entry))
    except (OSError, tarfile.TarError, KeyError, TypeError, ValueError) as error:
        raise CannotRestore(f"{file} is no backup of this shop: {error}") from None


def restore_backup(file: Path) -> Manifest:
    """Put everything back into an empty, migrated database and empty folders.

    All or nothing on SQLite and PostgreSQL. On MongoDB, whose transactions end after a minute, a
    restore that stops half-way leaves rows behind: begin again with an empty database. Raises
    CannotRestore before anything is changed.
    """
    manifest = read_manifest(file)
    _refuse_unless_it_fits(manifest)
    is_whole = connection.vendor != "mongodb"
    with tarfile.open(file) as archive:
        with transaction.atomic() if is_whole else nullcontext():
            _empty()
            with _moments_as_written():
                for model in _models():
                    _read_rows(archive, model)
        for name, setting in FOLDERS.items():
            _read_files(archive, name, Path(getattr(settings, setting)))
    _go_on_counting()
    cache.clear()  # pages and sold-out marks of another time; queues find their rows again
    return manifest


def count_rows() -> dict[str, int]:
    """How many of each, as a manifest has them."""
    return {model._meta.label: model._base_manager.count() for model in _models()}


def _refuse_unless_it_fits(manifest: Manifest) -> None:
    if manifest.migrations != _migrations():
        raise CannotRestore(
            f"The backup is of release {manifest.release or 'unreleased'}, whose tables differ "
            "from these: start that release, restore, then come forward."
        )
    if (manifest.engine == "mongodb") != (connection.vendor == "mongodb"):
        raise CannotRestore(
            f"The backup is of {manifest.engine}; {connection.vendor} has other keys for Django's "
            "own tables."
        )
    for label in ("accounts.User", "orders.Order", "shop.Product"):
        if apps.get_model(label)._base_manager.exists():
            raise CannotRestore(f"The database is not empty: there are rows of {label}.")


def _empty() -> None:
    """Take away what migrations wrote into a new database; the backup has it."""
    for model in _models():
        model._base_manager.all()._raw_delete(connection.alias)


def _read_rows(archive: tarfile.TarFile, model: type[Model]) -> None:
    fields = model._meta.local_concrete_fields
    lines = archive.extractfile(f"rows/{model._meta.label}")
    batch: list[Model] = []
    for line in lines or ():
        values = json.loads(line)
        batch.append(model(**{field.attname: _value(field, values) for field in fields}))
        if len(batch) == BATCH:
            model._base_manager.bulk_create(batch)
            batch = []
    model._base_manager.bulk_create(batch)


@contextmanager
def _moments_as_written() -> Iterator[None]:
    """Columns that note the moment of each save keep the one they had."""
    fields: list[Any] = [
        field
        for model in _models()
        for field in model._meta.local_concrete_fields
        if getattr(field, "auto_now", False)
    ]
    for field in fields:
        field.auto_now = False
    try:
        yield
    finally:
        for field in fields:
            field.auto_now = True


def _value(field: "Field[Any, Any]", values: dict[str, Any]) -> Any:
    value = values[field.attname]
    parser: Any = field.target_field if isinstance(field, ForeignKey) else field
    return None if value is None else parser.to_python(value)


def _read_files(archive: tarfile.TarFile, name: str, folder: Path) -> None:
    """What is there already stays; names that lead out of the folder are refused."""
    for entry in archive.getmembers():
        if entry.isfile() and entry.name.startswith(f"{name}/"):
            entry.name = entry.name.removeprefix(f"{name}/")
            archive.extract(entry, folder, filter="data")


def _go_on_counting() -> None:
    """Numbers the database itself gives out begin after those that were restored."""
    for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def _models() -> list[type[Model]]:
    """Every table of ours and of Django's, the ones between two others included."""
    models = apps.get_models(include_auto_created=True)
    ours = [m for m in models if m._meta.managed and not m._meta.proxy]
    return [model for model in ours if model._meta.label not in LEFT_OUT]


def _migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)
