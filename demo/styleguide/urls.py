"""Addresses of the style guide."""

from django.urls import path

from demo.styleguide import refusals, views

app_name = "styleguide"
urlpatterns = [
    path("", views.styleguide, name="styleguide"),
    path("refusals/<slug:name>/", refusals.refused, name="refusal"),
]
