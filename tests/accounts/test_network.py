"""Promises of accounts/network.py: no call leaves while a transaction of ours is open."""

import pytest
from django.db import transaction

from accounts.network import NetworkInsideTransaction, refuse_inside_transaction


@pytest.mark.django_db
def test_a_call_outside_any_block_of_ours_is_let_through_although_the_test_is_wrapped_in_one():
    assert transaction.get_connection().in_atomic_block
    refuse_inside_transaction("Razorpay")


@pytest.mark.django_db(transaction=True)
def test_a_call_without_any_transaction_is_let_through():
    assert not transaction.get_connection().in_atomic_block
    refuse_inside_transaction("Razorpay")


@pytest.mark.django_db
def test_a_call_inside_our_own_block_is_refused_by_name():
    with transaction.atomic(), pytest.raises(NetworkInsideTransaction, match="Razorpay"):
        refuse_inside_transaction("Razorpay")


@pytest.mark.django_db(transaction=True)
def test_a_call_inside_a_durable_block_is_refused():
    with transaction.atomic(durable=True), pytest.raises(NetworkInsideTransaction):
        refuse_inside_transaction("SMS")


@pytest.mark.django_db
def test_a_call_after_the_block_is_let_through_again():
    with transaction.atomic():
        pass
    refuse_inside_transaction("Mail")
