"""Who may do what, read so that it is true on every database."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission


class RightsBackend(ModelBackend):
    """Django's own, which reads rights as whole rows.

    It asks for columns of two tables at once, and MongoDB mixes those up: there nobody but a
    superuser had any right.
    """

    def _get_permissions(self, user_obj: Any, obj: Any, from_name: str) -> set[str]:
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        kept = f"_{from_name}_perm_cache"
        if not hasattr(user_obj, kept):
            rights = getattr(self, f"_get_{from_name}_permissions")(user_obj)
            if user_obj.is_superuser:
                rights = Permission.objects.all()
            rows = rights.select_related("content_type").order_by()
            setattr(
                user_obj, kept, {f"{row.content_type.app_label}.{row.codename}" for row in rows}
            )
        found: set[str] = getattr(user_obj, kept)
        return found
