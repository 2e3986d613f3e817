"""The words shoppers use: what staff say they mean, and what was searched for in vain."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils.html import format_html
from unfold.decorators import display

from accounts.desk import DeskAdmin, StaffAdmin
from shop import caching, search
from shop.index import index
from shop.models import SearchTerm, Synonym
from shop.staff_forms import SynonymForm

FOUND = {True: "success", False: "danger"}


def found_by(phrase: str) -> int:
    """How many styles have the words of a phrase, as they are."""
    return len(search.understand(search.clean(phrase), exactly=True).places)


@admin.register(Synonym)
class SynonymAdmin(StaffAdmin):
    """Other spellings and names; a change shows in the search at once."""

    form = SynonymForm
    list_display = ("phrase", "means", "finds", "try_it")
    search_fields = ("phrase", "means")
    search_help_text = "As shoppers type it, or as the catalogue says it"
    fields = (("phrase", "means"), "try_it")
    readonly_fields = ("try_it",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Synonym]:
        index.catch_up()
        return super().get_queryset(request)

    def save_model(self, request: HttpRequest, obj: Synonym, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        caching.touch(caching.STOREFRONT)
        if not found_by(obj.means):
            said = f"Nothing in the shop is found by “{obj.means}” now. Is it written as there?"
            self.message_user(request, said, messages.WARNING)

    def delete_model(self, request: HttpRequest, obj: Synonym) -> None:
        super().delete_model(request, obj)
        caching.touch(caching.STOREFRONT)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Synonym]) -> None:
        super().delete_queryset(request, queryset)
        caching.touch(caching.STOREFRONT)

    @display(description="Finds", label=FOUND)
    def finds(self, synonym: Synonym) -> tuple[bool, str]:
        count = found_by(synonym.means)
        return bool(count), f"{count} style{pluralize(count)}" if count else "Nothing"

    @display(description="Try it")
    def try_it(self, synonym: Synonym) -> str:
        if synonym._state.adding:
            return "Save first; then see what shoppers find with it."
        address = f"{reverse('shop:search')}?{urlencode({'q': synonym.phrase})}"
        return format_html(
            '<a class="desk-link" href="{}" target="_blank" rel="noopener">Search for “{}”</a>',
            address,
            synonym.phrase,
        )


class FoundFilter(admin.SimpleListFilter):
    title = "what it found"
    parameter_name = "found"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("nothing", "Found nothing"), ("something", "Found something")]

    def queryset(self, request: HttpRequest, terms: QuerySet[SearchTerm]) -> QuerySet[SearchTerm]:
        chosen: dict[str, dict[str, Any]] = {"nothing": {"found": 0}, "something": {"found__gt": 0}}
        return terms.filter(**chosen.get(self.value() or "", {}))


@admin.register(SearchTerm)
class SearchTermAdmin(DeskAdmin):
    """What shoppers searched for, by day; what found nothing is a synonym or a style we miss."""

    list_display = ("term", "day", "searches", "found_column", "teach")
    list_filter = (FoundFilter, "day")
    search_fields = ("term",)
    fields = (("term", "day"), ("searches", "found"), "teach")
    readonly_fields = ("teach",)

    @display(description="Found", label=FOUND, ordering="found")
    def found_column(self, term: SearchTerm) -> tuple[bool, str]:
        return bool(
            term.found
        ), f"{term.found} style{pluralize(term.found)}" if term.found else "Nothing"

    @display(description="")
    def teach(self, term: SearchTerm) -> str:
        address = f"{reverse('admin:shop_synonym_add')}?{urlencode({'phrase': term.term[:40]})}"
        return format_html('<a class="desk-link" href="{}">Make a synonym</a>', address)
