"""The inspection sheet: one verdict and one note per unit, errors beside what they are about."""

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.desk import MoveForm
from returns.errors import InspectionIncomplete, RefusalNeedsNote
from returns.inspection import Finding
from returns.models import ReturnCase, ReturnLine, ReturnUnit
from returns.states import ACCEPTED_VERDICTS, Verdict

VERDICTS = [(verdict.value, verdict.label) for verdict in Verdict if verdict]


class UnitFields:
    """The two fields of one unit, as the sheet shows them."""

    def __init__(self, form: forms.Form, unit: ReturnUnit) -> None:
        self.unit = unit
        self.verdict_name = f"verdict-{unit.pk.hex}"
        self.note_name = f"note-{unit.pk.hex}"
        form.fields[self.verdict_name] = forms.ChoiceField(
            label="Verdict",
            choices=VERDICTS,
            widget=forms.RadioSelect,
            error_messages={"required": str(InspectionIncomplete())},
        )
        form.fields[self.note_name] = forms.CharField(
            label="Note",
            max_length=300,
            required=False,
            widget=UnfoldAdminTextInputWidget({"autocomplete": "off"}),
        )
        self.form = form

    @property
    def verdict(self) -> forms.BoundField:
        return self.form[self.verdict_name]

    @property
    def note(self) -> forms.BoundField:
        return self.form[self.note_name]

    def check(self, cleaned: dict[str, Any]) -> None:
        verdict = cleaned.get(self.verdict_name)
        is_refused = verdict is not None and verdict not in ACCEPTED_VERDICTS
        if is_refused and not cleaned.get(self.note_name):
            self.form.add_error(self.note_name, str(RefusalNeedsNote()))

    def finding(self, cleaned: dict[str, Any]) -> Finding:
        return Finding(Verdict(cleaned[self.verdict_name]), cleaned[self.note_name])


class InspectionForm(MoveForm):
    """Every unit of a case; cleaned, it is the findings `inspect_return` takes."""

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
        if self.errors:
            return cleaned
        return {"findings": {unit.unit.pk: unit.finding(cleaned) for unit in units}}
