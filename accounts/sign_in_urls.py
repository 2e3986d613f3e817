"""The addresses of signing in, under allauth's own names: the doors this shop has, and no more."""

from allauth.account import views
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount.providers.google import views as google
from django.urls import path
from django.views.generic import RedirectView

from accounts.proofs import fresh_sign_in_required
from accounts.views import signing_in

ask = signing_in.AskForCodeView.as_view()
security = RedirectView.as_view(pattern_name="accounts:security")

urlpatterns = [
    path("", ask, name="account_login"),
    path("code/", ask, name="account_request_login_code"),
    path("code/confirm/", signing_in.EnterCodeView.as_view(), name="account_confirm_login_code"),
    path("password/", signing_in.PasswordView.as_view(), name="account_password_sign_in"),
    path("app/", signing_in.second_factor, name="mfa_authenticate"),
    path("again/", signing_in.prove_again, name="account_reauthenticate"),
    path("out/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("google/", google.oauth2_login, name="google_login"),
    path("google/callback/", google.oauth2_callback, name="google_callback"),
    path("google/cancelled/", signing_in.google_cancelled, name="socialaccount_login_cancelled"),
    path("app/add/", signing_in.add_authenticator, name="mfa_activate_totp"),
    path("app/remove/", fresh_sign_in_required(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("app/all/", security, name="mfa_index"),
    path(
        "app/codes/",
        fresh_sign_in_required(recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "app/codes/file/",
        fresh_sign_in_required(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path(
        "app/codes/new/",
        fresh_sign_in_required(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
]
