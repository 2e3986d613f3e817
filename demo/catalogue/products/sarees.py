"""Sarees, in order of launch."""

from demo.catalogue import care, categories
from demo.catalogue.shapes import Product, worn

SAREES: tuple[Product, ...] = (
    Product(
        code="CHANDSAR",
        name="Chanderi Zari Saree",
        category=categories.SAREES,
        fit="With blouse piece, 6.3 m",
        description=(
            "Sheer, crisp and almost weightless, with small zari butis and a narrow border. Woven "
            "on a pit loom in about eight days. The raw edges at either end are left for you to "
            "finish."
        ),
        fabric="60% silk, 40% cotton, zari",
        material="Silk",
        gsm=70,
        care=care.SILK,
        made_in="Chanderi, Madhya Pradesh",
        mrp_rupees=8999,
        price_rupees=8999,
        weight_grams=420,
        colourways=worn("saree-kora-buti", "saree-tulsi-buti"),
        own_hsn="500790",
    ),
    Product(
        code="BANARASI",
        name="Banarasi Buti Saree",
        category=categories.SAREES,
        fit="With blouse piece, 6.3 m",
        description=(
            "Katan silk with kadhwa butis, each woven separately so that no threads float on the "
            "back. A weaver and an apprentice need about three weeks. Keep it folded in muslin and "
            "refold it along new lines twice a year."
        ),
        fabric="100% mulberry silk, zari",
        material="Silk",
        gsm=110,
        care=care.SILK,
        made_in="Varanasi, Uttar Pradesh",
        mrp_rupees=14999,
        price_rupees=14999,
        weight_grams=720,
        colourways=worn("saree-jamun-buti", "saree-tulsi-buti"),
    ),
    Product(
        code="LEHERSAR",
        name="Leheriya Georgette Saree",
        category=categories.SAREES,
        fit="With blouse piece, 6.3 m",
        description=(
            "The waves are made by rolling the cloth on the diagonal and binding it before each "
            "dye bath. Georgette drapes without starch and travels without creasing. Small spots "
            "where the thread was tied are proof, not fault."
        ),
        fabric="100% silk georgette",
        material="Silk",
        gsm=60,
        care=care.SILK,
        made_in="Jaipur, Rajasthan",
        mrp_rupees=6499,
        price_rupees=5199,
        weight_grams=430,
        colourways=worn("saree-rani-leheriya"),
    ),
    Product(
        code="BANDSAR",
        name="Bandhej Silk Saree",
        category=categories.SAREES,
        fit="With blouse piece, 6.3 m",
        description=(
            "Gajji silk has a satin face that takes red well. The knots are tied by hand in homes "
            "around Bhuj, then the whole length is dyed and pulled open. It arrives with some of "
            "the threads still in, so that you can see."
        ),
        fabric="100% silk (gajji)",
        material="Silk",
        gsm=90,
        care=care.SILK,
        made_in="Bhuj, Gujarat",
        mrp_rupees=12999,
        price_rupees=10399,
        weight_grams=560,
        colourways=worn("saree-madder-bandhani"),
    ),
    Product(
        code="AJRAKHSAR",
        name="Ajrakh Modal Saree",
        category=categories.SAREES,
        fit="With blouse piece, 6.3 m",
        description=(
            "Ajrakh printed on modal, which is softer than cotton and takes indigo almost to "
            "black. The pallu carries a second, denser block. Wash it alone in cold water with "
            "salt the first time."
        ),
        fabric="100% modal",
        material="Modal",
        gsm=95,
        care=care.NATURAL_DYE,
        made_in="Ajrakhpur, Gujarat",
        mrp_rupees=4499,
        price_rupees=4499,
        weight_grams=520,
        colourways=worn("saree-indigo-ajrakh"),
        own_hsn="5516",
    ),
    Product(
        code="JAALSAR",
        name="Mor Jaal Silk Saree",
        category=categories.SAREES,
        fit="With blouse piece, 6.3 m",
        description=(
            "A net of zari creepers covers the whole field, which is why it takes a month on the "
            "loom. The colour is the neck of a peacock, blue in shade and green in sun. Heavy "
            "enough to pleat itself."
        ),
        fabric="100% mulberry silk, zari",
        material="Silk",
        gsm=105,
        care=care.SILK,
        made_in="Varanasi, Uttar Pradesh",
        mrp_rupees=13499,
        price_rupees=13499,
        weight_grams=700,
        colourways=worn("saree-mor-jaal"),
    ),
    Product(
        code="KOTASAR",
        name="Kota Doria Saree",
        category=categories.SAREES,
        fit="With blouse piece, 6.3 m",
        description=(
            "Open khat squares, some three hundred across the width, keep this the coolest saree "
            "we sell. Printed with a single pale jaal. Starch it lightly and it stands; leave it "
            "and it floats."
        ),
        fabric="80% cotton, 20% silk",
        material="Cotton",
        gsm=55,
        care=care.SILK_WASH,
        made_in="Kaithoon, Rajasthan",
        mrp_rupees=3499,
        price_rupees=3499,
        weight_grams=300,
        colourways=worn("saree-aasmani-jaal"),
        own_hsn="5208",
    ),
    Product(
        code="HALDISAR",
        name="Haldi Paithani Saree",
        category=categories.SAREES,
        fit="With blouse piece, 6.3 m",
        description=(
            "Woven in Yeola, where the border is interlocked by hand and looks the same from both "
            "sides. Butis in contrast silk across the field. A saree to be left to someone."
        ),
        fabric="100% mulberry silk, zari",
        material="Silk",
        gsm=115,
        care=care.SILK,
        made_in="Yeola, Maharashtra",
        mrp_rupees=14999,
        price_rupees=14999,
        weight_grams=780,
        colourways=worn("saree-haldi-buti"),
    ),
    Product(
        code="TANT",
        name="Phulia Jamdani Saree",
        category=categories.SAREES,
        fit="With blouse piece, 6.3 m",
        description=(
            "Fine cotton with motifs laid in by hand, thread by thread, while the ground is "
            "woven. It is light, a little stiff, and made for heat. The first ironing is best "
            "done damp."
        ),
        fabric="100% cotton",
        material="Cotton",
        gsm=65,
        care=care.HANDLOOM,
        made_in="Phulia, West Bengal",
        mrp_rupees=5499,
        price_rupees=5499,
        weight_grams=380,
        colourways=worn("saree-kora-buti"),
        own_hsn="5208",
    ),
    Product(
        code="LINENSAR",
        name="Linen Zari Saree",
        category=categories.SAREES,
        fit="With blouse piece, 6.3 m",
        description=(
            "Linen yarn woven on a frame loom, with a thin line of zari at either edge. It falls "
            "in soft, wide pleats and forgives the way you tuck. Good for long working days."
        ),
        fabric="100% linen, zari border",
        material="Linen",
        gsm=90,
        care=care.LINEN,
        made_in="Bhagalpur, Bihar",
        mrp_rupees=4999,
        price_rupees=3999,
        weight_grams=480,
        colourways=worn("saree-aasmani-jaal", "saree-mor-jaal"),
        own_hsn="5309",
    ),
    Product(
        code="TUSSAR",
        name="Bhagalpuri Tussar Saree",
        category=categories.SAREES,
        fit="With blouse piece, 6.3 m",
        description=(
            "Wild silk, reeled in Bhagalpur, with a dry rustle and a colour of its own under any "
            "dye. The slubs are natural and some are large. Printed lightly, so that the yarn "
            "shows."
        ),
        fabric="100% tussar silk",
        material="Silk",
        gsm=85,
        care=care.SILK,
        made_in="Bhagalpur, Bihar",
        mrp_rupees=7499,
        price_rupees=7499,
        weight_grams=450,
        colourways=worn("saree-kora-buti", "saree-haldi-buti"),
    ),
    Product(
        code="MAHESHSAR",
        name="Maheshwari Border Saree",
        category=categories.SAREES,
        fit="With blouse piece, 6.3 m",
        description=(
            "The border is taken from the carved steps of the fort at Maheshwar and can be worn "
            "either way round. Silk one way, cotton the other. Office in the day, a concert at "
            "night."
        ),
        fabric="55% silk, 45% cotton, zari",
        material="Silk",
        gsm=80,
        care=care.SILK,
        made_in="Maheshwar, Madhya Pradesh",
        mrp_rupees=5999,
        price_rupees=4799,
        weight_grams=420,
        colourways=worn("saree-tulsi-buti", "saree-jamun-buti"),
        own_hsn="500790",
    ),
    Product(
        code="RANISAR",
        name="Rani Gota Saree",
        category=categories.SAREES,
        fit="With blouse piece, 6.3 m",
        description=(
            "Leheriya on a viscose georgette, edged with a finger of gota that is stitched, not "
            "glued. Festive without the weight or the price of silk. Steam it on the wrong side."
        ),
        fabric="100% viscose georgette",
        material="Viscose",
        gsm=75,
        care=care.DRY_CLEAN,
        made_in="Jaipur, Rajasthan",
        mrp_rupees=3999,
        price_rupees=3199,
        weight_grams=520,
        colourways=worn("saree-rani-leheriya"),
        own_hsn="5408",
    ),
    Product(
        code="KANJI",
        name="Kanjivaram Korvai Saree",
        category=categories.SAREES,
        fit="With blouse piece, 6.3 m",
        description=(
            "Three-ply silk with body and border woven apart and joined in the korvai way, so "
            "firmly that the cloth would give before the join. The heaviest saree we have. Needs "
            "two people and good light to drape the first time."
        ),
        fabric="100% mulberry silk, zari",
        material="Silk",
        gsm=140,
        care=care.SILK,
        made_in="Kanchipuram, Tamil Nadu",
        mrp_rupees=14999,
        price_rupees=12749,
        weight_grams=850,
        colourways=worn("saree-jamun-buti"),
    ),
    Product(
        code="KHADISAR",
        name="Khadi Everyday Saree",
        category=categories.SAREES,
        fit="With blouse piece, 6.3 m",
        description=(
            "Handspun muslin khadi, block printed, for people who wear a saree on a Tuesday. It "
            "needs no fall and no pins once it has been washed three times. The blouse piece is "
            "plain, of the same yarn."
        ),
        fabric="100% handspun cotton khadi",
        material="Khadi",
        gsm=100,
        care=care.HANDLOOM,
        made_in="Burdwan, West Bengal",
        mrp_rupees=2999,
        price_rupees=2999,
        weight_grams=480,
        colourways=worn("saree-indigo-ajrakh"),
        own_hsn="5208",
    ),
    Product(
        code="VENKAT",
        name="Venkatagiri Buti Saree",
        category=categories.SAREES,
        fit="With blouse piece, 6.3 m",
        description=(
            "Cotton so fine that the weavers of Venkatagiri once made it for a court. Zari butis "
            "are spaced far apart; the border is a hand's breadth. Starch it for the first year, "
            "then let it be soft."
        ),
        fabric="100% cotton, zari",
        material="Cotton",
        gsm=70,
        care=care.HANDLOOM,
        made_in="Venkatagiri, Andhra Pradesh",
        mrp_rupees=4499,
        price_rupees=3599,
        weight_grams=400,
        colourways=worn("saree-haldi-buti", "saree-kora-buti"),
        own_hsn="5208",
    ),
    Product(
        code="GHARCH",
        name="Gharchola Saree",
        category=categories.SAREES,
        fit="With blouse piece, 6.3 m",
        description=(
            "A grid of zari is woven first and each square is tied afterwards. In Gujarat it is "
            "given to a bride by her husband's family; we do not ask. Allow for a slight "
            "unevenness at the border."
        ),
        fabric="70% silk, 30% cotton, zari",
        material="Silk",
        gsm=85,
        care=care.SILK,
        made_in="Jamnagar, Gujarat",
        mrp_rupees=11999,
        price_rupees=11999,
        weight_grams=600,
        colourways=worn("saree-madder-bandhani"),
        own_hsn="500790",
    ),
    Product(
        code="UPPADA",
        name="Uppada Jamdani Saree",
        category=categories.SAREES,
        fit="With blouse piece, 6.3 m",
        description=(
            "Jamdani carried over from cotton to silk: the same patient laying-in of every motif, "
            "on a cloth that folds into a fist. The pallu alone takes four days."
        ),
        fabric="100% silk, zari",
        material="Silk",
        gsm=75,
        care=care.SILK,
        made_in="Uppada, Andhra Pradesh",
        mrp_rupees=9999,
        price_rupees=7999,
        weight_grams=430,
        colourways=worn("saree-tulsi-buti"),
    ),
    Product(
        code="MULSAR",
        name="Mulmul Block Saree",
        category=categories.SAREES,
        fit="With blouse piece, 6.3 m",
        description=(
            "The saree to learn in. Mulmul grips a little, weighs little and washes at home with "
            "the shirts. The print runs to both edges, so the pleats match whichever way you "
            "fold."
        ),
        fabric="100% cotton mulmul",
        material="Cotton",
        gsm=70,
        care=care.BLOCK,
        made_in="Sanganer, Rajasthan",
        mrp_rupees=2999,
        price_rupees=2399,
        weight_grams=360,
        colourways=worn("saree-aasmani-jaal", "saree-indigo-ajrakh"),
        own_hsn="5208",
    ),
    Product(
        code="ORGANZA",
        name="Tissue Organza Saree",
        category=categories.SAREES,
        fit="With blouse piece, 6.3 m",
        description=(
            "Silk twisted hard and left in its gum, so that it holds air. A metallic thread runs "
            "in the weft and shows only when you turn. Not for crowded rooms or safety pins."
        ),
        fabric="100% silk organza, zari",
        material="Silk",
        gsm=50,
        care=care.DRY_CLEAN,
        made_in="Varanasi, Uttar Pradesh",
        mrp_rupees=6999,
        price_rupees=6999,
        weight_grams=320,
        colourways=worn("saree-mor-jaal", "saree-rani-leheriya"),
    ),
)
