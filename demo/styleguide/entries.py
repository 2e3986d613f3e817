"""What the style guide shows, in the order a designer looks for it."""

from datetime import date

from demo.styleguide import samples
from demo.styleguide.specimens import Entry, Group, Specimen
from orders.states import RefundStatus
from shop.money import Money
from shop.templatetags.shop import summary_rows

S = Specimen


def groups() -> list[Group]:
    return [
        Group("Actions", "actions", actions()),
        Group("Cloth", "cloth", cloth()),
        Group("Choosing", "choosing", choosing()),
        Group("Forms", "forms", form_parts()),
        Group("Words the shop says", "words", words()),
        Group("Bag and money", "money", bag()),
        Group("Delivery and after", "after", after_the_sale()),
        Group("What buyers say", "reviews", reviews()),
        Group("Finding the way", "way", way()),
        Group("Around every page", "frame", frame()),
    ]


def actions() -> list[Entry]:
    heart = {"key": samples.key(1), "name": "Bagru Buti Kurta"}
    return [
        Entry("button", [S("Kinds, sizes and states")], is_wide=True,
              note="One filled button in a view. Busy keeps its width."),
        Entry("link", [S("In text, alone, with an icon")]),
        Entry("chip", [S("Plain, chosen, with a count")]),
        Entry("icon-button", [S("Plain, with a count")]),
        Entry("heart", [S("Not saved", heart),
                        S("Saved", heart, "demo/markup.html#heart-saved")]),
        Entry("badge", [
            S(kind or "plain", {"text": text, "kind": kind})
            for text, kind in (("Sold out", ""), ("Delivered", "good"), ("2 left", "warn"),
                               ("Failed", "bad"), ("On the way", "info"))
        ]),
        Entry("stepper", [S("One", {"quantity": 1, "name": "kurta", "key": "a"}),
                          S("Many", {"quantity": 24, "name": "kurta", "key": "b"})]),
    ]  # fmt: skip


def cloth() -> list[Entry]:
    drawn = samples.picture("kurta-indigo-bagru-front", samples.INDIGO, "An indigo kurta")
    return [
        Entry("picture", [
            S("On its dye", {"picture": drawn, "dye": samples.INDIGO}),
            S("Drawn, and says so", {"picture": drawn, "dye": samples.INDIGO, "drawn": True}),
            S("None yet", {"picture": {}, "dye": samples.HALDI}),
        ]),
        Entry("card_body", [S(said, {"products": [product]}, "demo/markup.html#card") for
                            said, product in (
            ("Rated, in five colours", samples.bagru()),
            ("In one colour, at MRP", samples.jeans()),
            ("Sold out", samples.sold_out()),
            ("A lakh and more", samples.one_size()),
        )], is_wide=True, note="Its inside is rendered once while the product stays as it is."),
        Entry("price", [
            S("At MRP", {"amount": Money(149_900)}),
            S("Below MRP", {"amount": Money(149_900), "mrp": Money(189_900), "percent_off": 21}),
            S("Large", {"amount": Money(12_499_900), "mrp": Money(14_999_900),
                        "percent_off": 16, "size": "l"}),
            S("The lowest of several", {"amount": Money(99_900), "from": True}),
        ]),
        Entry("recent", [S("Three", {"products": [samples.bagru(), samples.jeans(),
                                                  samples.one_size()]})], is_wide=True),
        Entry("cards", [S("Under a heading", {"products": [samples.bagru(), samples.jeans()],
                                              "title": "Close to this", "id": "close"})],
              is_wide=True),
        Entry("gallery", [
            S("Two pictures", {"pictures": samples.views(), **samples.of_colour(),
                               "name": "Bagru Buti Kurta"}),
            S("One", {"pictures": samples.views()[:1], "colour": samples.colours()[0]}),
        ]),
        Entry("wishlist_item", [
            S("Cheaper than when saved", {"saved": samples.saved(dropped=Money(40_000))}),
            S("Move refused", {"saved": samples.saved(), "refusal": "Choose a size."}),
            S("Sold out", {"saved": samples.saved(is_in_stock=False)}),
        ], list_class="grid", is_wide=True),
        Entry("stitch", [S("The selvedge")], is_wide=True),
    ]  # fmt: skip


def choosing() -> list[Entry]:
    address = "/p/bagru-buti-kurta/"
    sizes, colours = samples.sizes(9, 2, 7, 0), samples.colours(out="Madder")
    some = {"sizes": sizes, "address": address}
    return [
        Entry("size_picker", [
            S("In stock, few, sold out", some),
            S("Chosen, beside a chart", {**some, "chosen": sizes[2], "chart": True}),
            S("Chosen, and sold out", {**some, "chosen": sizes[3]}),
            S("Each with its price", {**some, "chosen": sizes[0], "prices_differ": True}),
            S("Sent without one", some, "demo/markup.html#size-picker-bad"),
        ]),
        Entry("swatches", [
            S("The first is shown", {"colours": colours, "chosen": colours[0], "address": address}),
            S("One that is sold out",
              {"colours": colours, "chosen": colours[1], "address": address}),
        ]),
        Entry("choice", [S("Radios as cards: plain, chosen, not possible")]),
        Entry("size_chart", [S("Kurtas", {"chart": {
            "sizes": ["S", "M", "L", "XL"], "note": "Measured on the garment, laid flat.",
            "measures": [{"name": "Chest", "values": [98, 104, 110, 116]},
                         {"name": "Length", "values": [102, 104, 106, 108]}]}})]),
    ]  # fmt: skip


def form_parts() -> list[Entry]:
    empty, bad = samples.AddressForm(), samples.filled_form()
    return [
        Entry(
            "field",
            [
                S("With a hint", {"field": empty["full_name"]}),
                S("With a prefix", {"field": empty["phone"], "prefix": "+91"}),
                S("As wide as its content", {"field": empty["pin_code"], "width": "pin"}),
                S("With an error", {"field": bad["pin_code"], "width": "pin"}),
                S("Choice", {"field": empty["state"], "width": "half"}),
                S("Switched off", {"field": empty["note"]}),
                S("Tick", {"field": empty["is_default"]}),
            ],
        ),
        Entry(
            "error_summary",
            [
                S("Of a form", {"form": bad}),
                S("On the whole", {"refusal": "The last M was just bought. L is in stock."}),
            ],
        ),
        Entry("errors", [S("Its lines", {"form": bad})], list_class="error-summary"),
        Entry("otp", [S("Empty, and half-way")]),
        Entry("upload", [S("Photos")]),
    ]


def words() -> list[Entry]:
    told = (
        ("info", "Your bag came along: 2 pieces joined it."),
        ("good", "Saved. We write when the price falls."),
        ("warn", "Only 2 are left. Change the quantity, then check out."),
        ("bad", "The bank refused. No money was taken."),
    )
    return [
        Entry("alert", [S(kind, {"kind": kind, "text": text}) for kind, text in told]),
        Entry("empty", [
            S("With a way on", {"title": "Your bag is empty", "icon": "shopping-bag",
                                "text": "What you put in it waits here, signed in or not.",
                                "action": "Start shopping", "href": "/"}),
            S("Without", {"title": "Nothing here yet", "text": "This shelf is being filled."}),
        ]),
        Entry("details", [S("Closed and open")]),
        Entry("toast", [S("One at a time, for six seconds")]),
        Entry("waiting", [S("A slow answer is on its way")]),
    ]  # fmt: skip


def bag() -> list[Entry]:
    plain, code = samples.quote(), samples.quote(coupon=samples.FESTIVE, delivery=Money(9_900))
    short = samples.bag_row(3, 2, problem="Only 2 are left in M.", most=2)
    news = "Was ₹1,699 when you put it in; now ₹1,499."
    return [
        Entry("bag_line", [
            S("Plain", {"row": samples.bag_row(), "target": "line"}),
            S("Price changed, two of them",
              {"row": samples.bag_row(2, news=news), "target": "line"}),
            S("Problem, with a way out", {"row": short, "target": "line"}),
        ], list_class="bag"),
        Entry("bag_undo", [S("Just taken out", {"row": samples.taken_out(), "target": "line"})],
              list_class="bag"),
        Entry("summary", [
            S("Delivery free", {"rows": summary_rows(plain), "total": plain.total}),
            S("Code and fee", {"rows": summary_rows(code), "total": code.total}),
        ]),
        Entry("coupon", [
            S("None", {"quote": plain}),
            S("Applied", {"quote": code, "code": "DIWALI15"}),
            S("Kept, not yet", {"quote": samples.quote(why_not="Add ₹201 more of kurtas."),
                                "code": "KURTA500"}),
            S("Refused", {"quote": plain, "typed": "DIVALI", "refusal": "We know no such code."}),
        ]),
        Entry("measure", [S("₹151 to free delivery")]),
        Entry("parcel", [
            S("With its price", {"line": samples.order_line(), "amount": Money(149_900)},
              "demo/markup.html#parcel-line"),
            S("Two of them, with small print",
              {"line": samples.order_line(), "quantity": 2, "note": "Return till 12 Dec"},
              "demo/markup.html#parcel-line"),
        ]),
    ]  # fmt: skip


def after_the_sale() -> list[Entry]:
    charged = {"delivery": samples.delivery(fee=Money(9_900), has_cod=False), "pin": "560034"}
    known = {
        "delivery": samples.delivery(),
        "pin": "560034",
        "offers_cod": True,
        "return_until": date(2026, 12, 9),
    }
    return [
        Entry(
            "pin_box",
            [
                S("Empty", {}),
                S("Free", known),
                S("With a fee", {**charged, "offers_cod": True}),
                S("Not served", {"pin": "744301", "refusal": "We do not deliver to 744301 yet."}),
                S("No PIN code", {"pin": "5600", "error": "A PIN code has 6 digits."}),
            ],
        ),
        Entry("address", [S("Full", {"place": samples.place(), "note": "Home"})]),
        Entry("thread", [S("Done, fault, now, next", {"knots": samples.knots()})]),
        Entry("steps", [S("Step 2 of 5")]),
        Entry(
            "refund",
            [
                S("On its way", {"refund": samples.refund(RefundStatus.PENDING)}),
                S("Done", {"refund": samples.refund(RefundStatus.PROCESSED)}),
                S("Failed", {"refund": samples.refund(RefundStatus.FAILED)}),
            ],
        ),
    ]


def reviews() -> list[Entry]:
    stars, fits = samples.star_rows(), samples.fit_rows()
    short = samples.review(title="Sleeves run short", rating=3, body="", is_verified=False)
    return [
        Entry("rating", [S("Alone", {"average": "4.6"}),
                         S("With its reviews", {"average": "4.6", "reviews": 38}),
                         S("Leading to them",
                           {"average": "4.0", "reviews": 1, "href": "#reviews"})]),
        Entry("star_histogram", [S("Three stars chosen", {"rows": stars, "total": 38,
                                                          "address": "/p/bagru-buti-kurta/"})]),
        Entry("fit_histogram", [S("Of those who said", {"rows": fits,
                                                        "summary": "82% say true to size"})]),
        Entry("review", [S("From a buyer", {"review": samples.review()}),
                         S("A visitor, no words, no votes", {"review": short})],
              list_class="reviews"),
        Entry("helpful", [
            S("As found", {"review": samples.review()}),
            S("Voted", {"review": samples.review(helpful_count=13), "has_voted": True}),
            S("Refused", {"review": samples.review(), "refusal": "You cannot vote for your own."}),
        ]),
        Entry("quote", [S("From a buyer", {"review": samples.review()})], list_class="quotes"),
    ]  # fmt: skip


def way() -> list[Entry]:
    return [
        Entry("breadcrumb", [S("Two up", {"trail": [("Kurtas", "/c/kurtas/")],
                                          "here": "Bagru Buti Kurta"})]),
        Entry("pagination", [S("In the middle", samples.pages())]),
        Entry("search", [S("Field and suggestions")]),
    ]  # fmt: skip


def frame() -> list[Entry]:
    shelves = [{"name": n, "address": f"/c/{n.lower()}/"} for n in ("Kurtas", "Sarees", "Jeans")]
    address = {"legal_name": "Vastra Retail", "shop_address": "Bengaluru", "officer": "Officer",
               "officer_email": "care@example.in", "is_demo": True}  # fmt: skip
    return [
        Entry("header", [S("With three shelves", {"navigation": shelves})], is_wide=True),
        Entry("personal", [S("A guest", {"bag_count": 0}),
                           S("A customer with a bag", {"bag_count": 3, "name": "Asha"})]),
        Entry("wishes", [S("In the header", {"saved": []})]),
        Entry("menu", [S("Opens by itself", {}, "demo/markup.html#open-menu")]),
        Entry("search_dialog", [S("Opens from the header", {}, "demo/markup.html#open-search")]),
        Entry("theme_switch", [S("In the footer of every page")]),
        Entry("footer", [S("Below every page", {"navigation": shelves, **address})], is_wide=True),
        Entry("sharing", [
            S("What a preview reads", {"title": "Kurtas", "description": "Block-printed, by hand.",
                                       "path": "/c/kurtas/"}, is_source=True),
        ], is_wide=True),
    ]  # fmt: skip
