"""Dresses, in order of launch."""

from demo.catalogue import care, categories
from demo.catalogue.shapes import Product, worn

DRESSES: tuple[Product, ...] = (
    Product(
        code="TIER",
        name="Mulmul Gather Dress",
        category=categories.DRESSES,
        fit="Fitted bodice, gathered skirt, midi",
        description=(
            "Four metres of mulmul gathered into a narrow waist. It swings when you walk and "
            "folds to the size of a paperback. Lined to the knee in the same cloth, with a pocket "
            "in each side seam."
        ),
        fabric="100% cotton mulmul",
        material="Cotton",
        gsm=85,
        care=care.COTTON,
        made_in="Jaipur, Rajasthan",
        mrp_rupees=2499,
        price_rupees=2499,
        weight_grams=310,
        colourways=worn("dress-madder", "dress-mor", "dress-haldi"),
    ),
    Product(
        code="JAALD",
        name="Sanganeri Jaal Dress",
        category=categories.DRESSES,
        fit="Fit and flare, midi",
        description=(
            "A blue vine on white, printed by hand with two blocks: one for the line, one for the "
            "leaf. The seam at the waist is placed between repeats, so the stems are not cut in "
            "half. Side zip, real pockets."
        ),
        fabric="100% cotton cambric",
        material="Cotton",
        gsm=105,
        care=care.BLOCK,
        made_in="Sanganer, Rajasthan",
        mrp_rupees=2799,
        price_rupees=2239,
        weight_grams=340,
        colourways=worn("dress-chalk-jaal"),
    ),
    Product(
        code="BANDD",
        name="Bandhani Dress",
        category=categories.DRESSES,
        fit="Fit and flare, knee length",
        description=(
            "The dots are tied by hand, some eleven thousand to a dress, and opened only after "
            "the last dye. We press it lightly so that the small peaks stay. They flatten with "
            "washing, which is normal."
        ),
        fabric="100% cotton",
        material="Cotton",
        gsm=110,
        care=care.NATURAL_DYE,
        made_in="Bhuj, Gujarat",
        mrp_rupees=3299,
        price_rupees=3299,
        weight_grams=330,
        colourways=worn("dress-indigo-bandhani"),
    ),
    Product(
        code="BUTID",
        name="Gulab Buti Dress",
        category=categories.DRESSES,
        fit="Fitted bodice, gathered skirt, knee length",
        description=(
            "Small flowers set wide apart on a soft ground, the kind of print that does not tire "
            "the eye. The waist has elastic at the back only, so the front stays flat. Light "
            "enough for May, decent enough for lunch with elders."
        ),
        fabric="100% cotton mulmul",
        material="Cotton",
        gsm=90,
        care=care.BLOCK,
        made_in="Bagru, Rajasthan",
        mrp_rupees=2299,
        price_rupees=1839,
        weight_grams=280,
        colourways=worn("dress-gulab-buti"),
    ),
    Product(
        code="LEHER",
        name="Leheriya Wave Dress",
        category=categories.DRESSES,
        fit="Fit and flare, midi",
        description=(
            "Cloth rolled on the diagonal, bound with thread and dyed, opened and rolled again: "
            "the lines of leheriya are the lines of the rope. They run down the bodice and around "
            "the skirt. Each panel is a little different."
        ),
        fabric="100% cotton",
        material="Cotton",
        gsm=100,
        care=care.NATURAL_DYE,
        made_in="Jaipur, Rajasthan",
        mrp_rupees=3099,
        price_rupees=2479,
        weight_grams=320,
        colourways=worn("dress-geru-leheriya"),
    ),
    Product(
        code="KAJALD",
        name="Kajal Bagru Dress",
        category=categories.DRESSES,
        fit="Fit and flare, midi",
        description=(
            "A dark ground of iron and jaggery, left to ferment for a fortnight before it goes on "
            "the cloth. The blocks are printed after. It is our evening dress for people who do "
            "not own heels."
        ),
        fabric="100% cotton cambric",
        material="Cotton",
        gsm=115,
        care=care.BLOCK,
        made_in="Bagru, Rajasthan",
        mrp_rupees=2699,
        price_rupees=2699,
        weight_grams=350,
        colourways=worn("dress-kajal-bagru"),
    ),
    Product(
        code="NEEMD",
        name="Garden Jaal Dress",
        category=categories.DRESSES,
        fit="Relaxed bodice, gathered skirt, midi",
        description=(
            "A net of leaves on voile, with a cotton lining that stops above the hem so the skirt "
            "stays airy. The armhole is cut high, so nothing shows at the side. Wash it with "
            "greens."
        ),
        fabric="100% cotton voile",
        material="Cotton",
        gsm=80,
        care=care.BLOCK,
        made_in="Sanganer, Rajasthan",
        mrp_rupees=2599,
        price_rupees=2079,
        weight_grams=290,
        colourways=worn("dress-neem-jaal"),
    ),
    Product(
        code="WORKD",
        name="Monday Dress",
        category=categories.DRESSES,
        fit="Semi-fitted, knee length",
        description=(
            "A poplin dress with darts where they help and a skirt wide enough for stairs. It "
            "does not need ironing if you hang it wet. Deep pockets, hidden side zip."
        ),
        fabric="97% cotton, 3% elastane",
        material="Cotton",
        gsm=140,
        care=care.COTTON,
        made_in="Bengaluru, Karnataka",
        mrp_rupees=2199,
        price_rupees=2199,
        weight_grams=360,
        colourways=worn("dress-mor", "dress-madder"),
    ),
    Product(
        code="LINEND",
        name="Linen Day Dress",
        category=categories.DRESSES,
        fit="Relaxed fit, midi",
        description=(
            "Mid-weight linen, washed after stitching. The bodice is loose and the gathers are "
            "few, so it moves like a large shirt with a waist. Creases are part of it."
        ),
        fabric="100% linen",
        material="Linen",
        gsm=150,
        care=care.LINEN,
        made_in="Kolkata, West Bengal",
        mrp_rupees=3999,
        price_rupees=3999,
        weight_grams=430,
        colourways=worn("dress-haldi", "dress-mor"),
        own_hsn="620449",
    ),
    Product(
        code="KHADID",
        name="Khadi Gather Dress",
        category=categories.DRESSES,
        fit="Fitted bodice, gathered skirt, midi",
        description=(
            "Handspun cloth has more grip than mill cotton, so the gathers stand out from the "
            "waist and keep their shape. Heavier than it looks on the hanger. It will be softer "
            "next year."
        ),
        fabric="100% handspun cotton khadi",
        material="Khadi",
        gsm=130,
        care=care.HANDLOOM,
        made_in="Sevagram, Maharashtra",
        mrp_rupees=3299,
        price_rupees=3299,
        weight_grams=420,
        colourways=worn("dress-madder"),
    ),
    Product(
        code="CHANDD",
        name="Chanderi Evening Dress",
        category=categories.DRESSES,
        fit="Fit and flare, midi",
        description=(
            "A full skirt in silk-cotton Chanderi, lined twice so that it holds its bell without "
            "a petticoat. Plain, because the light on the cloth is the ornament. Side zip, hook "
            "at the top."
        ),
        fabric="65% cotton, 35% silk",
        material="Cotton",
        gsm=85,
        care=care.SILK_WASH,
        made_in="Chanderi, Madhya Pradesh",
        mrp_rupees=4499,
        price_rupees=4499,
        weight_grams=320,
        colourways=worn("dress-mor", "dress-madder"),
    ),
    Product(
        code="BUTIKN",
        name="Buti Everyday Dress",
        category=categories.DRESSES,
        fit="Easy fit, knee length",
        description=(
            "The dress we are asked to make again every summer. A round of gathers at the waist, "
            "a print that hides tea, and nothing that needs the dry cleaner."
        ),
        fabric="100% cotton cambric",
        material="Cotton",
        gsm=110,
        care=care.BLOCK,
        made_in="Jaipur, Rajasthan",
        mrp_rupees=1799,
        price_rupees=1599,
        weight_grams=290,
        colourways=worn("dress-gulab-buti"),
    ),
    Product(
        code="BLUEJ",
        name="Blue Pottery Dress",
        category=categories.DRESSES,
        fit="Semi-fitted, midi",
        description=(
            "The colours come from the blue pottery of Jaipur, quartz-white with cobalt. Printed "
            "on a firmer cotton than our summer dresses, so it can be worn from October on. The "
            "hem is deep enough to let down."
        ),
        fabric="100% cotton",
        material="Cotton",
        gsm=120,
        care=care.BLOCK,
        made_in="Jaipur, Rajasthan",
        mrp_rupees=2499,
        price_rupees=1999,
        weight_grams=350,
        colourways=worn("dress-chalk-jaal"),
    ),
    Product(
        code="VISCD",
        name="Soft Fall Dress",
        category=categories.DRESSES,
        fit="Fitted bodice, gathered skirt, midi",
        description=(
            "Viscose falls close to the body and moves late, a beat after you do. It is cool, and "
            "it shrinks a little the first time; we have allowed two centimetres. Dry it flat."
        ),
        fabric="100% viscose",
        material="Viscose",
        gsm=120,
        care=care.VISCOSE,
        made_in="Surat, Gujarat",
        mrp_rupees=1999,
        price_rupees=1599,
        weight_grams=300,
        colourways=worn("dress-haldi", "dress-madder"),
        own_hsn="620444",
    ),
    Product(
        code="KNOT",
        name="Thousand Knot Dress",
        category=categories.DRESSES,
        fit="Fit and flare, midi",
        description=(
            "Fine bandhani on silk-cotton, tied in Jamnagar, where the water is said to make reds "
            "and blues clearer. The dots form squares on the skirt and thin out towards the "
            "waist. Fully lined."
        ),
        fabric="70% cotton, 30% silk",
        material="Cotton",
        gsm=95,
        care=care.SILK_WASH,
        made_in="Jamnagar, Gujarat",
        mrp_rupees=4299,
        price_rupees=3439,
        weight_grams=310,
        colourways=worn("dress-indigo-bandhani"),
    ),
    Product(
        code="MONSOON",
        name="Monsoon Dress",
        category=categories.DRESSES,
        fit="Relaxed fit, knee length",
        description=(
            "Made for the months when nothing dries. The blend sheds water, dries in two hours "
            "under a fan and keeps the knee-length hem out of puddles. Machine printed, and "
            "priced that way."
        ),
        fabric="60% cotton, 40% recycled polyester",
        material="Cotton",
        gsm=105,
        care=care.COTTON,
        made_in="Tiruppur, Tamil Nadu",
        mrp_rupees=1899,
        price_rupees=1899,
        weight_grams=260,
        colourways=worn("dress-neem-jaal", "dress-kajal-bagru"),
    ),
)
