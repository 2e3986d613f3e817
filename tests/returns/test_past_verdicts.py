"""Promises of migration 0003: what was inspected before there were grades means the same."""

from importlib import import_module

import pytest
from django.apps import apps

from returns.models import ReturnUnit
from returns.receiving import units_of
from tests.factories import delivered_order, make_variant, received_case

pytestmark = pytest.mark.django_db
grade_the_past = import_module("returns.migrations.0003_verdicts_of_the_past").grade_the_past


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ("", "", "", True)),
        ("passed", ("resellable", "passed", "", True)),
        ("unsound", ("scrap", "unsound", "", True)),
        ("worn", ("scrap", "refused", "worn", True)),
        ("damaged", ("scrap", "refused", "damaged", True)),
        ("wrong_item", ("wrong_item", "refused", "wrong_item", True)),
        ("missing", ("missing", "refused", "missing", False)),
    ],
)
def test_an_old_verdict_becomes_grade_verdict_and_reason(old, new):
    case = received_case(delivered_order(make_variant(), quantity=2), quantity=2)
    ReturnUnit.objects.filter(line__case=case).update(verdict=old)
    grade_the_past(apps, None)
    found = [(u.grade, u.verdict, u.refused_for, u.is_here) for u in units_of(case)]
    assert found == [new, new]
