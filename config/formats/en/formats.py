"""How dates and numbers are written where a template or the back office names no format."""

DATE_FORMAT = "j M Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j M Y, H:i"
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y, H:i"
NUMBER_GROUPING = (3, 2, 0)  # 12,34,567
