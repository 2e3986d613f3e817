"""The API described: its schema, and a page to read and try it on, all from our own origin."""

import json

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from config.api_schema import openapi


@require_safe
@cache_control(public=True, max_age=300)
def schema(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1; docs/openapi.json is the same."""
    return HttpResponse(json.dumps(openapi(), ensure_ascii=False), content_type="application/json")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Swagger UI; who is signed in here may try calls with the session's cookie."""
    get_token(request)
    return render(request, "config/api_docs.html")
