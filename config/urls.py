"""Which address leads where."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.cache import cache_control
from django.views.static import serve

from config import api_docs, health, metrics
from config.api import urls as api_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("shop.urls")),
    path("", include("orders.urls")),
    path("", include("returns.urls")),
    path("account/", include("accounts.urls")),
    path("sign-in/", include("accounts.sign_in_urls")),
    path("staff/", admin.site.urls),
    path("api/v1/docs/", api_docs.docs, name="api_docs"),
    path("api/v1/openapi.json", api_docs.schema, name="api_schema"),
    path("api/v1/", api_urls()),
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("health/jobs", health.jobs),
    path("health/money", health.money),
    path("metrics", metrics.metrics),
]

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler429 = "config.errors.too_many_requests"  # allauth looks for it here
handler500 = "config.errors.server_error"

if settings.SERVE_MEDIA:
    pictures = cache_control(public=True, max_age=31536000, immutable=True)(serve)
    urlpatterns.append(path("media/<path:path>", pictures, {"document_root": settings.MEDIA_ROOT}))
if getattr(settings, "DEMO", False):
    urlpatterns.append(path("demo/", include("demo.urls")))
    urlpatterns.append(path("styleguide/", include("demo.styleguide.urls")))
