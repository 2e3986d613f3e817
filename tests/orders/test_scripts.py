"""Promises of orders/scripts.py: a name is printed in its own letters, or said not to be."""

from datetime import date

import pypdfium2
import pytest

from orders.invoice_pdf import pdf_of
from orders.scripts import NOT_PRINTED, SCRIPTS, in_fonts, learn

NAMES = {
    "Devanagari": "श्रीमती क्षमा त्रिवेदी",
    "Bangla": "শ্রীমতী মৌসুমী বন্দ্যোপাধ্যায়",
    "Gurmukhi": "ਸ਼੍ਰੀਮਤੀ ਹਰਪ੍ਰੀਤ ਸਿੰਘ",
    "Gujarati": "શ્રીમતી ક્ષમા ત્રિવેદી",
    "Odia": "ଶ୍ରୀମତୀ ଲକ୍ଷ୍ମୀ ପ୍ରିୟା",
    "Tamil": "ஸ்ரீமதி கௌசல்யா பொன்னம்பலம்",
    "Telugu": "శ్రీమతి లక్ష్మీ నరసింహ",
    "Kannada": "ಶ್ರೀಮತಿ ಲಕ್ಷ್ಮೀ ಕೃಷ್ಣಮೂರ್ತಿ",
    "Malayalam": "ശ്രീമതി ലക്ഷ്മി കൃഷ്ണൻ",
}
CONTENT = {
    "seller": {
        "name": "Vastra", "address": "Bengaluru", "gstin": "29AAPFU0939F1ZV", "phone": "1",
        "email": "a@example.in", "state": "Karnataka", "state_code": "29",
    },
    "order": "VA-22222-22222", "ordered_on": "2026-11-24", "currency": "INR",
    "is_interstate": False, "coupon_code": "",
    "rows": [{
        "name": "Kurta", "detail": "Neel, M", "hsn_code": "6211", "units": 1, "unit_minor": 105_00,
        "discount_minor": 0, "paid_minor": 105_00, "basis_points": 500, "taxable_minor": 100_00,
        "cgst_minor": 2_50, "sgst_minor": 2_50, "igst_minor": 0,
    }],
}  # fmt: skip


def invoice_of(name, address="Church Street"):
    buyer = {"name": name, "address": [address], "phone": "", "gstin": ""}
    buyer |= {"state": "Karnataka", "state_code": "29"}
    return pdf_of("VA/2627/000001", date(2026, 11, 24), CONTENT | {"buyer": buyer})


def fonts_in(pdf):
    document = pypdfium2.PdfDocument(pdf)
    texts = [part for part in document[0].get_objects() if part.type == 1]
    return {part.get_font().get_base_name().split("+")[-1] for part in texts}


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_name_in_any_script_of_india_is_printed_in_its_own_font(script):
    assert in_fonts(NAMES[script]) == f'<font name="Anek-{script}">{NAMES[script]}</font>'
    assert f"Anek-{script}" in fonts_in(invoice_of(NAMES[script]))


@pytest.mark.parametrize("script", SCRIPTS)
def test_joined_letters_have_code_points_of_their_own(script):
    """Else an invoice would be other bytes when it is drawn after another one."""
    before = invoice_of(NAMES[script])
    face = learn(f"Anek-{script}", f"anek-{script.lower()}").face
    assert all(face.glyphToChar.get(glyph) for glyph in range(1, face.numGlyphs))
    assert invoice_of(f"{NAMES[script]} {NAMES[script][::-1]}").startswith(b"%PDF")
    assert invoice_of(NAMES[script]) == before


def test_letters_are_joined_and_not_set_side_by_side():
    """क्ष is one sign and not three."""
    page = pypdfium2.PdfDocument(invoice_of("क्ष"))[0]
    (name,) = [
        part
        for part in page.get_objects()
        if part.type == 1 and "Devanagari" in part.get_font().get_base_name()
    ]
    left, _, right, _ = name.get_bounds()
    assert right - left < 12


def test_a_word_keeps_its_figures_and_points_in_its_font():
    assert in_fonts("गली-12, Pune") == '<font name="Anek-Devanagari">गली-12,</font> Pune'


def test_a_script_no_font_of_ours_has_is_said_to_be_missing_once():
    assert in_fonts("محمد علی & Sons") == f"{NOT_PRINTED} &amp; Sons"
    assert in_fonts("Asha 🌸 Rao") == f"Asha {NOT_PRINTED} Rao"


def test_a_latin_name_is_as_it_was():
    assert in_fonts("Žanete Rao") == "Žanete Rao"
    assert fonts_in(invoice_of("Asha Rao")) == {"Anek-Regular", "Anek-Semibold"}
