"""The rates of tax as the migrations write them; a flushed database has lost them."""

from importlib import import_module

import pytest
from django.apps import apps

from orders.models import TaxRate


@pytest.fixture
def tax_rates(db: None) -> None:
    if not TaxRate.objects.exists():
        import_module("orders.migrations.0012_tax_rates_of_india").write_rates(apps, None)
