"""Addresses of the demo."""

from django.urls import path

from demo import views

app_name = "demo"
urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/<slug:role>/", views.sign_in, name="sign_in"),
    path("inbox/", views.inbox, name="inbox"),
]
