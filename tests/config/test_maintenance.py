"""Promises of config/maintenance.py: closed to shoppers, open to staff, honest about the end."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from config.maintenance import moment_of
from tests.factories import make_staff

NOW = datetime(2026, 11, 25, 0, 30, tzinfo=UTC)  # six in the morning in India


@pytest.fixture
def no_database(monkeypatch):
    def refuse(*args, **kwargs):
        raise DatabaseError("the database is away")

    monkeypatch.setattr("django.db.models.sql.compiler.SQLCompiler.execute_sql", refuse)


@pytest.fixture
def closed(settings):
    settings.MAINTENANCE_UNTIL = "2026-11-25 06:45"
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize("path", ["/", "/bag/", "/c/kurtas/", "/checkout/", "/nothing/"])
def test_closed_to_shoppers_with_the_end_in_indian_time(client, closed, no_database, path):
    response = client.get(path)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "2700")
    end = "<strong>6:45 am on Wednesday, 25 November</strong>, Indian time"
    assert end in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]


def test_a_form_is_not_taken_either(client, closed, no_database):
    assert client.post("/bag/add/", {"variant": "x"}).status_code == 503


def test_a_gateways_call_is_told_to_come_again(client, closed, no_database):
    response = client.post("/webhooks/razorpay/", b"{}", content_type="application/json")
    assert response.status_code == 503


def test_a_program_is_told_in_json(client, closed):
    response = client.get("/", headers={"accept": "application/json"})
    assert response.json()["error"]["status"] == 503


@pytest.mark.django_db
def test_staff_go_on_working(client, closed):
    client.force_login(make_staff(is_superuser=True))
    assert client.get("/staff/").status_code == 200


@pytest.mark.django_db
def test_staff_may_sign_in(client, closed):
    assert client.get("/staff/", follow=True).redirect_chain[-1][0].startswith("/sign-in/")
    assert client.get("/sign-in/").status_code == 200


def test_pictures_and_health_are_not_closed(client, closed):
    assert client.get("/media/nothing.avif").status_code != 503
    assert client.get("/health/live/").status_code != 503


@pytest.mark.parametrize("words", ["soon", "2026-11-24 06:00", "2026-02-31 10:00"])
def test_without_an_end_that_can_be_kept_none_is_named(client, settings, words):
    settings.MAINTENANCE_UNTIL = words
    with time_machine.travel(NOW, tick=False):
        response = client.get("/")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "300")
    assert "We open again in a few minutes" in response.content.decode()


def test_an_end_may_say_its_own_place_on_earth():
    assert moment_of("2026-11-25T01:15:00Z") == moment_of("2026-11-25 06:45")


@pytest.mark.django_db
def test_the_command_closes_and_opens_without_a_restart(client, settings, capsys):
    with time_machine.travel(NOW, tick=False):
        call_command("maintenance", "on", "--until", "2026-11-25 06:45")
        assert client.get("/").headers["Retry-After"] == "2700"
        call_command("maintenance", "off")
        assert client.get("/").status_code == 200
    assert capsys.readouterr().out.splitlines() == [
        "The shop is closed until 25 Nov, 06:45. /staff/ stays open.",
        "The shop is open.",
    ]


def test_an_end_that_cannot_be_read_closes_nothing(settings):
    with pytest.raises(CommandError, match="no date and time"):
        call_command("maintenance", "on", "--until", "tomorrow")
    assert not Path(settings.MAINTENANCE_FILE).exists()
