"""Promises of accounts/backends.py: staff have the rights they were given, on every database."""

import pytest
from django.contrib.auth.models import Group, Permission

from accounts.models import User
from tests.factories import make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.engines("sqlite", "postgres", "mongodb")]


def rights(*names):
    return Permission.objects.filter(codename__in=names)


def again(user):
    return User.objects.get(pk=user.pk)


def test_a_right_of_ones_own_and_one_of_a_group():
    user = make_staff()
    group = Group.objects.create(name="Finance")
    group.permissions.add(*rights("pay_refund"))
    user.groups.add(group)
    user.user_permissions.add(*rights("change_refund"))
    assert again(user).get_all_permissions() == {"orders.pay_refund", "orders.change_refund"}


def test_no_right_that_was_not_given():
    user = make_staff()
    user.user_permissions.add(*rights("change_refund"))
    assert not again(user).has_perm("orders.approve_refund")


def test_who_may_not_sign_in_may_do_nothing():
    user = make_staff(is_active=False)
    user.user_permissions.add(*rights("change_refund"))
    assert again(user).get_all_permissions() == set()


def test_a_superuser_may_do_all():
    assert "orders.approve_refund" in make_staff(is_superuser=True).get_all_permissions()
