"""What the demo's log leaves out, so that what a visitor does can be seen in it."""

import logging


class WithoutRounds(logging.Filter):
    """Drops the clock's rounds: six jobs that come every minute or so and mostly find nothing."""

    def filter(self, record: logging.LogRecord) -> bool:
        return ".periodic." not in record.getMessage() or record.levelno > logging.INFO
