"""Shirts, in order of launch."""

from demo.catalogue import care, categories
from demo.catalogue.shapes import Product, worn

SHIRTS: tuple[Product, ...] = (
    Product(
        code="OXFORD",
        name="Deccan Oxford Shirt",
        category=categories.SHIRTS,
        fit="Regular fit",
        description=(
            "A basket weave with body, washed once before it reaches you so that it does not "
            "shrink. Seven buttons, one chest pocket, a curved hem that can be left out. It gets "
            "better around the tenth wash."
        ),
        fabric="100% cotton oxford",
        material="Cotton",
        gsm=150,
        care=care.COTTON,
        made_in="Bengaluru, Karnataka",
        mrp_rupees=1799,
        price_rupees=1799,
        weight_grams=270,
        colourways=worn("shirt-aasmani", "shirt-chalk", "shirt-kajal"),
    ),
    Product(
        code="MADRAS",
        name="Madras Check Shirt",
        category=categories.SHIRTS,
        fit="Relaxed fit",
        description=(
            "Light handloom from the weaving towns around Chennai, in the open check that made "
            "the cloth known abroad. The lines are matched at the pocket and across the front. "
            "Dry it in the shade and it will keep its colour for years."
        ),
        fabric="100% handloom cotton",
        material="Cotton",
        gsm=115,
        care=care.HANDLOOM,
        made_in="Chennai, Tamil Nadu",
        mrp_rupees=1999,
        price_rupees=1599,
        weight_grams=220,
        colourways=worn("shirt-madder-check", "shirt-tulsi-check"),
    ),
    Product(
        code="LINSHIRT",
        name="Coastline Linen Shirt",
        category=categories.SHIRTS,
        fit="Relaxed fit, dropped shoulder",
        description=(
            "Garment-washed linen that arrives soft, not stiff. The shoulder sits a little low "
            "and the sleeve is wide enough to push up. It creases; we think that is the point."
        ),
        fabric="100% linen",
        material="Linen",
        gsm=140,
        care=care.LINEN,
        made_in="Kolkata, West Bengal",
        mrp_rupees=2799,
        price_rupees=2799,
        weight_grams=250,
        colourways=worn("shirt-neem", "shirt-gulab", "shirt-indigo"),
        own_hsn="620590",
    ),
    Product(
        code="POPLIN",
        name="First Day Poplin Shirt",
        category=categories.SHIRTS,
        fit="Slim fit",
        description=(
            "A clean poplin shirt for interviews, meetings and weddings where you are not the one "
            "getting married. Two darts at the back, a firm collar with removable stays. Irons in "
            "three minutes."
        ),
        fabric="97% cotton, 3% elastane",
        material="Cotton",
        gsm=120,
        care=care.COTTON,
        made_in="Bengaluru, Karnataka",
        mrp_rupees=1499,
        price_rupees=1499,
        weight_grams=220,
        colourways=worn("shirt-chalk", "shirt-kajal"),
    ),
    Product(
        code="KHADISH",
        name="Khadi Work Shirt",
        category=categories.SHIRTS,
        fit="Regular fit",
        description=(
            "Handspun yarn, handwoven cloth, machine-stitched seams that will outlast both. The "
            "chest pocket holds a phone without sagging. Expect slubs and a slight unevenness of "
            "tone."
        ),
        fabric="100% handspun cotton khadi",
        material="Khadi",
        gsm=160,
        care=care.HANDLOOM,
        made_in="Sevagram, Maharashtra",
        mrp_rupees=2299,
        price_rupees=2299,
        weight_grams=290,
        colourways=worn("shirt-indigo", "shirt-chalk"),
    ),
    Product(
        code="INDSTR",
        name="Railway Stripe Shirt",
        category=categories.SHIRTS,
        fit="Boxy fit",
        description=(
            "A narrow stripe on twill, the kind once worn in railway yards because it hid the "
            "soot. Heavier than a dress shirt and lighter than a jacket; wear it as either. "
            "Triple-stitched along the arm."
        ),
        fabric="100% cotton twill",
        material="Cotton",
        gsm=175,
        care=care.COTTON,
        made_in="Ahmedabad, Gujarat",
        mrp_rupees=1899,
        price_rupees=1499,
        weight_grams=310,
        colourways=worn("shirt-chalk-stripe"),
    ),
    Product(
        code="MULMUL",
        name="Mulmul Summer Shirt",
        category=categories.SHIRTS,
        fit="Relaxed fit",
        description=(
            "Two-ply mulmul with almost no weight. It is a little sheer, so we doubled the cloth "
            "at the yoke and pocket. Made for the six weeks before the rain."
        ),
        fabric="100% cotton mulmul",
        material="Cotton",
        gsm=80,
        care=care.COTTON,
        made_in="Phulia, West Bengal",
        mrp_rupees=1599,
        price_rupees=1599,
        weight_grams=160,
        colourways=worn("shirt-gulab", "shirt-chalk"),
    ),
    Product(
        code="BLOCKSH",
        name="Block Print Resort Shirt",
        category=categories.SHIRTS,
        fit="Boxy fit",
        description=(
            "A geometric repeat, printed by hand across the whole cloth before it is cut. The "
            "motif runs over the pocket without a break. Wear it open over a tee."
        ),
        fabric="100% cotton cambric",
        material="Cotton",
        gsm=110,
        care=care.BLOCK,
        made_in="Jaipur, Rajasthan",
        mrp_rupees=1799,
        price_rupees=1439,
        weight_grams=210,
        colourways=worn("shirt-indigo-ajrakh"),
    ),
    Product(
        code="FLANNEL",
        name="Nilgiri Brushed Check Shirt",
        category=categories.SHIRTS,
        fit="Regular fit",
        description=(
            "Brushed on both faces for warmth without wool. It is meant for hill stations, early "
            "flights and offices with strong air conditioning. Cut without darts, so a vest fits "
            "under it."
        ),
        fabric="100% brushed cotton",
        material="Cotton",
        gsm=170,
        care=care.COTTON,
        made_in="Tiruppur, Tamil Nadu",
        mrp_rupees=1999,
        price_rupees=1999,
        weight_grams=310,
        colourways=worn("shirt-tulsi-check", "shirt-madder-check"),
    ),
    Product(
        code="CHAMB",
        name="Chambray Pocket Shirt",
        category=categories.SHIRTS,
        fit="Regular fit",
        description=(
            "Coloured warp, white weft: that is all chambray is, and it is enough. Softer and "
            "lighter than denim, with the same way of fading at the collar and cuff. Horn- "
            "coloured buttons."
        ),
        fabric="100% cotton chambray",
        material="Cotton",
        gsm=130,
        care=care.COTTON,
        made_in="Ahmedabad, Gujarat",
        mrp_rupees=1699,
        price_rupees=1359,
        weight_grams=250,
        colourways=worn("shirt-aasmani", "shirt-indigo"),
    ),
    Product(
        code="AJRAKHSH",
        name="Ajrakh Shirt",
        category=categories.SHIRTS,
        fit="Regular fit",
        description=(
            "Sixteen steps of washing, resist printing and dyeing go into the cloth before we cut "
            "it. The blocks meet so closely that the joins are hard to find; look near the side "
            "seam. Indigo will mark a pale chair for the first few wears."
        ),
        fabric="100% cotton",
        material="Cotton",
        gsm=125,
        care=care.NATURAL_DYE,
        made_in="Ajrakhpur, Gujarat",
        mrp_rupees=2499,
        price_rupees=2499,
        weight_grams=240,
        colourways=worn("shirt-indigo-ajrakh"),
    ),
    Product(
        code="TENCEL",
        name="Soft Drape Shirt",
        category=categories.SHIRTS,
        fit="Relaxed fit",
        description=(
            "Lyocell hangs like silk and washes like cotton. The cut has a longer back and a soft "
            "collar without stiffening. It feels cool at first touch and dries quickly."
        ),
        fabric="100% lyocell",
        material="Lyocell",
        gsm=135,
        care=care.VISCOSE,
        made_in="Surat, Gujarat",
        mrp_rupees=1899,
        price_rupees=1899,
        weight_grams=240,
        colourways=worn("shirt-kajal", "shirt-neem"),
        own_hsn="620530",
    ),
    Product(
        code="STRIPEOX",
        name="University Stripe Shirt",
        category=categories.SHIRTS,
        fit="Slim fit",
        description=(
            "Even stripes on white oxford, four millimetres wide, matched across the front. Slim "
            "through the waist, with enough room to reach for a top shelf. Takes a tie, does not "
            "need one."
        ),
        fabric="100% cotton oxford",
        material="Cotton",
        gsm=145,
        care=care.COTTON,
        made_in="Bengaluru, Karnataka",
        mrp_rupees=1799,
        price_rupees=1799,
        weight_grams=260,
        colourways=worn("shirt-chalk-stripe"),
    ),
    Product(
        code="CORD",
        name="Fine Corduroy Shirt",
        category=categories.SHIRTS,
        fit="Regular fit",
        description=(
            "Twenty-one fine ridges to the inch, so it drapes like a shirt rather than a sofa. "
            "Turn it inside out to wash and it keeps its nap. Good from November to February."
        ),
        fabric="98% cotton, 2% elastane",
        material="Cotton",
        gsm=200,
        care=care.COTTON,
        made_in="Ahmedabad, Gujarat",
        mrp_rupees=2199,
        price_rupees=2199,
        weight_grams=360,
        colourways=worn("shirt-neem", "shirt-kajal"),
    ),
    Product(
        code="ERI",
        name="Eri Silk Overshirt",
        category=categories.SHIRTS,
        fit="Relaxed fit",
        description=(
            "Eri is spun, not reeled, after the moth has left the cocoon. The cloth is matt and "
            "warm, nearer to wool than to satin. A quiet overshirt for winter evenings."
        ),
        fabric="100% eri silk",
        material="Silk",
        gsm=150,
        care=care.SILK,
        made_in="Baksa, Assam",
        mrp_rupees=2999,
        price_rupees=2999,
        weight_grams=280,
        colourways=worn("shirt-chalk"),
        own_hsn="620590",
    ),
    Product(
        code="SEERSUCK",
        name="Seersucker Shirt",
        category=categories.SHIRTS,
        fit="Relaxed fit",
        description=(
            "Alternate stripes are woven slack and pucker by themselves, so the cloth stands off "
            "the skin. No ironing, ever. A good travelling shirt."
        ),
        fabric="100% cotton seersucker",
        material="Cotton",
        gsm=120,
        care=care.COTTON,
        made_in="Coimbatore, Tamil Nadu",
        mrp_rupees=1699,
        price_rupees=1699,
        weight_grams=220,
        colourways=worn("shirt-chalk-stripe"),
    ),
    Product(
        code="HERRING",
        name="Herringbone Twill Shirt",
        category=categories.SHIRTS,
        fit="Slim fit",
        description=(
            "A herringbone so small that you see it only up close. Denser than poplin, so it does "
            "not show what you wear beneath. Long tail, for those who tuck."
        ),
        fabric="100% cotton twill",
        material="Cotton",
        gsm=140,
        care=care.COTTON,
        made_in="Bengaluru, Karnataka",
        mrp_rupees=1899,
        price_rupees=1899,
        weight_grams=260,
        colourways=worn("shirt-aasmani", "shirt-kajal"),
    ),
    Product(
        code="GAMCHHA",
        name="Gamchha Check Shirt",
        category=categories.SHIRTS,
        fit="Boxy fit",
        description=(
            "The bold check of the gamchha, Bengal's everyday towel and scarf, woven wider so "
            "that it can be cut as a shirt. Loosely spun and very absorbent. Quick to dry, and "
            "better with use."
        ),
        fabric="100% handloom cotton",
        material="Cotton",
        gsm=105,
        care=care.HANDLOOM,
        made_in="Shantipur, West Bengal",
        mrp_rupees=1499,
        price_rupees=1199,
        weight_grams=190,
        colourways=worn("shirt-madder-check"),
    ),
)
