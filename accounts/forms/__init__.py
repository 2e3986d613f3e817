"""What people type about themselves: who they are, and where they live."""

from accounts.forms.addresses import AddressForm
from accounts.forms.signing_in import PasswordSignInForm, SignInForm

__all__ = ["AddressForm", "PasswordSignInForm", "SignInForm"]
