"""What the bench adds to the shop it measures: a stopwatch, a bare view as control, and doors.

The bare view returns the bytes it was given through the same middleware in the same process, so
that what a page costs is told from what Django costs. The doors let the bench do inside a web
process what staff do there.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.transactions import durable_transaction
from shop import catalogue
from shop.index import index
from shop.models import Product, Variant

kept: dict[str, Any] = {"body": b"", "encoding": ""}


def stopwatch(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Says in `Server-Timing` what a request took of the processor, and how many queries."""

    def measured(request: HttpRequest) -> HttpResponse:
        queries = []

        def count(execute: Any, sql: Any, *rest: Any) -> Any:
            queries.append(sql)
            return execute(sql, *rest)

        began = time.thread_time()
        with connection.execute_wrapper(count):
            response = get_response(request)
        spent = (time.thread_time() - began) * 1000
        response.headers["Server-Timing"] = f"cpu;dur={spent:.3f}, db;dur={len(queries)}"
        return response

    return measured


@csrf_exempt
def bare(request: HttpRequest) -> HttpResponse:
    """The control. POST says what it is to answer."""
    if request.method == "POST":
        kept.update(body=request.body, encoding=request.headers.get("X-Encoding", ""))
    response = HttpResponse(kept["body"], content_type="text/html; charset=utf-8")
    if kept["encoding"]:
        response.headers["Content-Encoding"] = kept["encoding"]
    return response


@csrf_exempt
@require_POST
def rebuild_index(request: HttpRequest) -> JsonResponse:
    """Forget the index and build it anew: seconds, and the memory of the process then."""
    index.forget()
    began = time.perf_counter()
    index.catch_up()
    seconds = time.perf_counter() - began
    return JsonResponse({"seconds": seconds, "mb": _resident_mb(), "pid": os.getpid()})


def _resident_mb() -> float:
    status = Path("/proc/self/status")  # Linux only
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0)


@csrf_exempt
@require_POST
def reprice(request: HttpRequest) -> JsonResponse:
    """Give the first styles of the catalogue one price, as staff would in bulk; which, and when."""
    products = list(Product.objects.published().newest_first()[: int(request.GET["count"])])
    _reprice(products, int(request.GET["price_minor"]))
    return JsonResponse({"slugs": [product.slug for product in products], "at": time.time()})


@durable_transaction
def _reprice(products: list[Product], price_minor: int) -> None:
    variants = Variant.objects.filter(colourway__product__in=[p.pk for p in products])
    variants.update(price_minor=price_minor, mrp_minor=price_minor)
    catalogue.refresh_listings(products)


urlpatterns = [
    path("bench/bare/", bare),
    path("bench/index/", rebuild_index),
    path("bench/prices/", reprice),
    path("", include("config.urls")),
]
