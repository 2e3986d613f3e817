"""How the back office looks: our colours on django-unfold, and who builds its navigation.

The ramps are the tokens of static/css/tokens.css: indigo (neel) for what can be pressed, and the
ink that all text and lines are made of.
"""

from django.templatetags.static import static
from django.urls import reverse_lazy

NEEL = {
    "50": "#F3F5FB",
    "100": "#E8EBF7",
    "200": "#CDD5F0",
    "300": "#A9B8FF",
    "400": "#9AABFB",
    "500": "#8E9FF2",  # links on dark ground
    "600": "#1E2F7A",  # buttons, and links on light ground
    "700": "#1A2969",
    "800": "#1F2749",
    "900": "#171E45",
    "950": "#0F1433",
}
INK = {
    "50": "#FBFBF9",
    "100": "#F1F2F0",
    "200": "#DCDEDB",
    "300": "#BEC3D1",
    "400": "#9AA0B3",
    "500": "#656A78",
    "600": "#474C5C",
    "700": "#3B415A",
    "800": "#2C3147",
    "900": "#14182B",
    "950": "#0A0C17",
}

UNFOLD = {
    "SITE_TITLE": "Vastra",
    "SITE_HEADER": "Vastra",
    "SITE_SUBHEADER": "Back office",
    "SITE_URL": reverse_lazy("shop:home"),
    "SITE_ICON": lambda request: static("img/icon.svg"),
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda request: static("img/icon.svg"),
        }
    ],
    "SHOW_HISTORY": True,
    "SHOW_BACK_BUTTON": True,
    "BORDER_RADIUS": "4px",
    "COLORS": {"primary": NEEL, "base": INK},
    "STYLES": [lambda request: static("css/staff.css")],
    "ENVIRONMENT": "config.admin.environment",
    "DASHBOARD_CALLBACK": "config.admin.dashboard",
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": "config.admin.navigation",
    },
}
