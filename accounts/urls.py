"""Addresses of the account pages."""

from django.urls import path

from accounts.views import account, addresses, privacy, profile, security

app_name = "accounts"
urlpatterns = [
    path("", account.home, name="home"),
    path("theme/", account.theme, name="theme"),
    path("profile/", profile.profile, name="profile"),
    path("profile/<slug:kind>/", profile.change_contact, name="change_contact"),
    path("profile/<slug:kind>/code/", profile.confirm_contact, name="confirm_contact"),
    path("addresses/", addresses.addresses, name="addresses"),
    path("addresses/new/", addresses.write_address, name="new_address"),
    path("addresses/undo/", addresses.undo, name="undo_address"),
    path("addresses/<uuid:pk>/", addresses.write_address, name="address"),
    path("addresses/<uuid:pk>/usual/", addresses.usual, name="usual_address"),
    path("addresses/<uuid:pk>/remove/", addresses.remove, name="remove_address"),
    path("security/", security.security, name="security"),
    path("security/password/", security.choose_password, name="password"),
    path("security/password/remove/", security.drop_password, name="drop_password"),
    path("security/google/remove/", security.disconnect_google, name="disconnect_google"),
    path("security/sign-out/<uuid:pk>/", security.end_one, name="end_one"),
    path("security/sign-out/everywhere/", security.end_all, name="end_all"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("privacy/consent/<slug:purpose>/", privacy.consent, name="consent"),
    path("privacy/copy/", privacy.ask_copy, name="ask_copy"),
    path("privacy/copy/<uuid:pk>/", privacy.copy, name="copy"),
    path("privacy/close/", privacy.close, name="close"),
    path("privacy/stay/", privacy.stay, name="stay"),
]
