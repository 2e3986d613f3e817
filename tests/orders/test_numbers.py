"""Promises of orders/numbers.py: readable, random, without look-alikes."""

import re

from orders.numbers import ALPHABET, new_number


def test_a_number_is_its_prefix_and_twice_five_signs():
    assert re.fullmatch(rf"RT-[{ALPHABET}]{{5}}-[{ALPHABET}]{{5}}", new_number("RT"))


def test_signs_that_look_alike_are_not_used():
    assert set("01ILOU") & set(ALPHABET) == set()


def test_ten_thousand_numbers_are_ten_thousand_different_ones():
    assert len({new_number("VA") for _ in range(10_000)}) == 10_000
