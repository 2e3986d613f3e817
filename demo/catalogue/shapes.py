"""The shapes of the demo catalogue: a category, a colourway, a product, and their SKUs."""

from dataclasses import dataclass

from demo.catalogue.colours import FAMILIES
from demo.garments.wardrobe import LOOKS

_LOOKS = {look.key: look for look in LOOKS}


@dataclass(frozen=True, slots=True)
class Category:
    """A shelf of the shop; every product stands on exactly one.

    `chart` holds one row per measure, in centimetres, with one value for each of `sizes`.
    `usual_stock` holds the pieces normally kept of each size, so it draws the size curve.
    `style` is the drawn garment that fits here; `code` opens every SKU.
    """

    slug: str
    name: str
    description: str
    style: str
    code: str
    sizes: tuple[str, ...]
    chart: tuple[tuple[str, tuple[float, ...]], ...]
    chart_note: str
    usual_stock: tuple[int, ...]
    hsn: str
    position: int


@dataclass(frozen=True, slots=True)
class Colourway:
    """A product in one dye; `look` is the key of its pictures in the wardrobe."""

    name: str
    dye: str
    look: str

    @property
    def family(self) -> str:
        """The colour shoppers filter by, a value of the shop's `ColourFamily`."""
        return FAMILIES[self.name]


@dataclass(frozen=True, slots=True)
class Product:
    """One style as the label sells it; prices are whole rupees, GST included.

    `gsm` is the weight of the cloth, which for shoes is the upper; `material` is the one word
    shoppers filter by, for a blend the fibre there is most of. The label makes nothing
    outside India, so `country` has one value.
    """

    code: str
    name: str
    category: Category
    fit: str
    description: str
    fabric: str
    material: str
    gsm: int
    care: tuple[str, ...]
    made_in: str
    mrp_rupees: int
    price_rupees: int
    weight_grams: int
    colourways: tuple[Colourway, ...]
    country: str = "India"
    own_hsn: str = ""

    @property
    def slug(self) -> str:
        return self.name.lower().replace(" ", "-")

    @property
    def hsn(self) -> str:
        """The product's own tariff code where its fibre moves it out of the category's."""
        return self.own_hsn or self.category.hsn

    @property
    def mrp_minor(self) -> int:
        return self.mrp_rupees * 100

    @property
    def price_minor(self) -> int:
        return self.price_rupees * 100

    @property
    def is_discounted(self) -> bool:
        return self.price_rupees < self.mrp_rupees


def worn(*keys: str) -> tuple[Colourway, ...]:
    """The colourways drawn by these looks: name and dye come from the wardrobe, told once."""
    return tuple(Colourway(_LOOKS[key].colour, _LOOKS[key].dye, key) for key in keys)


def sku(product: Product, colourway: Colourway, size: str) -> str:
    """The label on the bag, read aloud in the warehouse: `KUR-BAGRU-IND-M`, ≤ 24 characters."""
    short_size = "FREE" if size == "Free size" else size.replace(" ", "")
    return f"{product.category.code}-{product.code}-{colourway.name[:3].upper()}-{short_size}"
