"""Sneakers, in order of launch."""

from demo.catalogue import care, categories
from demo.catalogue.shapes import Product, worn

SNEAKERS: tuple[Product, ...] = (
    Product(
        code="CANVAS",
        name="Everyday Canvas Sneaker",
        category=categories.SNEAKERS,
        fit="True to size, low top",
        description=(
            "Plain canvas on a vulcanised rubber sole, with a cotton drill lining and metal "
            "eyelets. The insole lifts out and can be washed. Ready to walk in from the box."
        ),
        fabric="Cotton canvas upper, natural rubber sole",
        material="Canvas",
        gsm=380,
        care=care.CANVAS,
        made_in="Agra, Uttar Pradesh",
        mrp_rupees=2299,
        price_rupees=2299,
        weight_grams=720,
        colourways=worn("sneakers-chalk", "sneakers-indigo", "sneakers-kajal"),
    ),
    Product(
        code="COURT",
        name="Court Low Sneaker",
        category=categories.SNEAKERS,
        fit="True to size, low top",
        description=(
            "A cupsole stitched right through the upper, so it will not part from it. Firmer "
            "underfoot than our everyday pair and better for standing. The toe is slightly wide."
        ),
        fabric="Cotton canvas upper, rubber cupsole",
        material="Canvas",
        gsm=420,
        care=care.CANVAS,
        made_in="Ranipet, Tamil Nadu",
        mrp_rupees=3299,
        price_rupees=2639,
        weight_grams=820,
        colourways=worn("sneakers-chalk", "sneakers-neem"),
    ),
    Product(
        code="KHADISN",
        name="Khadi Sneaker",
        category=categories.SNEAKERS,
        fit="True to size, low top",
        description=(
            "Two layers of khadi with a canvas backing, which makes an upper that breathes and "
            "softens. Slubs show across the toe. Brush it dry; the cloth does not like soaking."
        ),
        fabric="Handspun khadi upper, natural rubber sole",
        material="Khadi",
        gsm=300,
        care=care.CANVAS,
        made_in="Agra, Uttar Pradesh",
        mrp_rupees=2799,
        price_rupees=2799,
        weight_grams=680,
        colourways=worn("sneakers-kajal", "sneakers-ret"),
    ),
    Product(
        code="HEMP",
        name="Hemp Trail Sneaker",
        category=categories.SNEAKERS,
        fit="Roomy toe, low top",
        description=(
            "Himalayan hemp is stubborn stuff and makes a hard-wearing upper. The sole has "
            "shallow lugs for gravel and wet steps. Takes about two weeks to give."
        ),
        fabric="55% hemp, 45% cotton upper, lugged rubber sole",
        material="Hemp",
        gsm=400,
        care=care.CANVAS,
        made_in="Dehradun, Uttarakhand",
        mrp_rupees=3499,
        price_rupees=2799,
        weight_grams=860,
        colourways=worn("sneakers-ret", "sneakers-neem"),
    ),
    Product(
        code="RETRO",
        name="Retro Runner",
        category=categories.SNEAKERS,
        fit="True to size, low top",
        description=(
            "The running shoe of an older school-yard, with a light foam midsole and a rubber "
            "toe. Comfortable for a day's walking, not built for marathons. Laces are flat and "
            "stay tied."
        ),
        fabric="Canvas and recycled mesh upper, EVA midsole",
        material="Canvas",
        gsm=320,
        care=care.CANVAS,
        made_in="Bahadurgarh, Haryana",
        mrp_rupees=3999,
        price_rupees=3999,
        weight_grams=640,
        colourways=worn("sneakers-indigo", "sneakers-madder"),
    ),
    Product(
        code="MADDERS",
        name="Madder Canvas Sneaker",
        category=categories.SNEAKERS,
        fit="True to size, low top",
        description=(
            "Canvas dyed in the piece in our house red, with matching eyelets and undyed laces. "
            "It goes with more than you would think, jeans first of all."
        ),
        fabric="Cotton canvas upper, natural rubber sole",
        material="Canvas",
        gsm=380,
        care=care.CANVAS,
        made_in="Agra, Uttar Pradesh",
        mrp_rupees=2499,
        price_rupees=1999,
        weight_grams=720,
        colourways=worn("sneakers-madder"),
    ),
    Product(
        code="PLATFORM",
        name="Platform Canvas Sneaker",
        category=categories.SNEAKERS,
        fit="True to size, low top",
        description=(
            "Four centimetres of sole, hollowed from below so that the weight stays down. Even "
            "from heel to toe, so it walks like a flat. The canvas is doubled at the heel."
        ),
        fabric="Cotton canvas upper, 4 cm rubber sole",
        material="Canvas",
        gsm=380,
        care=care.CANVAS,
        made_in="Agra, Uttar Pradesh",
        mrp_rupees=2699,
        price_rupees=2699,
        weight_grams=880,
        colourways=worn("sneakers-chalk", "sneakers-kajal"),
    ),
    Product(
        code="RECSN",
        name="Second Tyre Sneaker",
        category=categories.SNEAKERS,
        fit="True to size, low top",
        description=(
            "Two-fifths of the sole is ground from old tyres and the canvas is spun from cutting- "
            "room scrap. Black specks in the sole are tyre, not dirt. Resoling is possible; write "
            "to us."
        ),
        fabric="Recycled cotton canvas upper, 40% recycled rubber sole",
        material="Canvas",
        gsm=390,
        care=care.CANVAS,
        made_in="Ranipet, Tamil Nadu",
        mrp_rupees=2999,
        price_rupees=2399,
        weight_grams=800,
        colourways=worn("sneakers-kajal", "sneakers-neem"),
    ),
    Product(
        code="WIDETOE",
        name="Wide Toe Sneaker",
        category=categories.SNEAKERS,
        fit="Wide fit, low top",
        description=(
            "Shaped like a foot rather than a shoe, with room for all five toes. The sole is thin "
            "and bends easily; give your calves a week. Good for broad feet that have had enough."
        ),
        fabric="Cotton canvas upper, flexible rubber sole",
        material="Canvas",
        gsm=360,
        care=care.CANVAS,
        made_in="Ranipet, Tamil Nadu",
        mrp_rupees=3299,
        price_rupees=3299,
        weight_grams=700,
        colourways=worn("sneakers-ret", "sneakers-chalk"),
    ),
    Product(
        code="INDIGOS",
        name="Indigo Dip Sneaker",
        category=categories.SNEAKERS,
        fit="True to size, low top",
        description=(
            "The canvas is dipped by hand before it is cut, so left and right differ slightly in "
            "depth. The rubber will take on a blue edge with time. Wear dark socks for the first "
            "week."
        ),
        fabric="Cotton canvas upper, natural rubber sole",
        material="Canvas",
        gsm=380,
        care=care.NATURAL_CANVAS,
        made_in="Auroville, Tamil Nadu",
        mrp_rupees=3499,
        price_rupees=2799,
        weight_grams=720,
        colourways=worn("sneakers-indigo"),
    ),
    Product(
        code="SCHOOL",
        name="PT Sneaker",
        category=categories.SNEAKERS,
        fit="True to size, low top",
        description=(
            "The white canvas shoe of every school ground, with a better insole and stronger "
            "stitching. It can be whitened with chalk, as it always was. Simple, light and quick "
            "to dry."
        ),
        fabric="Cotton canvas upper, natural rubber sole",
        material="Canvas",
        gsm=340,
        care=care.CANVAS,
        made_in="Bahadurgarh, Haryana",
        mrp_rupees=1999,
        price_rupees=1999,
        weight_grams=660,
        colourways=worn("sneakers-chalk"),
    ),
    Product(
        code="TWILLS",
        name="Brushed Twill Sneaker",
        category=categories.SNEAKERS,
        fit="True to size, low top",
        description=(
            "Twill brushed until it looks like suede, without the animal or the worry about rain. "
            "Padded at the collar. A quiet shoe for offices that gave up on leather."
        ),
        fabric="Brushed cotton twill upper, rubber cupsole",
        material="Cotton",
        gsm=410,
        care=care.CANVAS,
        made_in="Agra, Uttar Pradesh",
        mrp_rupees=3299,
        price_rupees=2639,
        weight_grams=800,
        colourways=worn("sneakers-ret", "sneakers-neem"),
    ),
    Product(
        code="KALASN",
        name="Kala Cotton Sneaker",
        category=categories.SNEAKERS,
        fit="True to size, low top",
        description=(
            "Handwoven kala cotton from Kutch, backed with canvas and lasted in Agra. The weave "
            "is coarse enough to see from across a room. Made in one lot each winter."
        ),
        fabric="Handwoven kala cotton upper, natural rubber sole",
        material="Cotton",
        gsm=420,
        care=care.CANVAS,
        made_in="Bhuj, Gujarat",
        mrp_rupees=4499,
        price_rupees=4499,
        weight_grams=760,
        colourways=worn("sneakers-indigo", "sneakers-ret"),
    ),
    Product(
        code="SLIPLACE",
        name="Elastic Lace Sneaker",
        category=categories.SNEAKERS,
        fit="Regular last, low top",
        description=(
            "Looks laced, slips on: the laces are elastic and sewn down under the tongue. Helpful "
            "at temples, airports and homes with a threshold. A spare pair of ordinary laces is "
            "in the box."
        ),
        fabric="Cotton canvas upper, rubber sole",
        material="Canvas",
        gsm=360,
        care=care.CANVAS,
        made_in="Bahadurgarh, Haryana",
        mrp_rupees=2199,
        price_rupees=2199,
        weight_grams=690,
        colourways=worn("sneakers-kajal", "sneakers-madder"),
    ),
)
