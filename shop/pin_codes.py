"""The table of PIN codes as staff keep it: a CSV file, read strictly and taken over whole."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from accounts.places import INDIAN_STATES
from accounts.transactions import durable_transaction
from shop.models import PinCode

COLUMNS = ("prefix", "city", "state", "days", "fee", "cod", "served")
EXPRESS_COLUMNS = ("express_days", "express_fee")  # a file may leave them out: no express then
STARTS_A_FORMULA = tuple("=+-@\t\r\0")  # what a spreadsheet would run instead of showing
YES_NO = {"yes": True, "y": True, "true": True, "1": True} | {
    "no": False, "n": False, "false": False, "0": False
}  # fmt: skip
STATES = {code.lower(): code for code, _ in INDIAN_STATES} | {
    name.lower(): code for code, name in INDIAN_STATES
}
MOST_DAYS = 60
MOST_FEE_MINOR = 9_999_00
AT_ONCE = 1000  # rows in one statement; each database has a most of its own


class PinRow(NamedTuple):
    """One line of the table, with the names of the model's columns."""

    prefix: str
    city: str
    state: str
    days: int
    fee_minor: int | None
    has_cod: bool
    is_served: bool
    express_days: int | None = None
    express_fee_minor: int | None = None


class Fault(NamedTuple):
    """Why a line of the file cannot be taken."""

    line: int
    reason: str


@dataclass(frozen=True)
class PinTable:
    """What a file holds: its rows, and the lines that are wrong."""

    rows: list[PinRow]
    faults: list[Fault]


@dataclass(frozen=True)
class Changes:
    """What importing these rows would do; prefixes the file does not name stay as they are."""

    new: list[PinRow]
    changed: list[PinRow]
    same: int


# --- From a file --------------------------------------------------------------------------------


def read_pin_codes(text: str) -> PinTable:
    """Every row of a CSV text with the columns COLUMNS in any order; changes nothing.

    A line that cannot be taken is a fault with its number, and reading goes on. Fees are rupees,
    empty where the usual rule holds; states are codes or names.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[PinRow] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        missing = [column for column in COLUMNS if column not in header]
        if missing:
            return PinTable([], [Fault(1, f"These columns are missing: {', '.join(missing)}.")])
        for cells in reader:
            if not any(cells):
                continue
            row, reasons = _read(header, cells)
            if row and row.prefix in seen:
                reasons = [f"{row.prefix} is on line {seen[row.prefix]} already"]
            if row is None or reasons:
                faults.append(Fault(reader.line_num, f"{'; '.join(reasons)}."))
                continue
            seen[row.prefix] = reader.line_num
            rows.append(row)
    except csv.Error as error:
        faults.append(Fault(reader.line_num, f"From here on this is no CSV: {error}."))
    if not rows and not faults:
        faults.append(Fault(2, "There is no PIN code in this file."))
    return PinTable(rows, faults)


def _read(header: list[str], cells: list[str]) -> tuple[PinRow | None, list[str]]:
    """One line as a row, or everything that is wrong with it."""
    if len(cells) != len(header):
        return None, [f"{len(cells)} cells where the header has {len(header)}"]
    named = dict(zip(header, cells, strict=True))
    values: list[Any] = []
    reasons = []
    for column in (*COLUMNS, *EXPRESS_COLUMNS):
        try:
            values.append(READERS[column](named.get(column, "").strip()))
        except ValueError as why:
            reasons.append(f"{column} {why}")
    return (None, reasons) if reasons else (PinRow(*values), [])


def read_prefix(cell: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]{0,5}", cell):
        raise ValueError(f"{_quoted(cell)} is not 1 to 6 digits, the first of them 1 to 9")
    return cell


def _read_city(cell: str) -> str:
    if len(cell) > 80:
        raise ValueError("is longer than 80 letters")
    if cell.startswith(STARTS_A_FORMULA) or not cell.isprintable():
        raise ValueError(f"{_quoted(cell)} is no name of a city")
    return cell


def _read_state(cell: str) -> str:
    if cell and cell.lower() not in STATES:
        raise ValueError(f"{_quoted(cell)} is no state of India; write KA or Karnataka")
    return STATES[cell.lower()] if cell else ""


def _read_days(cell: str) -> int:
    if not re.fullmatch(r"[0-9]{1,2}", cell) or int(cell) > MOST_DAYS:
        raise ValueError(f"{_quoted(cell)} is not a whole number from 0 to {MOST_DAYS}")
    return int(cell)


def _read_fee(cell: str) -> int | None:
    if not cell:
        return None
    try:
        minor = Decimal(cell.removeprefix("₹")) * 100
        if not 0 <= minor <= MOST_FEE_MINOR or minor != int(minor):
            raise ValueError
    except (InvalidOperation, ValueError):
        raise ValueError(f"{_quoted(cell)} is no amount in rupees from 0 to 9999.00") from None
    return int(minor)


def _read_yes(cell: str) -> bool:
    if cell.lower() not in YES_NO:
        raise ValueError(f"{_quoted(cell)} is neither yes nor no")
    return YES_NO[cell.lower()]


READERS: dict[str, Callable[[str], Any]] = {
    "prefix": read_prefix,
    "city": _read_city,
    "state": _read_state,
    "days": _read_days,
    "fee": _read_fee,
    "cod": _read_yes,
    "served": _read_yes,
    "express_days": lambda cell: _read_days(cell) if cell else None,
    "express_fee": _read_fee,
}


def _quoted(cell: str) -> str:
    return f"“{cell[:20]}{'…' if len(cell) > 20 else ''}”"


# --- Into the table -----------------------------------------------------------------------------


def compare_with_table(rows: Sequence[PinRow]) -> Changes:
    """What `import_pin_codes` would do with these rows."""
    return _compare(rows, {row.prefix: row for row in _rows_of_table()})


@durable_transaction
def import_pin_codes(rows: Sequence[PinRow], *, now: datetime) -> Changes:
    """Write all of these rows or none; a prefix that is there already takes the new values.

    Idempotent. A changed row is written anew, since a page of replaced rows is one statement
    where an update would be one for each; nothing refers to a row of this table.
    """
    changes = compare_with_table(rows)
    for some in _pages([row.prefix for row in changes.changed]):
        PinCode.objects.filter(prefix__in=some).delete()
    PinCode.objects.bulk_create(
        [PinCode(**row._asdict(), updated_at=now) for row in [*changes.new, *changes.changed]],
        batch_size=AT_ONCE,
    )
    return changes


def _compare(rows: Sequence[PinRow], known: dict[str, PinRow]) -> Changes:
    new = [row for row in rows if row.prefix not in known]
    changed = [row for row in rows if row.prefix in known and row != known[row.prefix]]
    return Changes(new, changed, len(rows) - len(new) - len(changed))


def _rows_of_table() -> Iterator[PinRow]:
    return (PinRow(*values) for values in PinCode.objects.values_list(*PinRow._fields))


def _pages(prefixes: list[str]) -> Iterator[list[str]]:
    return (prefixes[start : start + AT_ONCE] for start in range(0, len(prefixes), AT_ONCE))


# --- Back to a file -----------------------------------------------------------------------------


def write_pin_codes() -> str:
    """The whole table as the CSV text `read_pin_codes` takes; safe to open in a spreadsheet."""
    written = io.StringIO(newline="")
    lines = csv.writer(written)
    lines.writerow((*COLUMNS, *EXPRESS_COLUMNS))
    for row in _rows_of_table():
        lines.writerow(
            [
                row.prefix,
                f"'{row.city}" if row.city.startswith(STARTS_A_FORMULA) else row.city,
                row.state,
                row.days,
                _rupees(row.fee_minor),
                "yes" if row.has_cod else "no",
                "yes" if row.is_served else "no",
                "" if row.express_days is None else row.express_days,
                _rupees(row.express_fee_minor),
            ]
        )
    return written.getvalue()


def _rupees(minor: int | None) -> Decimal | str:
    return "" if minor is None else Decimal(minor) / 100
