"""Which address leads where."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.cache import cache_control
from django.views.static import serve

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("shop.urls")),
    path("", include("orders.urls")),
    path("", include("returns.urls")),
    path("account/", include("accounts.urls")),
    path("sign-in/", include("accounts.sign_in_urls")),
    path("staff/", admin.site.urls),
]

if settings.SERVE_MEDIA:
    pictures = cache_control(public=True, max_age=31536000, immutable=True)(serve)
    urlpatterns.append(path("media/<path:path>", pictures, {"document_root": settings.MEDIA_ROOT}))
if getattr(settings, "DEMO", False):
    urlpatterns.append(path("demo/", include("demo.urls")))
