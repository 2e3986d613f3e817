"""The sheet of the check: grade, verdict, reason, words and photos of every unit.

What is wrong is said beside what it is about, in the words of the operation itself.
"""

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.desk import MoveForm
from accounts.errors import Refusal
from returns.errors import InspectionIncomplete, RefusalNeedsNote, VerdictDoesNotFit
from returns.inspection import Finding, check_finding
from returns.models import ReturnCase, ReturnLine, ReturnUnit
from returns.states import ACCEPTED_VERDICTS, CANNED_NOTES, Grade, Refused, Verdict
from shop.forms import PhotosField

MOST_CHECK_PHOTOS = 5
GRADES = [grade for grade in Grade if grade and grade != Grade.MISSING]
VERDICTS = [verdict for verdict in Verdict if verdict]
REASONS = [reason for reason in Refused if reason != Refused.MISSING]


class UnitFields:
    """The fields of one unit, as the sheet shows them; a unit that is not here is missing."""

    def __init__(self, form: forms.Form, unit: ReturnUnit) -> None:
        self.form, self.unit = form, unit
        self.key = unit.pk.hex
        if not unit.is_here:
            self._add("grade", forms.ChoiceField(
                label="Grade",
                choices=[(Grade.MISSING.value, Grade.MISSING.label)],
                initial=Grade.MISSING.value if unit.is_missing else None,
                widget=forms.RadioSelect,
                error_messages={"required": "Still to come. Call it missing, or wait for it."},
            ))  # fmt: skip
            return
        grades = [(grade.value, grade.label) for grade in GRADES]
        verdicts = [(verdict.value, verdict.label) for verdict in VERDICTS]
        reasons = [(one.value, one.label) for one in REASONS]
        self._add("grade", _radios("Grade", grades, "Grade it first."))
        self._add("verdict", _radios("Verdict", verdicts, str(InspectionIncomplete())))
        self._add("why", forms.ChoiceField(label="Why", choices=reasons, required=False))
        self._add("note", forms.CharField(
            label="In your own words",
            max_length=300,
            required=False,
            widget=UnfoldAdminTextInputWidget({"autocomplete": "off"}),
        ))  # fmt: skip
        self._add("photos", _photos())

    def _add(self, name: str, field: forms.Field) -> None:
        self.form.fields[f"{name}-{self.key}"] = field

    def __getattr__(self, name: str) -> forms.BoundField:
        """grade, verdict, why, note, photos: the field of this unit."""
        return self.form[f"{name}-{self.key}"]

    @property
    def grade_keys(self) -> list[dict[str, Any]]:
        return _keyed(self.grade, "12345")

    @property
    def verdict_keys(self) -> list[dict[str, Any]]:
        return _keyed(self.verdict, "678")

    @property
    def why_keys(self) -> list[dict[str, Any]]:
        words = {
            reason.value: CANNED_NOTES.get(reason, "In your words, below.") for reason in REASONS
        }
        return _keyed(self.why, "qwerty", words)

    @property
    def is_said(self) -> bool:
        """Whether grade and verdict of it are complete and go together."""
        return not self.has_errors and bool(self.form.cleaned_data.get(f"grade-{self.key}"))

    @property
    def is_accepted(self) -> bool:
        return self.finding(self.form.cleaned_data).verdict in ACCEPTED_VERDICTS

    @property
    def is_restocked(self) -> bool:
        return self.finding(self.form.cleaned_data).grade == Grade.RESELLABLE

    @property
    def has_errors(self) -> bool:
        return any(name.endswith(self.key) for name in self.form.errors)

    def check(self, cleaned: dict[str, Any]) -> None:
        if any(f"{name}-{self.key}" in self.form.errors for name in ("grade", "verdict")):
            return
        try:
            check_finding(self.unit, self.finding(cleaned))
        except Refusal as refusal:
            self.form.add_error(f"{self._place_of(refusal, cleaned)}-{self.key}", str(refusal))

    def _place_of(self, refusal: Refusal, cleaned: dict[str, Any]) -> str:
        if isinstance(refusal, VerdictDoesNotFit):
            return "verdict"
        if isinstance(refusal, RefusalNeedsNote):
            return "note" if cleaned.get(f"why-{self.key}") else "why"
        return "grade"

    def finding(self, cleaned: dict[str, Any]) -> Finding:
        given = {name: cleaned.get(f"{name}-{self.key}") for name in ("grade", "verdict", "why")}
        if given["grade"] == Grade.MISSING:
            return Finding(Grade.MISSING, Verdict.REFUSED, Refused.MISSING)
        return Finding(
            Grade(given["grade"] or ""),
            Verdict(given["verdict"] or ""),
            given["why"] or "",
            cleaned.get(f"note-{self.key}") or "",
            cleaned.get(f"photos-{self.key}") or (),
        )


def _keyed(
    field: forms.BoundField, keys: str, words: dict[str, str] | None = None
) -> list[dict[str, Any]]:
    """The choices of a field as large buttons, each with the key that presses it."""
    choices = list(field.field.choices)  # type: ignore[attr-defined]
    return [
        {
            "value": value,
            "label": label,
            "key": key,
            "is_chosen": str(field.value() or "") == value,
            "words": (words or {}).get(value, ""),
        }
        for (value, label), key in zip(choices, keys, strict=False)
    ]


def _radios(label: str, choices: list[tuple[str, str]], error: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": error},
    )


def _photos() -> PhotosField:
    field = PhotosField(most=MOST_CHECK_PHOTOS, required=False, label="Photos")
    field.widget.attrs["capture"] = "environment"  # a tablet opens its camera
    return field


class InspectionForm(MoveForm):
    """Every unit of a case; cleaned, it is the findings `inspect_return` takes."""

    follows = ""  # what finishing it would do, in words
    is_only_looked_at = False  # then the cleaned data stay by field

    def __init__(self, row: ReturnCase, data: Any = None, files: Any = None) -> None:
        super().__init__(row, data, files)
        self.lines: list[tuple[ReturnLine, list[UnitFields]]] = [
            (line, [UnitFields(self, unit) for unit in line.units.all()])
            for line in row.lines.select_related("order_line").prefetch_related("units", "photos")
        ]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        units = [unit for _, units in self.lines for unit in units]
        for unit in units:
            unit.check(cleaned)
        if self.errors or self.is_only_looked_at:
            return cleaned
        return {"findings": {unit.unit.pk: unit.finding(cleaned) for unit in units}}


class ReceiptForm(MoveForm):
    """What of a parcel is here, unit by unit; cleaned, it is what `receive_units` takes."""

    HERE, MISSING, LATER = "here", "missing", "later"
    CHOICES = ((HERE, "Here"), (LATER, "Still to come"), (MISSING, "Missing"))

    def __init__(self, row: ReturnCase, data: Any = None, files: Any = None) -> None:
        super().__init__(row, data, files)
        lines = row.lines.select_related("order_line").prefetch_related("units", "photos")
        self.lines = [(line, [self._add(row, unit) for unit in line.units.all()]) for line in lines]

    def _add(
        self, row: ReturnCase, unit: ReturnUnit
    ) -> tuple[ReturnUnit, forms.BoundField, list[dict[str, Any]]]:
        is_here = unit.is_here or row.received_at is None
        initial = self.HERE if is_here else self.MISSING if unit.is_missing else self.LATER
        name = f"unit-{unit.pk.hex}"
        self.fields[name] = forms.ChoiceField(
            label=str(unit), choices=self.CHOICES, widget=forms.RadioSelect, initial=initial
        )
        return unit, self[name], _keyed(self[name], "123")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        units = [unit for _, units in self.lines for unit, _, _ in units]
        said = {unit.pk: cleaned.get(f"unit-{unit.pk.hex}") for unit in units}
        return {
            "arrived": {pk for pk, word in said.items() if word == self.HERE},
            "missing": {pk for pk, word in said.items() if word == self.MISSING},
        }
