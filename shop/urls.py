"""Addresses of the shop's pages."""

from django.urls import path

from shop import views

app_name = "shop"
urlpatterns = [
    path("", views.home, name="home"),
    path("c/<slug:slug>/", views.category, name="category"),
    path("p/<slug:slug>/", views.product, name="product"),
    path("search/", views.search, name="search"),
    path("personal/", views.personal, name="personal"),
    path("bag/", views.bag_page, name="bag"),
    path("bag/add/", views.bag_add, name="bag_add"),
    path("bag/line/<uuid:pk>/", views.bag_line, name="bag_line"),
]
