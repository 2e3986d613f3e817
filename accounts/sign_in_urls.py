"""The addresses of signing in, under allauth's own names: the doors this shop has, and no more."""

from allauth.account import views
from django.urls import path

urlpatterns = [
    path("", views.request_login_code, name="account_login"),
    path("code/", views.request_login_code, name="account_request_login_code"),
    path("code/confirm/", views.confirm_login_code, name="account_confirm_login_code"),
    path("out/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
]
