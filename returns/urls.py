"""Addresses of returns."""

from django.urls import path

from returns import views

app_name = "returns"
urlpatterns = [
    path("orders/<slug:number>/return/", views.file_return, name="file"),
    path("orders/<slug:number>/returns/", views.of_order, name="of_order"),
    path("returns/<slug:number>/", views.detail, name="detail"),
    path("returns/<slug:number>/part/", views.part, name="part"),
    path("returns/<slug:number>/withdraw/", views.withdraw, name="withdraw"),
    path("returns/photo/<uuid:pk>/", views.photo, name="photo"),
]
