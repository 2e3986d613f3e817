"""Jackets, in order of launch."""

from demo.catalogue import care, categories
from demo.catalogue.shapes import Product, worn

JACKETS: tuple[Product, ...] = (
    Product(
        code="TRUCKER",
        name="Denim Work Jacket",
        category=categories.JACKETS,
        fit="Regular fit, hip length",
        description=(
            "Twelve-ounce denim, rinsed once, with a two-way metal zip. Roomy enough in the arm "
            "for a sweater. The indigo fades first at the elbows and along the pocket edge."
        ),
        fabric="100% cotton denim",
        material="Denim",
        gsm=400,
        care=care.DENIM,
        made_in="Ahmedabad, Gujarat",
        mrp_rupees=3499,
        price_rupees=2799,
        weight_grams=820,
        colourways=worn("jacket-indigo"),
    ),
    Product(
        code="FIELD",
        name="Field Jacket",
        category=categories.JACKETS,
        fit="Relaxed fit, hip length",
        description=(
            "Dense twill that stops wind and light drizzle. Two welt pockets outside, one inside "
            "for a passport. The cuffs are plain, so it can be layered without bunching."
        ),
        fabric="100% cotton twill",
        material="Cotton",
        gsm=280,
        care=care.COTTON,
        made_in="Bengaluru, Karnataka",
        mrp_rupees=3999,
        price_rupees=3999,
        weight_grams=780,
        colourways=worn("jacket-mehendi", "jacket-ret"),
    ),
    Product(
        code="BOMBER",
        name="City Bomber",
        category=categories.JACKETS,
        fit="Regular fit, waist length",
        description=(
            "A plain bomber with no badges. The outer cloth has a faint sheen from the nylon, the "
            "lining is soft cotton and the zip is brass. Warm down to about fifteen degrees over "
            "a tee."
        ),
        fabric="65% cotton, 35% nylon, cotton lining",
        material="Cotton",
        gsm=240,
        care=care.JACKET,
        made_in="Noida, Uttar Pradesh",
        mrp_rupees=4499,
        price_rupees=3599,
        weight_grams=720,
        colourways=worn("jacket-kajal", "jacket-tulsi"),
    ),
    Product(
        code="KANTHA",
        name="Kantha Quilted Jacket",
        category=categories.JACKETS,
        fit="Relaxed fit, hip length",
        description=(
            "Three layers of cotton held together by running stitch, every line of it by hand. "
            "One jacket is about thirty hours of work. The stitches pucker after the first wash "
            "and the jacket becomes itself."
        ),
        fabric="100% cotton, three layers",
        material="Cotton",
        gsm=320,
        care=care.HAND_EMBROIDERY,
        made_in="Bolpur, West Bengal",
        mrp_rupees=5999,
        price_rupees=5999,
        weight_grams=690,
        colourways=worn("jacket-madder-kantha"),
    ),
    Product(
        code="CHORE",
        name="Chore Jacket",
        category=categories.JACKETS,
        fit="Boxy fit, hip length",
        description=(
            "The straight, square jacket of workshops everywhere, in a canvas that starts firm. "
            "No shoulder pads, no lining, no darts. Put it on over whatever you have."
        ),
        fabric="100% cotton canvas",
        material="Canvas",
        gsm=340,
        care=care.COTTON,
        made_in="Coimbatore, Tamil Nadu",
        mrp_rupees=2999,
        price_rupees=2999,
        weight_grams=760,
        colourways=worn("jacket-ret", "jacket-indigo"),
    ),
    Product(
        code="KHADIJ",
        name="Khadi Overshirt Jacket",
        category=categories.JACKETS,
        fit="Relaxed fit, hip length",
        description=(
            "Thick khadi with visible slubs, cut between a shirt and a jacket. Unlined, so that "
            "it breathes on a train. Seams are bound inside with bias tape."
        ),
        fabric="100% handspun cotton khadi",
        material="Khadi",
        gsm=260,
        care=care.HANDLOOM,
        made_in="Sevagram, Maharashtra",
        mrp_rupees=3799,
        price_rupees=3799,
        weight_grams=560,
        colourways=worn("jacket-kajal", "jacket-mehendi"),
    ),
    Product(
        code="QUILT",
        name="Razai Light Jacket",
        category=categories.JACKETS,
        fit="Regular fit, hip length",
        description=(
            "Filled the way a Jaipuri razai is, with a thin sheet of carded cotton, fluffed and "
            "laid by hand. Warm for its weight and quiet when you move. Air it in the sun rather "
            "than washing it often."
        ),
        fabric="100% cotton, cotton fill",
        material="Cotton",
        gsm=210,
        care=care.JACKET,
        made_in="Jaipur, Rajasthan",
        mrp_rupees=4999,
        price_rupees=3999,
        weight_grams=620,
        colourways=worn("jacket-tulsi", "jacket-madder-kantha"),
    ),
    Product(
        code="RAIN",
        name="Dry Wax Rain Jacket",
        category=categories.JACKETS,
        fit="Regular fit, thigh length",
        description=(
            "Cotton proofed with a dry wax that sheds a monsoon commute but not a cloudburst. It "
            "marks and creases like old leather. Re-wax it once a year; we send a small tin with "
            "it."
        ),
        fabric="100% cotton, wax finish",
        material="Cotton",
        gsm=260,
        care=care.WAXED,
        made_in="Bengaluru, Karnataka",
        mrp_rupees=6499,
        price_rupees=6499,
        weight_grams=940,
        colourways=worn("jacket-mehendi", "jacket-kajal"),
    ),
    Product(
        code="HARRING",
        name="Short Zip Jacket",
        category=categories.JACKETS,
        fit="Regular fit, waist length",
        description=(
            "A light zip jacket for evenings between October and March. The collar stands up by "
            "itself and the hem sits at the belt. Machine washable, lining and all."
        ),
        fabric="98% cotton, 2% elastane",
        material="Cotton",
        gsm=250,
        care=care.COTTON,
        made_in="Bengaluru, Karnataka",
        mrp_rupees=2999,
        price_rupees=2999,
        weight_grams=600,
        colourways=worn("jacket-ret", "jacket-tulsi"),
    ),
    Product(
        code="SASHIKO",
        name="Stitched Denim Jacket",
        category=categories.JACKETS,
        fit="Boxy fit, hip length",
        description=(
            "Raw denim with rows of running stitch at the yoke and elbows, where jackets wear out "
            "first. The thread is undyed and will pick up a little indigo. Cut square, worn open "
            "or closed."
        ),
        fabric="100% cotton denim",
        material="Denim",
        gsm=380,
        care=care.RAW_DENIM,
        made_in="Ahmedabad, Gujarat",
        mrp_rupees=4799,
        price_rupees=4799,
        weight_grams=840,
        colourways=worn("jacket-indigo"),
    ),
    Product(
        code="TWILLJ",
        name="Twill Zip Overshirt",
        category=categories.JACKETS,
        fit="Regular fit, hip length",
        description=(
            "Half shirt, half jacket, and the piece most of us reach for. A soft collar, welt "
            "pockets set for the hands, a zip that runs easily. Takes a hoodie underneath."
        ),
        fabric="100% cotton twill",
        material="Cotton",
        gsm=220,
        care=care.COTTON,
        made_in="Bhilwara, Rajasthan",
        mrp_rupees=2499,
        price_rupees=1999,
        weight_grams=520,
        colourways=worn("jacket-kajal", "jacket-ret", "jacket-mehendi"),
    ),
    Product(
        code="PATCH",
        name="Patchwork Kantha Jacket",
        category=categories.JACKETS,
        fit="Oversized, hip length",
        description=(
            "Made from two layers of old cotton saree joined with kantha, so the inside has a "
            "pattern that you and we could not choose. Small mends are left visible. Each one is "
            "checked, washed and measured by hand."
        ),
        fabric="100% cotton, recycled sarees",
        material="Cotton",
        gsm=340,
        care=care.HAND_EMBROIDERY,
        made_in="Shantiniketan, West Bengal",
        mrp_rupees=6499,
        price_rupees=5199,
        weight_grams=710,
        colourways=worn("jacket-madder-kantha"),
    ),
    Product(
        code="TRAVEL",
        name="Travel Jacket",
        category=categories.JACKETS,
        fit="Slim fit, hip length",
        description=(
            "Four pockets, two of them zipped and none of them obvious. The cloth stretches, "
            "dries overnight and does not crease in a bag. Slim, so take a size up for layers."
        ),
        fabric="62% cotton, 35% recycled polyester, 3% elastane",
        material="Cotton",
        gsm=230,
        care=care.COTTON,
        made_in="Noida, Uttar Pradesh",
        mrp_rupees=3299,
        price_rupees=3299,
        weight_grams=560,
        colourways=worn("jacket-kajal"),
    ),
)
