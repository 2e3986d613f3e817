"""An invoice as a PDF of one or more A4 pages, drawn from its frozen content alone.

The same invoice is the same bytes whenever it is drawn: no clock, no chance, fonts of our own.
"""

from collections.abc import Callable
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from orders.amounts_in_words import rupees_in_words
from orders.scripts import LATIN as PLAIN
from orders.scripts import escaped, in_fonts, is_latin, learn
from shop.money import grouped

BOLD = "Anek-SemiBold"
INK, SOFT, LINE, NEEL = map(HexColor, ("#14182B", "#5B6070", "#D5D8E2", "#1E2F7A"))
MARGIN, WIDTH = 16 * mm, A4[0] - 32 * mm
Content = dict[str, Any]
Rows = list[list[Any]]


def pdf_of(number: str, issued_on: date, content: Content) -> bytes:
    """The invoice of this number and day. Amounts are paise in `content`, rupees on paper."""
    _learn_fonts()
    out = BytesIO()
    page = PageTemplate(
        frames=[Frame(MARGIN, 20 * mm, WIDTH, A4[1] - 36 * mm, 0, 0, 0, 0)],
        onPage=lambda canvas, _: _dress(canvas, number),
    )
    document = BaseDocTemplate(
        out, pagesize=A4, pageTemplates=[page], title=f"Tax invoice {number}",
        author=content["seller"]["name"], subject=f"Order {content['order']}", lang="en-IN",
        invariant=1,
    )  # fmt: skip
    document.build(list(_parts(number, issued_on, content)), canvasmaker=_counting(number))
    return out.getvalue()


@cache
def _learn_fonts() -> None:
    for name, file in ((PLAIN, "anek-regular"), (BOLD, "anek-semibold")):
        learn(name, file)
    pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD)


# --- The page -----------------------------------------------------------------------------


def _dress(canvas: Canvas, number: str) -> None:
    """The running stitch along the top."""
    canvas.setStrokeColor(NEEL)
    canvas.setLineWidth(1.4)
    canvas.setDash(10, 6)
    canvas.line(MARGIN, A4[1] - 11 * mm, A4[0] - MARGIN, A4[1] - 11 * mm)
    canvas.setDash()


def _counting(number: str) -> Callable[..., Canvas]:
    """A canvas whose pages say which of how many they are, which the last one knows."""

    class CountingCanvas(Canvas):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.pages: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802  reportlab calls it so
            self.pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for place, page in enumerate(self.pages, start=1):
                self.__dict__.update(page)
                self.setFont(PLAIN, 8)
                self.setFillColor(SOFT)
                self.drawString(MARGIN, 11 * mm, f"Tax invoice {number}")
                said = f"Page {place} of {len(self.pages)}"
                self.drawRightString(A4[0] - MARGIN, 11 * mm, said)
                super().showPage()
            super().save()

    return CountingCanvas


# --- What stands on it --------------------------------------------------------------------


def _parts(number: str, issued_on: date, content: Content) -> list[Flowable]:
    return [
        _head(number, issued_on, content),
        Spacer(0, 7 * mm),
        _parties(content),
        Spacer(0, 7 * mm),
        _goods(content),
        Spacer(0, 4 * mm),
        KeepTogether([_sums(content), Spacer(0, 6 * mm), _by_hsn(content)]),
        Spacer(0, 8 * mm),
        KeepTogether([_foot(content)]),
    ]


def _head(number: str, issued_on: date, content: Content) -> Table:
    left = [
        _text("Vastra", size=26, bold=True, color=NEEL, leading=32),
        _text("Original for recipient", color=SOFT, size=8),
    ]
    facts = [
        ("Invoice", number),
        ("Date", _written(issued_on)),
        ("Order", f"{content['order']}, {_written(date.fromisoformat(content['ordered_on']))}"),
        ("Place of supply", _state(content["buyer"])),
        ("Reverse charge", "No"),
    ]
    rows = [
        [_text(label, color=SOFT), _text(said, bold=label == "Invoice")] for label, said in facts
    ]
    right = [_text("Tax invoice", size=15, bold=True, leading=20), _grid(rows, [28 * mm, 62 * mm])]
    return _grid([[left, right]], [WIDTH - 90 * mm, 90 * mm])


def _parties(content: Content) -> Table:
    seller, buyer = content["seller"], content["buyer"]
    sold_by = [
        _label("Sold by"),
        _text(seller["name"], bold=True),
        _text(seller["address"]),
        _text(_state(seller)),
        _text(f"GSTIN <b>{seller['gstin']}</b>", markup=True),
        _text(f"{seller['phone']} · {seller['email']}", color=SOFT),
    ]
    sold_to = [
        _label("Billed and delivered to"),
        _text(buyer["name"], bold=True),
        *map(_text, buyer["address"]),
        _text(_state(buyer)),
    ]
    if buyer["gstin"]:
        sold_to.append(_text(f"GSTIN <b>{buyer['gstin']}</b>", markup=True))
    return _grid([[sold_by, sold_to]], [WIDTH - 90 * mm, 90 * mm])


def _goods(content: Content) -> Table:
    """One row for each line: what, its HSN, how many, and what its price is made of."""
    head = [
        "Goods",
        "HSN",
        "Pcs",
        "Price",
        "Discount",
        "Taxable",
        "Rate",
        *_names(content),
        "Total",
    ]
    rows: Rows = [[_text(title, bold=True, right=n > 1) for n, title in enumerate(head)]]
    for row in content["rows"]:
        rows.append(
            [
                [
                    _text(row["name"]),
                    *([_text(row["detail"], color=SOFT, size=7.5)] * bool(row["detail"])),
                ],
                _text(row["hsn_code"]),
                *_figures(str(row["units"]), _sum(row["unit_minor"]), _off(row["discount_minor"])),
                *_figures(_sum(row["taxable_minor"]), _rate(row["basis_points"])),
                *_figures(*_taxes(content, row), _sum(row["paid_minor"])),
            ]
        )
    tax_width = 15.5 if len(_names(content)) > 1 else 19
    rest = [15, 9, 17, 16, 19, 10.5, *[tax_width] * len(_names(content)), 20]
    first = WIDTH / mm - sum(rest)
    return _ruled(rows, [first, *rest])


def _sums(content: Content) -> Table:
    rows, total = content["rows"], _total(content, "paid_minor")
    said = [("Taxable value", _total(content, "taxable_minor"))]
    said += [(name, _total(content, column)) for name, column in _columns(content)]
    lines: Rows = [[_text(name), _text(_sum(minor), right=True)] for name, minor in said]
    lines.append(
        [_text("Total", bold=True, size=12, leading=16),
         _text(f"₹{_sum(total)}", bold=True, size=12, leading=16, right=True)]
    )  # fmt: skip
    sums = Table(
        lines, [36 * mm, 34 * mm], style=[*_TIGHT, ("LINEABOVE", (0, -1), (-1, -1), 0.7, INK)]
    )
    units = sum(row["units"] for row in rows if row["detail"])
    words = [
        _label("Total in words"),
        _text(rupees_in_words(total)),
        _text(
            f"{units} piece{'' if units == 1 else 's'}. {_agreed(content)}", color=SOFT, size=7.5
        ),
    ]
    return _grid([[words, sums]], [WIDTH - 70 * mm, 70 * mm])


def _agreed(content: Content) -> str:
    coupon = f" Coupon {content['coupon_code']} is taken off." if content["coupon_code"] else ""
    return f"Prices include GST.{coupon}"


def _by_hsn(content: Content) -> Table:
    """The tax of each HSN code and rate, as returns ask for it."""
    keys = sorted({(row["hsn_code"], row["basis_points"]) for row in content["rows"]})
    head = ["HSN", "Rate", "Taxable value", *_names(content), "Tax"]
    rows: Rows = [[_text(title, bold=True, right=n > 0) for n, title in enumerate(head)]]
    for code, points in keys:
        some = [r for r in content["rows"] if (r["hsn_code"], r["basis_points"]) == (code, points)]
        taxes = [sum(row[column] for row in some) for _, column in _columns(content)]
        taxable = sum(row["taxable_minor"] for row in some)
        figures = [_rate(points), _sum(taxable), *map(_sum, taxes), _sum(sum(taxes))]
        rows.append([_text(code or "–"), *_figures(*figures)])
    width = WIDTH / mm / len(head)
    return _ruled(rows, [width] * len(head))


def _foot(content: Content) -> Table:
    name = content["seller"]["name"]
    left = [
        _text(
            "We certify that the particulars given above are true and correct.",
            color=SOFT,
            size=7.5,
        ),
    ]
    right = [
        _text(f"For {name}", bold=True, right=True),
        Spacer(0, 13 * mm),
        _text("Authorised signatory", right=True, color=SOFT),
    ]
    return _grid([[left, right]], [WIDTH - 70 * mm, 70 * mm])


# --- Figures ------------------------------------------------------------------------------


def _columns(content: Content) -> list[tuple[str, str]]:
    if content["is_interstate"]:
        return [("IGST", "igst_minor")]
    return [("CGST", "cgst_minor"), ("SGST", "sgst_minor")]


def _names(content: Content) -> list[str]:
    return [name for name, _ in _columns(content)]


def _taxes(content: Content, row: Content) -> list[str]:
    return [_sum(row[column]) for _, column in _columns(content)]


def _total(content: Content, column: str) -> int:
    return sum(row[column] for row in content["rows"])


def _sum(minor: int) -> str:
    return f"{grouped(minor // 100)}.{minor % 100:02d}"


def _off(minor: int) -> str:
    return f"−{_sum(minor)}" if minor else "–"


def _rate(basis_points: int) -> str:
    return f"{basis_points / 100:g} %"


def _state(party: Content) -> str:
    return f"{party['state']} ({party['state_code']})"


def _written(day: date) -> str:
    return f"{day:%-d %b %Y}"


# --- Type and tables ----------------------------------------------------------------------

_TIGHT = [
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0.5 * mm),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0.5 * mm),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]


def _text(
    said: str,
    *,
    size: float = 8.5,
    bold: bool = False,
    color: HexColor = INK,
    leading: float = 0,
    right: bool = False,
    markup: bool = False,
) -> Paragraph:
    is_plain = markup or is_latin(said)
    style = ParagraphStyle(
        "text",
        fontName=BOLD if bold else PLAIN,
        fontSize=size,
        leading=leading or size * 1.35,
        textColor=color,
        alignment=TA_RIGHT if right else 0,
        splitLongWords=1,
        shaping=not is_plain,
    )
    words = escaped(said) if is_plain else in_fonts(said)
    return Paragraph(said if markup else words, style)


def _label(said: str) -> Paragraph:
    return _text(said, color=SOFT, size=7.5)


def _figures(*said: str) -> list[Paragraph]:
    return [_text(figure, right=True) for figure in said]


def _grid(rows: Rows, widths: list[float]) -> Table:
    return Table(rows, widths, style=_TIGHT, hAlign="LEFT")


def _ruled(rows: Rows, widths: list[float]) -> Table:
    """A table whose first row stands on every page, a hairline below each row."""
    style = [
        *_TIGHT,
        ("TOPPADDING", (0, 0), (-1, -1), 1.4 * mm),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.4 * mm),
        ("RIGHTPADDING", (0, 0), (-2, -1), 2 * mm),
        ("LINEBELOW", (0, 0), (-1, 0), 0.7, INK),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, LINE),
    ]
    return Table(rows, [width * mm for width in widths], style=style, repeatRows=1, hAlign="LEFT")
