"""Promises of accounts/sms.py: one small sender, and no code in any log."""

import logging

import pytest

from accounts import sms
from accounts.sms import FileSender, LogSender, MemorySender


@pytest.mark.parametrize("kind", [FileSender, LogSender, MemorySender])
def test_the_sender_is_the_one_the_settings_name(settings, kind):
    settings.SMS_BACKEND = f"accounts.sms.{kind.__name__}"
    assert type(sms.sender()) is kind


def test_the_log_says_that_an_sms_would_go_out_but_not_what_it_says(caplog):
    """SEC-15."""
    with caplog.at_level(logging.DEBUG):
        LogSender().send("+919876543210", "123456 is your code")
    assert "…210" in caplog.text
    assert "123456" not in caplog.text
    assert "9876543" not in caplog.text


def test_a_file_holds_the_number_and_the_words(settings, tmp_path):
    settings.SMS_FILE_PATH = tmp_path / "inbox"
    FileSender().send("+919876543210", "₹500 refunded")
    (written,) = (tmp_path / "inbox").glob("*.sms")
    assert written.read_text(encoding="utf-8") == "+919876543210\n₹500 refunded"


def test_two_sms_in_one_moment_are_two_files(settings, tmp_path):
    settings.SMS_FILE_PATH = tmp_path
    FileSender().send("+919876543210", "one")
    FileSender().send("+919876543210", "two")
    assert len(list(tmp_path.glob("*.sms"))) == 2
