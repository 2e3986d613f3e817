"""The page itself: nothing on it is read from the database."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from demo.styleguide import foundations
from demo.styleguide.entries import groups
from demo.styleguide.refusals import REFUSALS


@require_GET
@never_cache
def styleguide(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "demo/styleguide.html",
        {
            "groups": groups(),
            "refusals": list(REFUSALS),
            "palettes": foundations.palettes(),
            "type_steps": foundations.steps("t"),
            "space_steps": foundations.steps("s"),
        },
    )
