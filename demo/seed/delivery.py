"""Where the demo shop delivers: a CSV file such as staff import, taken over by the same operation.

Its prefixes are India's own: two digits for a postal circle, three for a city. Days and fees are
the demo's, for a shop that sends from Jaipur.
"""

from datetime import datetime
from pathlib import Path

from shop.models import PinCode
from shop.pin_codes import import_pin_codes, read_pin_codes

TABLE = Path(__file__).resolve().parents[1] / "pin_codes.csv"


def draw_map(*, now: datetime) -> None:
    """Import the table of PIN codes, unless there is one already."""
    if not PinCode.objects.exists():
        import_pin_codes(read_pin_codes(TABLE.read_text(encoding="utf-8")).rows, now=now)
