"""The page of the back office about services the shop calls: how they are, stop, resume."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from accounts import breakers
from accounts.desk import DeskAdmin
from accounts.models import Breaker
from accounts.redis import is_answering

COLOURS = {"closed": "success", "half-open": "warning", "open": "danger"}
WORDS = {"closed": "Working", "half-open": "Being tried", "open": "Left alone"}


@admin.register(Breaker)
class BreakerAdmin(DeskAdmin):
    """Looked at by who may view them; stopping and resuming needs the change permission."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.switch_view)
        switch = path("<slug:name>/<slug:switch>/", view, name="accounts_breaker_switch")
        return [switch, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "Services we call",
            "opts": self.opts,
            "rows": [_row(breakers.condition_of(name)) for name in breakers.SERVICES],
            "may_switch": self.has_move_permission(request),
            "is_shared": is_answering(),
        }
        return TemplateResponse(request, "admin/accounts/breaker/list.html", context)

    def switch_view(self, request: HttpRequest, name: str, switch: str) -> HttpResponse:
        """Stop sending to a service, or trust it again; who did is in the history of the desk."""
        if name not in breakers.SERVICES or switch not in {"stop", "resume"}:
            raise Http404
        if request.method != "POST" or not self.has_move_permission(request):
            raise PermissionDenied
        title = breakers.SERVICES[name].title
        if switch == "stop":
            breakers.stop(name, by=str(request.user))
            said = f"{title}: nothing is sent until it is resumed."
        else:
            breakers.resume(name)
            said = f"{title}: resumed."
        self.log_change(request, Breaker(name=name), said)
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:accounts_breaker_changelist"))


def _row(condition: breakers.Condition) -> dict[str, Any]:
    is_stopped = bool(condition.stopped_by)
    return {
        "is": condition,
        "words": f"Stopped by {condition.stopped_by}" if is_stopped else WORDS[condition.state],
        "colour": COLOURS[condition.state],
        "again_at": condition.again_at if condition.is_open and not is_stopped else None,
    }
