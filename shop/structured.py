"""What the shop says about itself to machines: schema.org, as JSON-LD."""

import json
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString

from shop.return_terms import ReturnTerms

Node = dict[str, Any]
ESCAPES = (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026"))


def absolute(address: str) -> str:
    """An address others can follow; from SITE_URL, never from what a request claims its host is."""
    return urljoin(f"{settings.SITE_URL.rstrip('/')}/", address)


def as_script(node: Node) -> SafeString:
    """The element that carries it; nothing in a name can close it."""
    text = json.dumps({"@context": "https://schema.org", **node}, ensure_ascii=False)
    for sign, escaped in ESCAPES:  # a hundred times faster than `translate` on a long text
        text = text.replace(sign, escaped)
    return SafeString(f'<script type="application/ld+json">{text}</script>')


def shop_itself(terms: ReturnTerms) -> Node:
    """Who sells, how to reach us, and how to search; on the home page."""
    return {"@graph": [organization(terms), website()]}


def organization(terms: ReturnTerms) -> Node:
    return {
        "@type": "OnlineStore",
        "@id": absolute("/#shop"),
        "name": "Vastra",
        "legalName": settings.SHOP_LEGAL_NAME,
        "url": absolute("/"),
        "logo": absolute(static("img/icon-512.png")),
        "address": settings.SHOP_ADDRESS,
        "contactPoint": {
            "@type": "ContactPoint",
            "contactType": "customer service",
            "telephone": settings.SHOP_PHONE,
            "email": settings.SHOP_EMAIL,
            "areaServed": "IN",
        },
        "hasMerchantReturnPolicy": return_policy(terms),
        "hasShippingService": shipping_service(),
    }


def website() -> Node:
    found = f"{absolute(reverse('shop:search'))}?q={{search_term_string}}"
    return {
        "@type": "WebSite",
        "@id": absolute("/#site"),
        "name": "Vastra",
        "url": absolute("/"),
        "inLanguage": "en-IN",
        "publisher": {"@id": absolute("/#shop")},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": found},
            "query-input": "required name=search_term_string",
        },
    }


def return_policy(terms: ReturnTerms) -> Node:
    """What holds for one piece, or for the shop: days from delivery, the fee, how it comes back."""
    kind = "NotPermitted" if terms.is_final_sale else "FiniteReturnWindow"
    node = {
        "@type": "MerchantReturnPolicy",
        "applicableCountry": "IN",
        "returnPolicyCategory": f"https://schema.org/MerchantReturn{kind}",
        "merchantReturnLink": absolute(reverse("shop:help", args=["returns"])),
    }
    if terms.is_final_sale:
        return node
    return {
        **node,
        "merchantReturnDays": terms.window_days,
        "returnMethod": "https://schema.org/ReturnByMail",
        "refundType": "https://schema.org/FullRefund",
        **_return_fees(terms),
    }


def _return_fees(terms: ReturnTerms) -> Node:
    """Who pays for it to come back: a fee of ours, nobody where we fetch it, else the shopper."""
    if terms.fee_minor:
        fee = _decimal(terms.fee_minor)
        amount = {"@type": "MonetaryAmount", "currency": settings.CURRENCY, "value": fee}
        kind = "https://schema.org/ReturnShippingFees"
        return {"returnFees": kind, "returnShippingFeesAmount": amount}
    paid_by = "FreeReturn" if terms.has_pickup else "ReturnFeesCustomerResponsibility"
    return {"returnFees": f"https://schema.org/{paid_by}"}


def shipping_service() -> Node:
    """The usual fee below the sum from which delivery is free; the PIN code may say otherwise."""
    free_from = settings.FREE_DELIVERY_FROM_MINOR
    return {
        "@type": "ShippingService",
        "shippingConditions": [
            _condition(settings.DELIVERY_FEE_MINOR, maxValue=_decimal(free_from - 1)),
            _condition(0, minValue=_decimal(free_from)),
        ],
    }


def _condition(fee_minor: int, **order_value: str) -> Node:
    return {
        "@type": "ShippingConditions",
        "shippingDestination": {"@type": "DefinedRegion", "addressCountry": "IN"},
        "orderValue": {"@type": "MonetaryAmount", "currency": settings.CURRENCY, **order_value},
        "shippingRate": {
            "@type": "MonetaryAmount",
            "currency": settings.CURRENCY,
            "value": _decimal(fee_minor),
        },
    }


def _decimal(minor: int) -> str:
    """Rupees with two decimals, as schema.org writes amounts; exact, no float."""
    return f"{minor // 100}.{minor % 100:02}"
