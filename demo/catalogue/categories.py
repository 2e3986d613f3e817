"""The nine shelves of the shop: their words, size ladders, size charts and tariff codes."""

# HSN codes: First Schedule to the Customs Tariff Act, 1975 (as on the 2022 edition of the
# Harmonised System), chapters 61 and 62 for garments, 64 for shoes, 50-55 for sarees, which
# the tariff counts as cloth. Garments cut for nobody in particular go under the headings for
# women (chapter 62, note 9), except what closes left over right, as our shirts and jeans do.
# Each code is the one for the shelf's usual fibre; a product of another fibre names its own.

from demo.catalogue.shapes import Category

_LETTERS = ("XS", "S", "M", "L", "XL", "XXL")

KURTAS = Category(
    slug="kurtas",
    name="Kurtas",
    description="Handloom, block print and plain poplin, with a band collar and side slits.",
    style="kurta",
    code="KUR",
    sizes=_LETTERS,
    chart=(
        ("Chest, garment", (94, 99, 105, 111, 117, 123)),
        ("Shoulder", (38.5, 40, 42, 44, 46, 48)),
        ("Sleeve", (56, 57.5, 59, 60.5, 62, 63)),
        ("Length", (98, 100, 102, 104, 106, 107)),
    ),
    chart_note="Length is for the knee-length cut. Short ones are 24 cm less, long ones 14 more.",
    usual_stock=(6, 16, 28, 26, 15, 7),
    hsn="621142",  # other garments, women's or girls', of cotton
    position=1,
)
SHIRTS = Category(
    slug="shirts",
    name="Shirts",
    description="Oxford, linen, khadi and check, cut to be worn in or out.",
    style="shirt",
    code="SHI",
    sizes=_LETTERS,
    chart=(
        ("Chest, garment", (96, 101, 107, 113, 119, 125)),
        ("Collar", (37, 38, 39.5, 41, 42.5, 44)),
        ("Sleeve", (60, 61.5, 63, 64.5, 66, 67)),
        ("Length", (70, 72, 74, 76, 78, 79)),
    ),
    chart_note="Relaxed and boxy shirts measure 6 cm more around the chest.",
    usual_stock=(4, 15, 30, 30, 18, 8),
    hsn="620520",  # men's or boys' shirts, of cotton
    position=2,
)
TEES = Category(
    slug="tees",
    name="Tees",
    description="Jersey in every weight we like, with collars that stay flat.",
    style="tee",
    code="TEE",
    sizes=_LETTERS,
    chart=(
        ("Chest, garment", (90, 95, 101, 107, 113, 119)),
        ("Shoulder", (40, 42, 44, 46, 48, 50)),
        ("Length", (66, 68, 70, 72, 74, 75)),
    ),
    chart_note="Boxy and oversized tees measure 8 cm more at the chest and 2 cm less in length.",
    usual_stock=(10, 28, 48, 46, 26, 12),
    hsn="610910",  # T-shirts, singlets and other vests, knitted, of cotton
    position=3,
)
JEANS = Category(
    slug="jeans",
    name="Jeans",
    description="Denim and twill in straight, slim and loose legs, by the inch at the waist.",
    style="jeans",
    code="JEA",
    sizes=("28", "30", "32", "34", "36", "38"),
    chart=(
        ("Waist, garment", (73, 78, 83, 88, 93, 98)),
        ("Hip, garment", (93, 97, 101, 106, 111, 116)),
        ("Thigh", (56, 58, 60.5, 63, 65.5, 68)),
        ("Inseam", (80, 81, 82, 82, 83, 83)),
    ),
    chart_note="Measured flat and doubled, before the first wash. Size is the waist in inches.",
    usual_stock=(6, 16, 26, 22, 12, 6),
    hsn="620342",  # men's or boys' trousers, of cotton
    position=4,
)
DRESSES = Category(
    slug="dresses",
    name="Dresses",
    description="A waist, a gathered skirt and pockets, in mulmul, voile and linen.",
    style="dress",
    code="DRE",
    sizes=_LETTERS,
    chart=(
        ("Bust, garment", (86, 91, 96, 102, 108, 115)),
        ("Waist, garment", (70, 75, 80, 86, 92, 99)),
        ("Shoulder", (35, 36, 37, 38.5, 40, 41.5)),
        ("Length", (112, 113, 114, 115, 116, 117)),
    ),
    chart_note="Length is for the midi cut. Knee-length dresses are 16 cm shorter.",
    usual_stock=(7, 18, 24, 18, 10, 5),
    hsn="620442",  # women's or girls' dresses, of cotton
    position=5,
)
SAREES = Category(
    slug="sarees",
    name="Sarees",
    description="Silk, cotton and linen from the towns that made each weave its own.",
    style="saree",
    code="SAR",
    sizes=("Free size",),
    chart=(
        ("Length", (550,)),
        ("Width", (115,)),
        ("Blouse piece", (80,)),
    ),
    chart_note="Handloom lengths vary by up to 5 cm. The blouse piece is woven on, to be cut off.",
    usual_stock=(14,),
    hsn="500720",  # woven fabrics with 85 % or more silk by weight
    position=6,
)
JACKETS = Category(
    slug="jackets",
    name="Jackets",
    description="Denim, twill and kantha for cool evenings and the hills.",
    style="jacket",
    code="JAC",
    sizes=("S", "M", "L", "XL", "XXL"),
    chart=(
        ("Chest, garment", (104, 110, 116, 122, 128)),
        ("Shoulder", (43, 45, 47, 49, 51)),
        ("Sleeve", (61, 62.5, 64, 65.5, 66.5)),
        ("Length", (64, 66, 68, 70, 71)),
    ),
    chart_note="Measured closed, over a flat table. Thigh-length jackets are 12 cm longer.",
    usual_stock=(8, 16, 16, 10, 5),
    hsn="620230",  # women's or girls' wind-jackets and similar articles, of cotton
    position=7,
)
HOODIES = Category(
    slug="hoodies",
    name="Hoodies",
    description="Fleece and french terry, from monsoon-thin to hill-station thick.",
    style="hoodie",
    code="HOO",
    sizes=_LETTERS,
    chart=(
        ("Chest, garment", (100, 105, 111, 117, 123, 129)),
        ("Shoulder", (44, 46, 48, 50, 52, 54)),
        ("Sleeve", (58, 60, 62, 63.5, 65, 66)),
        ("Length", (64, 66, 68, 70, 72, 73)),
    ),
    chart_note="Oversized hoodies measure 10 cm more around the chest and 3 cm less in length.",
    usual_stock=(5, 14, 24, 24, 14, 7),
    hsn="611020",  # jerseys, pullovers and similar articles, knitted, of cotton
    position=8,
)
SNEAKERS = Category(
    slug="sneakers",
    name="Sneakers",
    description="Canvas, khadi and hemp on rubber soles, in whole UK sizes.",
    style="sneakers",
    code="SNE",
    sizes=("UK 5", "UK 6", "UK 7", "UK 8", "UK 9", "UK 10", "UK 11"),
    chart=(
        ("Foot length", (24, 24.5, 25.5, 26.5, 27, 28, 29)),
        ("Ball width", (8.9, 9.1, 9.4, 9.7, 9.9, 10.2, 10.5)),
    ),
    chart_note="Stand on paper, mark heel and longest toe, measure between. Between sizes, go up.",
    usual_stock=(5, 9, 15, 18, 16, 10, 5),
    hsn="640419",  # footwear with soles of rubber or plastics and uppers of textile
    position=9,
)

CATEGORIES: tuple[Category, ...] = (
    KURTAS,
    SHIRTS,
    TEES,
    JEANS,
    DRESSES,
    SAREES,
    JACKETS,
    HOODIES,
    SNEAKERS,
)
