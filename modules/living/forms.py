"""What ecologists type in the admin: lists as lines, levers field by field, references written once."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from modules.living.data import Lever
from modules.living.portraits import LEVERS

MAX_FILE = 20_000_000


class LinesField(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(initial) != self.to_python(data))


class LeversWidget(forms.MultiWidget):
    """A small text for each field in which a local authority acts."""

    template_name = "living/admin/levers.html"

    def __init__(self, attrs: Any = None) -> None:
        super().__init__({lever.value: forms.Textarea(attrs={"rows": 2}) for lever in Lever}, attrs)

    def decompress(self, value: Any) -> list[str]:
        return [str((value or {}).get(lever.value, "")) for lever in Lever]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for lever, widget in zip(Lever, context["widget"]["subwidgets"], strict=True):
            widget["label"] = LEVERS[lever]
        return context


class LeversField(forms.MultiValueField):
    """Lever -> what can be done there; empty ones are left out."""

    widget = LeversWidget

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("max_length", None)
        super().__init__(fields=[forms.CharField(required=False) for _lever in Lever], **kwargs)

    def compress(self, values: list[str]) -> dict[str, str]:
        texts = [(text or "").strip() for text in values or []]
        return {lever.value: text for lever, text in zip(Lever, texts, strict=False) if text}

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((initial or {}) != self.compress(data or []))


class PortraitForm(WagtailAdminModelForm):  # type: ignore[misc]
    """A milieu: its threats one a line, its levers field by field."""

    threats = LinesField(label=capfirst(_("threats")), required=False, help_text=_("One a line."))
    levers = LeversField(label=capfirst(_("what a local authority can do")), required=False)


class SpeciesForm(PortraitForm):
    """A species, with its needs too."""

    needs = LinesField(label=capfirst(_("needs")), required=False, help_text=_("One a line."))


class InteractionForm(WagtailAdminModelForm):  # type: ignore[misc]
    """An interaction links two species; a reference of the library gives its text."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("source") and cleaned.get("source") == cleaned.get("target"):
            self.add_error("target", _("An interaction links two different species."))
        if cleaned.get("published_in"):
            cleaned["reference"] = cleaned["published_in"].as_text
        return cleaned


class ImportForm(forms.Form):
    """A file of interactions to check."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A table in GloBI’s columns (CSV), or a Darwin Core archive (ZIP); 20 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.zip"}),
    )
    origin = forms.CharField(
        label=_("Where the data come from, and their licence"),
        max_length=255,
        help_text=_("As in “Tetra-EU 1.0, CC0”. It is written in the provenance of each record."),
    )
    create_species = forms.BooleanField(label=_("Create the species that are missing, as drafts"), required=False)
    leave_out_refused = forms.BooleanField(
        label=_("Import the good lines even when others are refused"), required=False
    )

    propose_differences = forms.BooleanField(
        label=_("Propose what known interactions lack or say otherwise, as drafts"),
        required=False,
        help_text=_("A reference for those that have none, for instance. What is published does not change."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_FILE:
            raise forms.ValidationError(_("The file is larger than 20 MB. Cut it in several."))
        return file
