"""Promises of the page about services we call: staff see how they are; who may, switches."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts import breakers
from accounts.breakers import condition_of
from tests.factories import make_staff

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:accounts_breaker_changelist")


def switch(name, how):
    return reverse("admin:accounts_breaker_switch", args=[name, how])


def sign_in(client, *codes):
    staff = make_staff(full_name="Meera")
    staff.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client.force_login(staff)
    return client


@pytest.fixture
def looking(client):
    return sign_in(client, "view_breaker")


@pytest.fixture
def switching(client):
    return sign_in(client, "view_breaker", "change_breaker")


def fail(name):
    for _ in range(5):
        with pytest.raises(TimeoutError):
            breakers.call(name, lambda: (_ for _ in ()).throw(TimeoutError("no answer")))


def test_every_service_is_listed_with_its_state_and_last_trouble(looking):
    fail("sms")
    page = looking.get(PAGE).content.decode()
    assert page.count("Working") == 5
    assert page.count("Left alone") == 1
    assert "TimeoutError: no answer" in page
    assert [
        service.title for service in breakers.SERVICES.values() if service.title not in page
    ] == []


def test_who_may_only_look_changes_nothing(looking):
    assert "Stop</button>" not in looking.get(PAGE).content.decode().split("desk-services")[1]
    assert looking.post(switch("sms", "stop")).status_code == 403
    assert condition_of("sms").state == "closed"


def test_staff_without_the_permission_do_not_see_it(client):
    assert sign_in(client).get(PAGE).status_code == 403


def test_stopping_and_resuming_is_written_down_with_who_did_it(switching):
    """BRK-3: permission-gated and audited."""
    switching.post(switch("smtp", "stop"))
    assert condition_of("smtp").stopped_by == "Meera"
    assert "Stopped by Meera" in switching.get(PAGE).content.decode()
    switching.post(switch("smtp", "resume"))
    assert condition_of("smtp").state == "closed"
    entries = LogEntry.objects.order_by("action_time").values_list("object_id", "change_message")
    assert [(name, "nothing is sent" in said) for name, said in entries] == [
        ("smtp", True),
        ("smtp", False),
    ]


def test_a_get_switches_nothing(switching):
    assert switching.get(switch("smtp", "stop")).status_code == 403
    assert condition_of("smtp").state == "closed"


@pytest.mark.parametrize(("name", "how"), [("weather", "stop"), ("smtp", "explode")])
def test_what_is_no_service_or_no_switch_is_not_found(switching, name, how):
    assert switching.post(switch(name, how)).status_code == 404


def test_staff_are_told_when_processes_do_not_share_what_they_know(looking):
    assert "Redis does not answer" in looking.get(PAGE).content.decode()
