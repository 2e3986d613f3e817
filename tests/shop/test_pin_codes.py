"""Promises of shop/pin_codes.py: a file is taken whole or not at all, each fault by its line."""

import time

import pytest
from django.utils import timezone

from shop.models import PinCode
from shop.pin_codes import (
    Fault,
    PinRow,
    compare_with_table,
    import_pin_codes,
    read_pin_codes,
    write_pin_codes,
)

pytestmark = pytest.mark.django_db

HEADER = "prefix,city,state,days,fee,cod,served\n"
BENGALURU = PinRow("560", "Bengaluru", "KA", 2, fee_minor=None, has_cod=True, is_served=True)


def table():
    return [PinRow(*values) for values in PinCode.objects.values_list(*PinRow._fields)]


def take(text):
    return import_pin_codes(read_pin_codes(text).rows, now=timezone.now())


# --- Reading --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        HEADER + "560,Bengaluru,KA,2,,yes,yes\n",
        HEADER + "560,Bengaluru,karnataka,2,,Y,TRUE\r\n\r\n",
        HEADER + ' 560 ,"Bengaluru",ka, 2 ,  ,1,yes',
        "Served,COD,fee,days,state,city,prefix,note\nyes,yes,,2,KA,Bengaluru,560,metro\n",
    ],
)
def test_a_row_is_read_however_the_file_is_laid_out(text):
    found = read_pin_codes(text)
    assert (found.rows, found.faults) == ([BENGALURU], [])


@pytest.mark.parametrize(
    ("fee", "minor"), [("", None), ("0", 0), ("79", 79_00), ("79.50", 79_50), ("₹149", 149_00)]
)
def test_a_fee_is_rupees_in_the_file_and_paise_in_the_row(fee, minor):
    (row,) = read_pin_codes(f"{HEADER}560,,,2,{fee},yes,yes").rows
    assert row.fee_minor == minor


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("5600011,,,2,,yes,yes", "prefix “5600011” is not 1 to 6 digits"),
        ("056,,,2,,yes,yes", "prefix “056” is not"),
        ("٥٦٠,,,2,,yes,yes", "prefix “٥٦٠” is not"),
        (",,,2,,yes,yes", "prefix “” is not"),
        ("560,=1+1,,2,,yes,yes", "city “=1+1” is no name of a city"),
        ("560,@sum,,2,,yes,yes", "city “@sum” is no name"),
        (f"560,{'x' * 81},,2,,yes,yes", "city is longer than 80 letters"),
        ("560,,Texas,2,,yes,yes", "state “Texas” is no state of India"),
        ("560,,,two,,yes,yes", "days “two” is not a whole number from 0 to 60"),
        ("560,,,61,,yes,yes", "days “61” is not"),
        ("560,,,-1,,yes,yes", "days “-1” is not"),
        ("560,,,,,yes,yes", "days “” is not"),
        ("560,,,2,NaN,yes,yes", "fee “NaN” is no amount in rupees"),
        ("560,,,2,-5,yes,yes", "fee “-5” is no amount"),
        ("560,,,2,1e9,yes,yes", "fee “1e9” is no amount"),
        ("560,,,2,79.005,yes,yes", "fee “79.005” is no amount"),
        ("560,,,2,,perhaps,yes", "cod “perhaps” is neither yes nor no"),
        ("560,,,2,,yes,", "served “” is neither yes nor no"),
        ("560,,,2,,yes", "6 cells where the header has 7"),
        ("56x,,,no,,yes,yes", "days “no” is not a whole number"),
    ],
)
def test_what_cannot_be_taken_is_a_fault_with_its_line_and_reason(line, reason):
    """SEC-13 for the city: no cell of ours is a formula in somebody's spreadsheet."""
    found = read_pin_codes(f"{HEADER}400,Mumbai,MH,2,,yes,yes\n{line}\n")
    assert [fault.line for fault in found.faults] == [3]
    assert reason in found.faults[0].reason


def test_a_line_tells_everything_that_is_wrong_with_it():
    (fault,) = read_pin_codes(HEADER + "x,,Texas,2,,yes,yes").faults
    assert fault.reason.count(";") == 2  # one joins the two, one is in the words about states
    assert "prefix" in fault.reason
    assert "state" in fault.reason


def test_the_same_prefix_twice_names_the_first_line():
    row = "560,,,2,,yes,yes\n"
    assert read_pin_codes(HEADER + row + row).faults == [Fault(3, "560 is on line 2 already.")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "These columns are missing: prefix, city"),
        ("PIN;city\n560;x\n", "These columns are missing"),
        ("prefix,city,state,days,fee,cod\n", "These columns are missing: served."),
        (HEADER, "There is no PIN code in this file."),
        (HEADER + '560,"Beng', "From here on this is no CSV"),
        (HEADER + '560,"B"x,KA,2,,yes,yes', "From here on this is no CSV"),
        (HEADER + f"560,{'x' * 200_000}", "From here on this is no CSV"),
        ("\x00\x01\x02", "These columns are missing"),
    ],
)
def test_a_file_that_is_no_such_table_says_why(text, said):
    found = read_pin_codes(text)
    assert found.rows == []
    assert said in found.faults[-1].reason


# --- Importing ------------------------------------------------------------------------------


def test_new_rows_are_added_changed_ones_replaced_and_others_left_alone():
    take(HEADER + "110,Delhi,DL,2,,yes,yes\n400,Mumbai,MH,2,,yes,yes\n560,Old,KA,9,,no,yes")
    changes = take(HEADER + "400,Mumbai,MH,2,,yes,yes\n560,Bengaluru,KA,2,,yes,yes\n600,,,3,,no,no")
    assert ([row.prefix for row in changes.new], changes.changed, changes.same) == (
        ["600"],
        [BENGALURU],
        1,
    )
    assert [(row.prefix, row.city) for row in table()] == [
        ("110", "Delhi"),
        ("400", "Mumbai"),
        ("560", "Bengaluru"),
        ("600", ""),
    ]


def test_importing_the_same_file_twice_changes_nothing():
    text = HEADER + "560,Bengaluru,KA,2,,yes,yes"
    take(text)
    before = PinCode.objects.get()
    changes = take(text)
    assert (changes.new, changes.changed, changes.same) == ([], [], 1)
    assert PinCode.objects.get().updated_at == before.updated_at


def test_looking_at_what_would_change_changes_nothing():
    assert compare_with_table([BENGALURU]).new == [BENGALURU]
    assert table() == []


def test_an_import_that_breaks_half_way_leaves_the_table_as_it_was(monkeypatch):
    take(HEADER + "560,Bengaluru,KA,9,,yes,yes")
    before = table()

    def breaks(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(PinCode.objects, "bulk_create", breaks)
    with pytest.raises(RuntimeError, match="the disk is full"):
        take(HEADER + "560,Bengaluru,KA,2,,yes,yes")
    assert table() == before


def test_twenty_thousand_rows_are_imported_in_seconds():
    lines = (f"{n},Town {n},KA,3,,yes,yes\n" for n in range(110_000, 130_000))
    start = time.monotonic()
    assert len(take(HEADER + "".join(lines)).new) == 20_000
    assert time.monotonic() - start < 10  # about 3 on two busy cores
    assert PinCode.objects.count() == 20_000


# --- Writing --------------------------------------------------------------------------------


def test_what_is_written_reads_back_as_the_same_table():
    take(
        HEADER
        + '302,"Jaipur, old town",RJ,1,0,yes,yes\n560,Bengaluru,KA,2,,yes,yes\n79,,,9,149.50,no,no'
    )
    assert read_pin_codes(write_pin_codes()).rows == table()


@pytest.mark.parametrize("city", ["=HYPERLINK(1)", "+1", "-1", "@x", "\tx"])
def test_no_cell_that_is_written_runs_in_a_spreadsheet(city):
    """SEC-13, for what was typed in by hand."""
    PinCode.objects.create(prefix="560", city=city)
    assert f"560,'{city}," in write_pin_codes()


# --- Express ------------------------------------------------------------------------------------

WITH_EXPRESS = HEADER.strip() + ",express_days,express_fee\n"


@pytest.mark.parametrize(
    ("cells", "express"),
    [("1,199", (1, 199_00)), ("1,", (1, None)), (",", (None, None)), ("0,0", (0, 0))],
)
def test_express_has_its_days_and_perhaps_its_fee(cells, express):
    (row,) = read_pin_codes(f"{WITH_EXPRESS}560,,,2,,yes,yes,{cells}").rows
    assert (row.express_days, row.express_fee_minor) == express


def test_wrong_express_days_are_a_fault_of_their_line():
    (fault,) = read_pin_codes(f"{WITH_EXPRESS}560,,,2,,yes,yes,soon,").faults
    assert fault == Fault(2, "express_days “soon” is not a whole number from 0 to 60.")


def test_the_table_with_express_comes_back_as_it_went():
    take(f"{WITH_EXPRESS}560,Bengaluru,KA,2,,yes,yes,1,199\n11,Delhi,DL,3,,yes,yes,,\n")
    assert read_pin_codes(write_pin_codes()).rows == table()
