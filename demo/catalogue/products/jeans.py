"""Jeans and twills, in order of launch."""

from demo.catalogue import care, categories
from demo.catalogue.shapes import Product, worn

JEANS: tuple[Product, ...] = (
    Product(
        code="SELV",
        name="Straight Selvedge Jean",
        category=categories.JEANS,
        fit="Straight fit, mid rise",
        description=(
            "Woven on an old shuttle loom, which finishes the edge with a clean line that shows "
            "when you turn up the hem. Raw and unwashed: stiff for a fortnight, then yours. Leave "
            "the first wash as long as you can bear."
        ),
        fabric="100% cotton selvedge denim",
        material="Denim",
        gsm=460,
        care=care.RAW_DENIM,
        made_in="Ahmedabad, Gujarat",
        mrp_rupees=3999,
        price_rupees=3999,
        weight_grams=760,
        colourways=worn("jeans-indigo"),
    ),
    Product(
        code="STRAIGHT",
        name="Everyday Straight Jean",
        category=categories.JEANS,
        fit="Straight fit, mid rise",
        description=(
            "A straight leg from knee to hem and just enough stretch to forget about. The "
            "waistband is curved, so it does not gape at the back. Our most repeated order."
        ),
        fabric="99% cotton, 1% elastane",
        material="Denim",
        gsm=370,
        care=care.DENIM,
        made_in="Bengaluru, Karnataka",
        mrp_rupees=2299,
        price_rupees=1839,
        weight_grams=620,
        colourways=worn("jeans-aasmani", "jeans-indigo", "jeans-slate"),
    ),
    Product(
        code="SLIM",
        name="Slim Taper Jean",
        category=categories.JEANS,
        fit="Slim fit, mid rise",
        description=(
            "Close at the thigh, narrow at the ankle, with pockets deep enough for a large phone. "
            "The stretch recovers overnight. If you are between sizes, take the larger."
        ),
        fabric="98% cotton, 2% elastane",
        material="Denim",
        gsm=350,
        care=care.DENIM,
        made_in="Bengaluru, Karnataka",
        mrp_rupees=2199,
        price_rupees=2199,
        weight_grams=580,
        colourways=worn("jeans-slate", "jeans-kajal", "jeans-indigo"),
    ),
    Product(
        code="RELAX",
        name="Relaxed Carpenter Jean",
        category=categories.JEANS,
        fit="Relaxed fit, high rise",
        description=(
            "Room through the seat and a leg that falls straight from it. Triple-stitched along "
            "the inseam like a work trouser. Softens faster than you would think."
        ),
        fabric="100% cotton bull denim",
        material="Denim",
        gsm=360,
        care=care.DENIM,
        made_in="Ahmedabad, Gujarat",
        mrp_rupees=2799,
        price_rupees=2799,
        weight_grams=720,
        colourways=worn("jeans-ret", "jeans-mehendi"),
    ),
    Product(
        code="MOM",
        name="High Rise Mom Jean",
        category=categories.JEANS,
        fit="High rise, tapered leg",
        description=(
            "Sits at the waist, curves over the hip and tapers to the ankle. There is no stretch, "
            "so it will feel firm for the first hour. The hem is left long enough to turn up "
            "once."
        ),
        fabric="100% cotton denim",
        material="Denim",
        gsm=390,
        care=care.DENIM,
        made_in="Bengaluru, Karnataka",
        mrp_rupees=2499,
        price_rupees=1999,
        weight_grams=650,
        colourways=worn("jeans-aasmani", "jeans-slate"),
    ),
    Product(
        code="KALAJ",
        name="Kala Cotton Jean",
        category=categories.JEANS,
        fit="Straight fit, mid rise",
        description=(
            "Denim from the rain-fed cotton of Kutch, handwoven and dyed in natural indigo. The "
            "surface is uneven and alive. We make about sixty pairs a season."
        ),
        fabric="100% kala cotton denim",
        material="Denim",
        gsm=420,
        care=care.RAW_DENIM,
        made_in="Bhuj, Gujarat",
        mrp_rupees=3699,
        price_rupees=3699,
        weight_grams=700,
        colourways=worn("jeans-indigo"),
    ),
    Product(
        code="TWILL",
        name="Five Pocket Twill",
        category=categories.JEANS,
        fit="Straight fit, high rise",
        description=(
            "Cut exactly like our straight jean, in a twill that is dyed after weaving and takes "
            "a belt and a shirt more easily. The waist sits high enough to sit down in comfort. "
            "Press a crease or leave it."
        ),
        fabric="99% cotton, 1% elastane",
        material="Cotton",
        gsm=290,
        care=care.COTTON,
        made_in="Bengaluru, Karnataka",
        mrp_rupees=1999,
        price_rupees=1799,
        weight_grams=520,
        colourways=worn("jeans-ret", "jeans-mehendi"),
    ),
    Product(
        code="LIGHT",
        name="Summer Weight Jean",
        category=categories.JEANS,
        fit="Straight fit, mid rise",
        description=(
            "A jean for forty degrees: eight-ounce denim with linen in the weft. It breathes, it "
            "creases a little, and it weighs as much as a pair of chinos. The pocket bags are "
            "mulmul."
        ),
        fabric="82% cotton, 18% linen",
        material="Denim",
        gsm=270,
        care=care.DENIM,
        made_in="Ahmedabad, Gujarat",
        mrp_rupees=2399,
        price_rupees=1919,
        weight_grams=500,
        colourways=worn("jeans-aasmani", "jeans-ret"),
    ),
    Product(
        code="BLACKJ",
        name="Stay Black Jean",
        category=categories.JEANS,
        fit="Slim fit, mid rise",
        description=(
            "Dyed in the yarn and again in the cloth, so it is slow to turn grey. Wash it inside "
            "out in cold water and it will hold through the first year. Matching thread and dark "
            "rivets."
        ),
        fabric="98% cotton, 2% elastane",
        material="Denim",
        gsm=360,
        care=care.DENIM,
        made_in="Bengaluru, Karnataka",
        mrp_rupees=2299,
        price_rupees=2299,
        weight_grams=590,
        colourways=worn("jeans-kajal"),
    ),
    Product(
        code="STONE",
        name="Stone Wash Straight Jean",
        category=categories.JEANS,
        fit="Straight fit, mid rise",
        description=(
            "Washed with pumice until the blue is pale at the thigh and behind the knee. The "
            "softness is there on the first day. Comes with an 84 centimetre inseam, so that it "
            "can be hemmed for your shoes."
        ),
        fabric="98% cotton, 2% elastane",
        material="Denim",
        gsm=365,
        care=care.DENIM,
        made_in="Bengaluru, Karnataka",
        mrp_rupees=2399,
        price_rupees=1919,
        weight_grams=630,
        colourways=worn("jeans-aasmani"),
    ),
    Product(
        code="ECO",
        name="Low Water Jean",
        category=categories.JEANS,
        fit="Straight fit, mid rise",
        description=(
            "Faded with laser and ozone instead of stones and bleach, which saves most of the "
            "water a wash usually takes. The recycled yarn comes from denim offcuts. You would "
            "not know from looking."
        ),
        fabric="70% cotton, 30% recycled cotton",
        material="Denim",
        gsm=380,
        care=care.DENIM,
        made_in="Ahmedabad, Gujarat",
        mrp_rupees=2599,
        price_rupees=2599,
        weight_grams=650,
        colourways=worn("jeans-slate", "jeans-indigo"),
    ),
    Product(
        code="CLASSIC",
        name="Five Pocket Classic",
        category=categories.JEANS,
        fit="Regular fit, mid rise",
        description=(
            "The jean before fashion got to it: regular leg, regular rise, copper rivets, five "
            "pockets. Rigid denim, rinsed once. It will look best in about two years."
        ),
        fabric="100% cotton denim",
        material="Denim",
        gsm=410,
        care=care.DENIM,
        made_in="Ahmedabad, Gujarat",
        mrp_rupees=1999,
        price_rupees=1999,
        weight_grams=690,
        colourways=worn("jeans-indigo", "jeans-kajal"),
    ),
    Product(
        code="ANKLE",
        name="Ankle Taper Jean",
        category=categories.JEANS,
        fit="Slim fit, ankle length",
        description=(
            "Ends just above the ankle bone, so it needs no hemming and shows the shoe. Light, "
            "with a comfortable stretch. Good with kolhapuris, good with sneakers."
        ),
        fabric="98% cotton, 2% elastane",
        material="Denim",
        gsm=330,
        care=care.DENIM,
        made_in="Bengaluru, Karnataka",
        mrp_rupees=1999,
        price_rupees=1799,
        weight_grams=520,
        colourways=worn("jeans-mehendi", "jeans-ret"),
    ),
    Product(
        code="LOOSE",
        name="Loose Taper Jean",
        category=categories.JEANS,
        fit="Loose fit, tapered leg",
        description=(
            "Wide at the thigh and gathered in below the knee, in a denim that keeps the shape. "
            "Sit on a scooter, a mat or a high stool; it does not bind. Take your true waist."
        ),
        fabric="100% cotton denim",
        material="Denim",
        gsm=395,
        care=care.DENIM,
        made_in="Ahmedabad, Gujarat",
        mrp_rupees=2699,
        price_rupees=2159,
        weight_grams=700,
        colourways=worn("jeans-slate", "jeans-mehendi"),
    ),
)
