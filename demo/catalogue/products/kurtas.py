"""Kurtas, in order of launch."""

from demo.catalogue import care, categories
from demo.catalogue.shapes import Product, worn

KURTAS: tuple[Product, ...] = (
    Product(
        code="BAGRU",
        name="Bagru Buti Kurta",
        category=categories.KURTAS,
        fit="Straight fit, knee length",
        description=(
            "Small butis stamped by hand with teak blocks. The repeat drifts by a millimetre here "
            "and there; that is the printer's wrist, and no two kurtas are the same. Cut straight "
            "with side slits, so it sits well over trousers or jeans."
        ),
        fabric="100% cotton cambric",
        material="Cotton",
        gsm=110,
        care=care.BLOCK,
        made_in="Bagru, Rajasthan",
        mrp_rupees=1899,
        price_rupees=1499,
        weight_grams=240,
        colourways=worn("kurta-kora-bagru", "kurta-indigo-bagru"),
    ),
    Product(
        code="KHADI",
        name="Khadi Long Kurta",
        category=categories.KURTAS,
        fit="Straight fit, below the knee",
        description=(
            "Yarn spun on the charkha and woven on a pit loom, which leaves small slubs you can "
            "feel with a thumb. It starts out crisp and softens with every wash. Four wooden "
            "buttons and a band collar; nothing else added."
        ),
        fabric="100% handspun, handwoven cotton khadi",
        material="Khadi",
        gsm=150,
        care=care.HANDLOOM,
        made_in="Wardha, Maharashtra",
        mrp_rupees=2799,
        price_rupees=2249,
        weight_grams=330,
        colourways=worn("kurta-kora", "kurta-neem", "kurta-kajal"),
    ),
    Product(
        code="MANGAL",
        name="Mangalagiri Kurta",
        category=categories.KURTAS,
        fit="Straight fit, knee length",
        description=(
            "A close, firm handloom cotton from Mangalagiri, known for holding its shape without "
            "starch. The body is left plain so that the weave is the detail. It presses flat in a "
            "minute and stays that way through a working day."
        ),
        fabric="100% handloom cotton",
        material="Cotton",
        gsm=125,
        care=care.HANDLOOM,
        made_in="Mangalagiri, Andhra Pradesh",
        mrp_rupees=1799,
        price_rupees=1799,
        weight_grams=260,
        colourways=worn("kurta-neem", "kurta-kora"),
    ),
    Product(
        code="SANGANER",
        name="Sanganeri Jaal Kurta",
        category=categories.KURTAS,
        fit="Straight fit, knee length",
        description=(
            "A jaal is a net of stems that runs across the cloth without a break. Sanganer "
            "printers cut it into fine blocks and print it on light mulmul, the cloth to wear in "
            "May. Slightly sheer in the palest colour; a slip helps."
        ),
        fabric="100% cotton mulmul",
        material="Cotton",
        gsm=90,
        care=care.BLOCK,
        made_in="Sanganer, Rajasthan",
        mrp_rupees=1699,
        price_rupees=1349,
        weight_grams=210,
        colourways=worn("kurta-gulab-jaal"),
    ),
    Product(
        code="LINEN",
        name="Linen Band-Collar Kurta",
        category=categories.KURTAS,
        fit="Relaxed fit, mid-thigh",
        description=(
            "Pure linen of a middle weight: cool, a little heavy in the hand, and honest about "
            "its creases. We cut it shorter than our other kurtas so that it works with jeans. "
            "Woven and stitched within forty kilometres in and around Kolkata."
        ),
        fabric="100% linen",
        material="Linen",
        gsm=165,
        care=care.LINEN,
        made_in="Kolkata, West Bengal",
        mrp_rupees=2999,
        price_rupees=2999,
        weight_grams=320,
        colourways=worn("kurta-kajal", "kurta-kora"),
        own_hsn="621149",
    ),
    Product(
        code="AJRAKH",
        name="Ajrakh Kurta",
        category=categories.KURTAS,
        fit="Straight fit, knee length",
        description=(
            "Printed, washed, dyed and printed again over about two weeks, as ajrakh has long "
            "been made in Kutch. Indigo and madder do most of the work. Some colour will leave in "
            "the first two washes, so keep it by itself."
        ),
        fabric="100% cotton",
        material="Cotton",
        gsm=130,
        care=care.NATURAL_DYE,
        made_in="Ajrakhpur, Gujarat",
        mrp_rupees=2899,
        price_rupees=2899,
        weight_grams=290,
        colourways=worn("kurta-madder-ajrakh"),
    ),
    Product(
        code="OFFICE",
        name="Everyday Poplin Kurta",
        category=categories.KURTAS,
        fit="Slim fit, knee length",
        description=(
            "A plain kurta for people who wear one five days a week. A little stretch across the "
            "back, deep side pockets and a poplin that dries overnight indoors. The collar has a "
            "soft lining, so it does not curl."
        ),
        fabric="97% cotton, 3% elastane",
        material="Cotton",
        gsm=135,
        care=care.COTTON,
        made_in="Bengaluru, Karnataka",
        mrp_rupees=1499,
        price_rupees=1499,
        weight_grams=250,
        colourways=worn("kurta-neem", "kurta-kajal", "kurta-kora"),
    ),
    Product(
        code="KALA",
        name="Kala Cotton Kurta",
        category=categories.KURTAS,
        fit="Boxy fit, hip length",
        description=(
            "Kala is the old rain-fed cotton of Kutch, grown without irrigation, short in staple "
            "and strong. Woven by hand in Bhujodi, it has a dry, slightly rough feel that many "
            "come to prefer. The cut is square and short."
        ),
        fabric="100% kala cotton",
        material="Cotton",
        gsm=170,
        care=care.HANDLOOM,
        made_in="Bhujodi, Gujarat",
        mrp_rupees=2599,
        price_rupees=2599,
        weight_grams=310,
        colourways=worn("kurta-kora", "kurta-kajal"),
    ),
    Product(
        code="KALAM",
        name="Kalamkari Vine Kurta",
        category=categories.KURTAS,
        fit="A-line, knee length",
        description=(
            "Block-printed kalamkari from the coast at Machilipatnam, where myrobalan, alum and "
            "iron give the colours. The vine climbs from the hem and is cut to meet at the "
            "placket. A gentle A-line with slits at the side."
        ),
        fabric="100% cotton",
        material="Cotton",
        gsm=125,
        care=care.NATURAL_DYE,
        made_in="Machilipatnam, Andhra Pradesh",
        mrp_rupees=2099,
        price_rupees=1679,
        weight_grams=270,
        colourways=worn("kurta-gulab-jaal"),
    ),
    Product(
        code="CHAND",
        name="Chanderi Buti Kurta",
        category=categories.KURTAS,
        fit="Straight fit, knee length",
        description=(
            "Cotton across, silk along: the mix gives Chanderi its light and its slight "
            "crispness. Small butis are woven in by hand, with the loose threads trimmed on the "
            "back. Lined in soft mulmul, so it needs no slip."
        ),
        fabric="70% cotton, 30% silk",
        material="Cotton",
        gsm=85,
        care=care.SILK_WASH,
        made_in="Chanderi, Madhya Pradesh",
        mrp_rupees=3499,
        price_rupees=3499,
        weight_grams=230,
        colourways=worn("kurta-mor-buti"),
    ),
    Product(
        code="KOTA",
        name="Kota Doria Kurta",
        category=categories.KURTAS,
        fit="Relaxed fit, knee length",
        description=(
            "The tiny open squares of Kota doria are called khat, and they let the air through. "
            "Woven in Kaithoon and lined to the hip. One of the lightest things we make."
        ),
        fabric="80% cotton, 20% silk",
        material="Cotton",
        gsm=70,
        care=care.SILK_WASH,
        made_in="Kaithoon, Rajasthan",
        mrp_rupees=2299,
        price_rupees=2299,
        weight_grams=200,
        colourways=worn("kurta-neem"),
    ),
    Product(
        code="SLUB",
        name="Slub Cotton Short Kurta",
        category=categories.KURTAS,
        fit="Regular fit, mid-thigh",
        description=(
            "Yarn of uneven thickness gives the cloth a faint ripple and hides creases well. "
            "Short enough to wear untucked with jeans, with a pocket in each side seam. A good "
            "first kurta."
        ),
        fabric="100% slub cotton",
        material="Cotton",
        gsm=145,
        care=care.COTTON,
        made_in="Erode, Tamil Nadu",
        mrp_rupees=1399,
        price_rupees=1399,
        weight_grams=240,
        colourways=worn("kurta-kajal", "kurta-neem"),
    ),
    Product(
        code="BAGH",
        name="Bagh Print Kurta",
        category=categories.KURTAS,
        fit="Straight fit, calf length",
        description=(
            "Bagh printers wash their cloth in the running Baghini river, and the water is part "
            "of the colour. Geometric blocks, some cut generations ago and recut when the edges "
            "wear. Long, straight and weighty enough to hang well."
        ),
        fabric="100% cotton",
        material="Cotton",
        gsm=130,
        care=care.NATURAL_DYE,
        made_in="Bagh, Madhya Pradesh",
        mrp_rupees=2499,
        price_rupees=2499,
        weight_grams=290,
        colourways=worn("kurta-kora-bagru", "kurta-madder-ajrakh"),
    ),
    Product(
        code="CHIKAN",
        name="Lucknow Chikan Kurta",
        category=categories.KURTAS,
        fit="Straight fit, knee length",
        description=(
            "White thread on white cloth, worked by hand in murri and phanda stitches. One kurta "
            "keeps an embroiderer busy for about nine days. The blue of the printed guide lines "
            "is washed out before it leaves Lucknow; a trace may remain."
        ),
        fabric="100% cotton voile",
        material="Cotton",
        gsm=85,
        care=care.HAND_EMBROIDERY,
        made_in="Lucknow, Uttar Pradesh",
        mrp_rupees=3199,
        price_rupees=2559,
        weight_grams=220,
        colourways=worn("kurta-chalk-chikan"),
    ),
    Product(
        code="JAMDANI",
        name="Jamdani Buti Kurta",
        category=categories.KURTAS,
        fit="Slim fit, knee length",
        description=(
            "The butis are laid in by hand with a separate bobbin while the cloth is on the loom, "
            "so they are part of the weave. A weaver in Phulia finishes about a metre a day. "
            "Close at the shoulder, easy below."
        ),
        fabric="100% handloom cotton",
        material="Cotton",
        gsm=100,
        care=care.HANDLOOM,
        made_in="Phulia, West Bengal",
        mrp_rupees=2999,
        price_rupees=2999,
        weight_grams=230,
        colourways=worn("kurta-haldi-buti"),
    ),
    Product(
        code="PONDURU",
        name="Ponduru Fine Khadi Kurta",
        category=categories.KURTAS,
        fit="Relaxed fit, below the knee",
        description=(
            "Ponduru spinners still comb their cotton with the jawbone of a fish, and the yarn "
            "they draw is finer than most mills manage. The kurta is cut generously because the "
            "cloth deserves length. Made in small lots; the next one takes about six weeks."
        ),
        fabric="100% handspun cotton khadi",
        material="Khadi",
        gsm=95,
        care=care.HANDLOOM,
        made_in="Ponduru, Andhra Pradesh",
        mrp_rupees=3299,
        price_rupees=3299,
        weight_grams=240,
        colourways=worn("kurta-kora"),
    ),
    Product(
        code="BARMER",
        name="Barmer Print Kurta",
        category=categories.KURTAS,
        fit="Regular fit, knee length",
        description=(
            "Bold blocks and few colours, as the desert printers of Barmer have always worked. "
            "The cloth is sturdy and forgiving, the print sits slightly raised until the first "
            "wash. A kurta for travel, markets and long lunches."
        ),
        fabric="100% cotton",
        material="Cotton",
        gsm=120,
        care=care.BLOCK,
        made_in="Barmer, Rajasthan",
        mrp_rupees=1499,
        price_rupees=1199,
        weight_grams=260,
        colourways=worn("kurta-haldi-buti", "kurta-indigo-bagru"),
    ),
    Product(
        code="MAHESH",
        name="Maheshwari Silk Kurta",
        category=categories.KURTAS,
        fit="A-line, knee length",
        description=(
            "Silk warp and cotton weft from the looms beside the Narmada. It has the sheen of "
            "silk from one side and the calm of cotton from the other. Cut on a slight A-line, "
            "lined to the knee."
        ),
        fabric="55% silk, 45% cotton",
        material="Silk",
        gsm=95,
        care=care.SILK,
        made_in="Maheshwar, Madhya Pradesh",
        mrp_rupees=3499,
        price_rupees=2799,
        weight_grams=240,
        colourways=worn("kurta-mor-buti"),
        own_hsn="621149",
    ),
    Product(
        code="CHIKSHORT",
        name="Chikan Short Kurta",
        category=categories.KURTAS,
        fit="Relaxed fit, hip length",
        description=(
            "A short, loose kurta with shadow-work chikan, where the stitch is made on the back "
            "and shows through as a soft tint. Sheer by nature. Hand wash it and it will last as "
            "long as the thread."
        ),
        fabric="100% cotton mulmul",
        material="Cotton",
        gsm=80,
        care=care.HAND_EMBROIDERY,
        made_in="Lucknow, Uttar Pradesh",
        mrp_rupees=2299,
        price_rupees=2299,
        weight_grams=170,
        colourways=worn("kurta-chalk-chikan"),
    ),
    Product(
        code="DABU",
        name="Dabu Mud-Resist Kurta",
        category=categories.KURTAS,
        fit="A-line, calf length",
        description=(
            "Dabu is a paste of clay, lime and gum that keeps the dye off where the block has "
            "touched. After the vat the mud is washed away and the pattern stays. The flare "
            "begins under the arm, so there is room to sit on the floor."
        ),
        fabric="100% cotton",
        material="Cotton",
        gsm=120,
        care=care.NATURAL_DYE,
        made_in="Akola, Rajasthan",
        mrp_rupees=2199,
        price_rupees=2199,
        weight_grams=280,
        colourways=worn("kurta-indigo-bagru"),
    ),
)
