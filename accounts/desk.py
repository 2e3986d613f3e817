"""What every page of the back office shares: rows staff look at, and the moves they may make.

A row with a status is never typed into. Staff press a move, the move calls the operation that
shopper and the clock call too, and a refusal comes back as its own sentence.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from unfold.admin import ModelAdmin, TabularInline

from accounts.errors import Refusal

MOST_REFUSALS_SHOWN = 10


class MoveForm(forms.Form):
    """What a move asks before it is made; its cleaned values become the operation's arguments."""

    def __init__(self, row: Any, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.row = row


@dataclass(frozen=True)
class Move:
    """One operation staff may ask of a row, called as `run(row, by=..., **form values)`."""

    name: str  # the last part of its address
    label: str  # what the button says
    run: Callable[..., object]
    is_legal: Callable[[Any], bool]
    said: Callable[[Any], str]  # what staff read once it is done
    form: type[MoveForm] = MoveForm
    question: Callable[[Any], str] | None = None  # asked before what cannot be taken back
    template: str = "admin/desk/move.html"
    then: str = ""  # the move whose page follows, if it is legal by then
    is_dangerous: bool = False
    is_personal: bool = False  # runs with `by_user` instead of `by`, where who it is decides
    permission: str = ""  # needed beside the right to change the row, like orders.approve_refund

    @property
    def asks(self) -> bool:
        """Whether a page comes between the button and the operation."""
        return self.question is not None or self.form is not MoveForm


class StaffAdmin(ModelAdmin):
    """An admin page with moves; each needs the model's change permission and is a POST."""

    moves: tuple[Move, ...] = ()
    change_form_template = "admin/desk/change_form.html"
    list_per_page = 50
    list_max_show_all = 50
    list_disable_select_all = True  # a bulk action is for the rows one can see
    show_full_result_count = False  # one count less on every list

    def has_move_permission(self, request: HttpRequest, row: Model | None = None) -> bool:
        codename = get_permission_codename("change", self.opts)
        return bool(request.user.has_perm(f"{self.opts.app_label}.{codename}"))

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_move"
        view = self.admin_site.admin_view(self.move_view)
        return [path("<uuid:pk>/move/<slug:name>/", view, name=name), *super().get_urls()]

    def legal_moves(self, request: HttpRequest, row: Any) -> list[tuple[Move, str]]:
        """The moves that are possible now, each with its address."""
        if not self.moves or not self.has_move_permission(request, row):
            return []
        return [
            (move, self._url("move", row, move.name))
            for move in self.moves
            if move.is_legal(row) and self._may_make(request, move)
        ]

    def _may_make(self, request: HttpRequest, move: Move) -> bool:
        return not move.permission or bool(request.user.has_perm(move.permission))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = kwargs.get("obj")
        if row is not None:
            context["moves"] = self.legal_moves(request, row)
            context |= self.desk_context(request, row)
        return super().render_change_form(request, context, *args, **kwargs)

    def desk_context(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """What the page of one row shows beside its fields."""
        return {}

    def move_view(self, request: HttpRequest, pk: Any, name: str) -> HttpResponse:
        """Ask what the move needs, make it, say what follows; a refusal keeps what was typed."""
        row = self.get_object(request, str(pk))
        move = next((move for move in self.moves if move.name == name), None)
        if row is None or move is None:
            raise Http404
        if not self.has_move_permission(request, row) or not self._may_make(request, move):
            raise PermissionDenied
        back = HttpResponseRedirect(self._url("change", row))
        if request.method != "POST":
            if move.is_legal(row):
                return self._ask(request, row, move, move.form(row))
            self.message_user(request, f"{move.label}: not possible now.", messages.WARNING)
            return back
        form = move.form(row, request.POST, request.FILES)
        if not form.is_valid():
            return self._ask(request, row, move, form, status=422)
        try:
            self._make(request, row, move, **form.cleaned_data)
        except Refusal as refusal:
            if move.asks and move.is_legal(row):
                form.add_error(None, str(refusal))
                return self._ask(request, row, move, form, status=422)
            self.message_user(request, str(refusal), messages.ERROR)
            return back
        row.refresh_from_db()
        self.message_user(request, move.said(row), messages.SUCCESS)
        follows = [url for after, url in self.legal_moves(request, row) if after.name == move.then]
        return HttpResponseRedirect(follows[0]) if follows else back

    def move_each(
        self, request: HttpRequest, rows: QuerySet[Any], move: Move, **values: Any
    ) -> None:
        """Make one move on every chosen row, each for itself; say row by row what was refused."""
        refused, count = [], 0
        for row in rows:
            try:
                self._make(request, row, move, **values)
            except Refusal as refusal:
                said, number = str(refusal), str(row)
                refused.append(said if said.startswith(number) else f"{number}: {said}")
            else:
                count += 1
        if count:
            self.message_user(request, f"{move.label}: {count} done.", messages.SUCCESS)
        for said in refused[:MOST_REFUSALS_SHOWN]:
            self.message_user(request, f"Refused. {said}", messages.WARNING)
        if len(refused) > MOST_REFUSALS_SHOWN:
            rest = len(refused) - MOST_REFUSALS_SHOWN
            self.message_user(request, f"And {rest} more were refused.", messages.WARNING)

    def _make(self, request: HttpRequest, row: Any, move: Move, **values: Any) -> None:
        who = {"by_user": request.user} if move.is_personal else {"by": str(request.user)}
        move.run(row, **who, **values)
        self.log_change(request, row, move.label)

    def _ask(
        self, request: HttpRequest, row: Any, move: Move, form: MoveForm, status: int = 200
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": f"{move.label} {row}",
            "opts": self.opts,
            "original": row,
            "row": row,
            "row_url": self._url("change", row),
            "move": move,
            "question": move.question(row) if move.question else "",
            "form": form,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, move.template, context, status=status)

    def _url(self, page: str, row: Any, *more: str) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=[row.pk, *more])


class DeskAdmin(StaffAdmin):
    """Rows only the shop writes: none is added, typed into or deleted by hand."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # so Django shows every field as text; moves ask has_move_permission

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) or self.has_move_permission(request, obj)


class LookInline(TabularInline):
    """Rows below a row, to look at."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
