"""Tees, in order of launch."""

from demo.catalogue import care, categories
from demo.catalogue.shapes import Product, worn

TEES: tuple[Product, ...] = (
    Product(
        code="HEAVY",
        name="Heavyweight Crew Tee",
        category=categories.TEES,
        fit="Boxy fit",
        description=(
            "Dense jersey that holds its shape at the shoulder and does not cling. The collar rib "
            "is 34 millimetres deep and stitched twice. Preshrunk, so the size you buy is the "
            "size you keep."
        ),
        fabric="100% combed cotton",
        material="Cotton",
        gsm=240,
        care=care.KNIT,
        made_in="Tiruppur, Tamil Nadu",
        mrp_rupees=1099,
        price_rupees=1099,
        weight_grams=230,
        colourways=worn("tee-kajal", "tee-chalk", "tee-neem"),
    ),
    Product(
        code="EVERY",
        name="Everyday Crew Tee",
        category=categories.TEES,
        fit="Regular fit",
        description=(
            "The plain tee, made properly: combed cotton, side seams that stay at the side, tape "
            "across the shoulders. Buy one, wash it ten times, then decide about the rest."
        ),
        fabric="100% combed cotton",
        material="Cotton",
        gsm=180,
        care=care.KNIT,
        made_in="Tiruppur, Tamil Nadu",
        mrp_rupees=699,
        price_rupees=599,
        weight_grams=170,
        colourways=worn("tee-indigo", "tee-chalk", "tee-kajal"),
    ),
    Product(
        code="SLUBT",
        name="Slub Jersey Tee",
        category=categories.TEES,
        fit="Relaxed fit",
        description=(
            "Uneven yarn makes a jersey with a faint horizontal grain. It is thin, dries in an "
            "hour on a line, and looks as if you have owned it for a while. Slightly longer at "
            "the back."
        ),
        fabric="100% slub cotton",
        material="Cotton",
        gsm=150,
        care=care.KNIT,
        made_in="Tiruppur, Tamil Nadu",
        mrp_rupees=799,
        price_rupees=799,
        weight_grams=150,
        colourways=worn("tee-gulab", "tee-neem"),
    ),
    Product(
        code="ORGANIC",
        name="Organic Cotton Tee",
        category=categories.TEES,
        fit="Regular fit",
        description=(
            "Cotton grown without synthetic pesticide in Madhya Pradesh, ginned, spun and knitted "
            "in the same state. Undyed threads are used for every seam. Soft from the first day."
        ),
        fabric="100% organic cotton",
        material="Cotton",
        gsm=170,
        care=care.KNIT,
        made_in="Indore, Madhya Pradesh",
        mrp_rupees=999,
        price_rupees=999,
        weight_grams=165,
        colourways=worn("tee-chalk", "tee-neem"),
    ),
    Product(
        code="MANJISTHA",
        name="Madder Root Tee",
        category=categories.TEES,
        fit="Regular fit",
        description=(
            "Dyed with the root of the Indian madder, manjistha, over an alum mordant. The red is "
            "warm rather than bright and settles after a few washes. Keep lemon and vinegar away "
            "from it; both shift the colour."
        ),
        fabric="100% cotton",
        material="Cotton",
        gsm=190,
        care=care.NATURAL_DYE,
        made_in="Auroville, Tamil Nadu",
        mrp_rupees=1199,
        price_rupees=959,
        weight_grams=180,
        colourways=worn("tee-madder"),
    ),
    Product(
        code="STRIPET",
        name="Breton Stripe Tee",
        category=categories.TEES,
        fit="Regular fit",
        description=(
            "Stripes knitted from dyed yarn, not printed on, so both faces carry them. They meet "
            "at the side seams. The neck is a little wider than on our other tees."
        ),
        fabric="100% combed cotton",
        material="Cotton",
        gsm=190,
        care=care.KNIT,
        made_in="Tiruppur, Tamil Nadu",
        mrp_rupees=999,
        price_rupees=999,
        weight_grams=180,
        colourways=worn("tee-kora-breton"),
    ),
    Product(
        code="INDIGOT",
        name="Indigo Dipped Tee",
        category=categories.TEES,
        fit="Regular fit",
        description=(
            "Knitted in white and dipped by hand in a natural indigo vat. Seams take the dye a "
            "shade darker, and the colour moves with time. Wash it alone for the first month."
        ),
        fabric="100% cotton",
        material="Cotton",
        gsm=200,
        care=care.NATURAL_DYE,
        made_in="Auroville, Tamil Nadu",
        mrp_rupees=1299,
        price_rupees=1299,
        weight_grams=190,
        colourways=worn("tee-indigo"),
    ),
    Product(
        code="RINGER",
        name="Contrast Collar Tee",
        category=categories.TEES,
        fit="Slim fit",
        description=(
            "The collar rib is knitted a shade deeper than the body, a small thing that sharpens "
            "the whole. Close through the chest, straight to the hem. Good under a jacket."
        ),
        fabric="100% combed cotton",
        material="Cotton",
        gsm=180,
        care=care.KNIT,
        made_in="Tiruppur, Tamil Nadu",
        mrp_rupees=639,
        price_rupees=639,
        weight_grams=165,
        colourways=worn("tee-madder", "tee-indigo"),
    ),
    Product(
        code="SUNBLOCK",
        name="Sun Block Tee",
        category=categories.TEES,
        fit="Regular fit",
        description=(
            "Jersey moves under the block, so each print is placed by eye and sits a little "
            "differently. Pigment colour, heat-set, safe in the machine at thirty degrees. "
            "Printed in a four-table workshop in Jaipur."
        ),
        fabric="100% combed cotton",
        material="Cotton",
        gsm=180,
        care=care.BLOCK,
        made_in="Jaipur, Rajasthan",
        mrp_rupees=999,
        price_rupees=999,
        weight_grams=175,
        colourways=worn("tee-slate-sun"),
    ),
    Product(
        code="OVERSIZE",
        name="Dropped Shoulder Tee",
        category=categories.TEES,
        fit="Oversized",
        description=(
            "Cut two sizes wide with a short body, so it falls straight rather than ballooning. "
            "The shoulder seam lands halfway down the upper arm. Take your usual size."
        ),
        fabric="100% cotton",
        material="Cotton",
        gsm=220,
        care=care.KNIT,
        made_in="Tiruppur, Tamil Nadu",
        mrp_rupees=999,
        price_rupees=799,
        weight_grams=230,
        colourways=worn("tee-haldi", "tee-kajal"),
    ),
    Product(
        code="BAMBOO",
        name="Cool Touch Tee",
        category=categories.TEES,
        fit="Regular fit",
        description=(
            "Viscose made from bamboo pulp feels cool and drapes close; the cotton keeps it from "
            "sagging. We like it for sleeping and for long train journeys. Not the one to wear "
            "for heavy work."
        ),
        fabric="68% bamboo viscose, 28% cotton, 4% elastane",
        material="Viscose",
        gsm=165,
        care=care.VISCOSE,
        made_in="Tiruppur, Tamil Nadu",
        mrp_rupees=899,
        price_rupees=899,
        weight_grams=160,
        colourways=worn("tee-gulab", "tee-indigo"),
        own_hsn="610990",
    ),
    Product(
        code="WAFFLE",
        name="Waffle Knit Tee",
        category=categories.TEES,
        fit="Relaxed fit",
        description=(
            "Small square pockets in the knit hold air, which keeps you warm in January and cool "
            "in June. It relaxes about two centimetres with wear and comes back in the wash."
        ),
        fabric="100% cotton waffle",
        material="Cotton",
        gsm=210,
        care=care.KNIT,
        made_in="Ludhiana, Punjab",
        mrp_rupees=1099,
        price_rupees=1099,
        weight_grams=210,
        colourways=worn("tee-chalk", "tee-kajal"),
    ),
    Product(
        code="RECYCLE",
        name="Recycled Cotton Tee",
        category=categories.TEES,
        fit="Regular fit",
        description=(
            "Cutting-room waste is sorted by colour, shredded and spun again, so little new dye "
            "is needed. Flecks of other shades show in the cloth. Recycled fibre is short, which "
            "is why we blend it with new."
        ),
        fabric="60% recycled cotton, 40% cotton",
        material="Cotton",
        gsm=190,
        care=care.KNIT,
        made_in="Tiruppur, Tamil Nadu",
        mrp_rupees=799,
        price_rupees=799,
        weight_grams=185,
        colourways=worn("tee-neem", "tee-indigo"),
    ),
    Product(
        code="SUPIMA",
        name="Long Staple Tee",
        category=categories.TEES,
        fit="Slim fit",
        description=(
            "Longer fibres make a smoother yarn that does not pill. Light, even and close to the "
            "body, with a narrow collar. The tee to wear under a blazer."
        ),
        fabric="100% extra-long staple cotton",
        material="Cotton",
        gsm=160,
        care=care.KNIT,
        made_in="Tiruppur, Tamil Nadu",
        mrp_rupees=1299,
        price_rupees=1039,
        weight_grams=155,
        colourways=worn("tee-kajal", "tee-chalk"),
    ),
    Product(
        code="SAFFRON",
        name="Garment Dyed Tee",
        category=categories.TEES,
        fit="Relaxed fit",
        description=(
            "Stitched first and dyed afterwards, so the colour pools along the seams and looks "
            "lived in. Every batch comes out a little different. Already shrunk by the dyeing."
        ),
        fabric="100% cotton",
        material="Cotton",
        gsm=200,
        care=care.KNIT,
        made_in="Tiruppur, Tamil Nadu",
        mrp_rupees=899,
        price_rupees=899,
        weight_grams=195,
        colourways=worn("tee-haldi", "tee-gulab", "tee-madder"),
    ),
    Product(
        code="HARBOUR",
        name="Harbour Stripe Heavy Tee",
        category=categories.TEES,
        fit="Boxy fit",
        description=(
            "Our heavy jersey, striped in the yarn. It is firm enough to wear alone in December "
            "and square enough to go over another tee. The collar is taped from shoulder to "
            "shoulder."
        ),
        fabric="100% combed cotton",
        material="Cotton",
        gsm=230,
        care=care.KNIT,
        made_in="Tiruppur, Tamil Nadu",
        mrp_rupees=1199,
        price_rupees=959,
        weight_grams=225,
        colourways=worn("tee-kora-breton"),
    ),
    Product(
        code="MERCER",
        name="Mercerised Tee",
        category=categories.TEES,
        fit="Slim fit",
        description=(
            "Mercerising swells the fibre so that it takes colour deeply and keeps a soft sheen. "
            "It passes for dressy with pleated trousers. Iron it inside out."
        ),
        fabric="100% mercerised cotton",
        material="Cotton",
        gsm=155,
        care=care.KNIT,
        made_in="Tiruppur, Tamil Nadu",
        mrp_rupees=1099,
        price_rupees=1099,
        weight_grams=150,
        colourways=worn("tee-indigo", "tee-kajal"),
    ),
    Product(
        code="TRAIL",
        name="Quick Dry Tee",
        category=categories.TEES,
        fit="Regular fit",
        description=(
            "For walking, cycling and the gym when you would still like cotton against the skin. "
            "The polyester sits on the outside and carries moisture away. Flat seams, no label to "
            "scratch."
        ),
        fabric="55% cotton, 45% recycled polyester",
        material="Cotton",
        gsm=150,
        care=care.KNIT,
        made_in="Tiruppur, Tamil Nadu",
        mrp_rupees=719,
        price_rupees=719,
        weight_grams=150,
        colourways=worn("tee-neem", "tee-madder"),
    ),
    Product(
        code="SURAJ",
        name="Suraj Relaxed Tee",
        category=categories.TEES,
        fit="Relaxed fit",
        description=(
            "A sun from an old textile block, redrawn and cut again in sheesham. Two passes of "
            "the hand, one for each ink, with the second never quite on top of the first. The tee "
            "itself is soft, mid-weight and cut wide."
        ),
        fabric="100% cotton",
        material="Cotton",
        gsm=200,
        care=care.BLOCK,
        made_in="Bagru, Rajasthan",
        mrp_rupees=1099,
        price_rupees=879,
        weight_grams=195,
        colourways=worn("tee-slate-sun"),
    ),
)
