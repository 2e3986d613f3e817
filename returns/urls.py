"""Addresses of returns."""

from django.urls import path

from returns import filing_pages, views

app_name = "returns"
urlpatterns = [
    path("orders/<slug:number>/return/", filing_pages.items, name="file"),
    path("orders/<slug:number>/return/why/", filing_pages.why, name="why"),
    path("orders/<slug:number>/return/money/", filing_pages.money, name="money"),
    path("orders/<slug:number>/return/pickup/", filing_pages.way, name="way"),
    path("orders/<slug:number>/return/review/", filing_pages.review, name="review"),
    path("orders/<slug:number>/return/discard/", filing_pages.discard, name="discard"),
    path(
        "orders/<slug:number>/return/photo/<uuid:pk>/",
        filing_pages.draft_photo,
        name="draft_photo",
    ),
    path("orders/<slug:number>/returns/", views.of_order, name="of_order"),
    path("returns/", views.return_list, name="list"),
    path("returns/<slug:number>/", views.detail, name="detail"),
    path("returns/<slug:number>/done/", views.done, name="done"),
    path("returns/<slug:number>/part/", views.part, name="part"),
    path("returns/<slug:number>/withdraw/", views.withdraw, name="withdraw"),
    path("returns/<slug:number>/pickup/", views.reschedule, name="reschedule"),
    path("returns/<slug:number>/refused/", views.choose, name="choose"),
    path("returns/photo/<uuid:pk>/", views.photo, name="photo"),
]
