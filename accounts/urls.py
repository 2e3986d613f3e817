"""Addresses of the account pages."""

from django.urls import path

from accounts.views import account, security

app_name = "accounts"
urlpatterns = [
    path("", account.home, name="home"),
    path("theme/", account.theme, name="theme"),
    path("security/", security.security, name="security"),
    path("security/password/", security.choose_password, name="password"),
    path("security/password/remove/", security.drop_password, name="drop_password"),
    path("security/google/remove/", security.disconnect_google, name="disconnect_google"),
    path("security/sign-out/<uuid:pk>/", security.end_one, name="end_one"),
    path("security/sign-out/everywhere/", security.end_all, name="end_all"),
]
