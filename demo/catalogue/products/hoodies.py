"""Hoodies, in order of launch."""

from demo.catalogue import care, categories
from demo.catalogue.shapes import Product, worn

HOODIES: tuple[Product, ...] = (
    Product(
        code="HEAVYH",
        name="Heavyweight Hoodie",
        category=categories.HOODIES,
        fit="Relaxed fit",
        description=(
            "Loopback outside, brushed inside, and heavy enough for the hood to stand up. Ribs at "
            "cuff and hem are deep and do not go slack. It will be with you for many winters."
        ),
        fabric="100% cotton fleece",
        material="Cotton",
        gsm=420,
        care=care.FLEECE,
        made_in="Ludhiana, Punjab",
        mrp_rupees=2699,
        price_rupees=2699,
        weight_grams=680,
        colourways=worn("hoodie-charcoal", "hoodie-kora", "hoodie-tulsi"),
    ),
    Product(
        code="EVERYH",
        name="Everyday Hoodie",
        category=categories.HOODIES,
        fit="Regular fit",
        description=(
            "The hoodie you leave on the back of the chair. A little polyester keeps it light and "
            "quick to dry. One kangaroo pocket, flat drawcord, no print."
        ),
        fabric="80% cotton, 20% polyester",
        material="Cotton",
        gsm=320,
        care=care.FLEECE,
        made_in="Tiruppur, Tamil Nadu",
        mrp_rupees=1799,
        price_rupees=1499,
        weight_grams=540,
        colourways=worn("hoodie-indigo", "hoodie-charcoal", "hoodie-geru"),
    ),
    Product(
        code="TERRY",
        name="French Terry Hoodie",
        category=categories.HOODIES,
        fit="Regular fit",
        description=(
            "Looped on the inside instead of brushed, so it absorbs and breathes. Right for "
            "Bengaluru all year and Delhi until Diwali. Softens quickly."
        ),
        fabric="100% cotton french terry",
        material="Cotton",
        gsm=260,
        care=care.FLEECE,
        made_in="Tiruppur, Tamil Nadu",
        mrp_rupees=1999,
        price_rupees=1999,
        weight_grams=450,
        colourways=worn("hoodie-kora", "hoodie-jamun"),
    ),
    Product(
        code="OVERH",
        name="Oversized Hoodie",
        category=categories.HOODIES,
        fit="Oversized, dropped shoulder",
        description=(
            "Wide in the body and short at the hem, with a hood lined in jersey. The shoulder "
            "falls well past the bone. If you want it merely relaxed, go one size down."
        ),
        fabric="100% cotton fleece",
        material="Cotton",
        gsm=380,
        care=care.FLEECE,
        made_in="Ludhiana, Punjab",
        mrp_rupees=2499,
        price_rupees=1999,
        weight_grams=670,
        colourways=worn("hoodie-geru", "hoodie-jamun"),
    ),
    Product(
        code="GDYE",
        name="Garment Dyed Hoodie",
        category=categories.HOODIES,
        fit="Relaxed fit",
        description=(
            "Dyed after stitching, which leaves the seams a shade paler and the cloth already "
            "shrunk. No two batches agree exactly. Wash it inside out, with like colours."
        ),
        fabric="100% cotton fleece",
        material="Cotton",
        gsm=360,
        care=care.FLEECE,
        made_in="Tiruppur, Tamil Nadu",
        mrp_rupees=2399,
        price_rupees=2399,
        weight_grams=600,
        colourways=worn("hoodie-geru", "hoodie-tulsi"),
    ),
    Product(
        code="ORGH",
        name="Organic Cotton Hoodie",
        category=categories.HOODIES,
        fit="Regular fit",
        description=(
            "Organic cotton all through, drawcord and thread included. We left the inside "
            "unbrushed, since brushing sheds fibre in every wash. It warms up after a minute on "
            "the body."
        ),
        fabric="100% organic cotton fleece",
        material="Cotton",
        gsm=340,
        care=care.FLEECE,
        made_in="Tiruppur, Tamil Nadu",
        mrp_rupees=2599,
        price_rupees=2079,
        weight_grams=570,
        colourways=worn("hoodie-kora", "hoodie-indigo"),
    ),
    Product(
        code="RECH",
        name="Recycled Fleece Hoodie",
        category=categories.HOODIES,
        fit="Regular fit",
        description=(
            "Panipat has turned old cloth into yarn for a century. This fleece is spun there from "
            "sorted garments and bottles, and flecks of other colours show in good light. Sturdy "
            "rather than silky."
        ),
        fabric="55% recycled cotton, 45% recycled polyester",
        material="Cotton",
        gsm=330,
        care=care.FLEECE,
        made_in="Panipat, Haryana",
        mrp_rupees=1899,
        price_rupees=1899,
        weight_grams=560,
        colourways=worn("hoodie-charcoal", "hoodie-jamun"),
    ),
    Product(
        code="WAFFH",
        name="Waffle Hoodie",
        category=categories.HOODIES,
        fit="Regular fit",
        description=(
            "A light hoodie in a waffle knit that traps air. Useful under a jacket and enough by "
            "itself after sunset. It gives about two centimetres in length with wear."
        ),
        fabric="100% cotton waffle",
        material="Cotton",
        gsm=250,
        care=care.KNIT,
        made_in="Ludhiana, Punjab",
        mrp_rupees=1439,
        price_rupees=1439,
        weight_grams=430,
        colourways=worn("hoodie-tulsi", "hoodie-kora"),
    ),
    Product(
        code="INDH",
        name="Vat Indigo Hoodie",
        category=categories.HOODIES,
        fit="Relaxed fit",
        description=(
            "Dipped ten times by hand, hood and all, in a natural indigo vat. It smells faintly "
            "of the vat when new and loses that in the first wash. The ribs fade ahead of the "
            "body."
        ),
        fabric="100% cotton fleece",
        material="Cotton",
        gsm=340,
        care=care.NATURAL_DYE,
        made_in="Auroville, Tamil Nadu",
        mrp_rupees=2999,
        price_rupees=2999,
        weight_grams=580,
        colourways=worn("hoodie-indigo"),
    ),
    Product(
        code="TRACK",
        name="Training Hoodie",
        category=categories.HOODIES,
        fit="Slim fit",
        description=(
            "Close enough to run in, with thumb room in the cuff and flat seams. Sweat moves to "
            "the outside and dries there. The hood is cut small, so that it does not fly about."
        ),
        fabric="60% cotton, 40% polyester",
        material="Cotton",
        gsm=280,
        care=care.FLEECE,
        made_in="Ludhiana, Punjab",
        mrp_rupees=1699,
        price_rupees=1359,
        weight_grams=470,
        colourways=worn("hoodie-charcoal", "hoodie-indigo"),
    ),
    Product(
        code="HIMAL",
        name="Hill Station Hoodie",
        category=categories.HOODIES,
        fit="Regular fit",
        description=(
            "A little hill wool in the face yarn adds warmth without bulk or itch. We made the "
            "hood deep and the pocket warm on both sides. Wash it as you would a sweater."
        ),
        fabric="85% cotton, 15% wool",
        material="Cotton",
        gsm=400,
        care=care.WOOL_WASH,
        made_in="Kullu, Himachal Pradesh",
        mrp_rupees=2999,
        price_rupees=2999,
        weight_grams=660,
        colourways=worn("hoodie-jamun", "hoodie-charcoal"),
    ),
    Product(
        code="LIGHTH",
        name="Monsoon Hoodie",
        category=categories.HOODIES,
        fit="Regular fit",
        description=(
            "Thin, quick to dry and good over a damp tee on the way home. Folds into its own "
            "pocket. Not warm, and not meant to be."
        ),
        fabric="70% cotton, 30% recycled polyester",
        material="Cotton",
        gsm=240,
        care=care.FLEECE,
        made_in="Tiruppur, Tamil Nadu",
        mrp_rupees=1599,
        price_rupees=1279,
        weight_grams=410,
        colourways=worn("hoodie-geru", "hoodie-tulsi"),
    ),
)
