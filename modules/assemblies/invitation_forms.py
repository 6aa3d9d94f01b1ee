"""The file of a list of people, and its text once it was read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.assemblies.data import AssemblyRefused
from modules.assemblies.people_file import MAX_BYTES, text_of
from modules.assemblies.wording import refusal_text


class PeopleFileForm(forms.Form):
    """A CSV file; it is cleaned into its text."""

    file = forms.FileField(
        label=_("Your list (CSV file)"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
        help_text=_("In your spreadsheet: File, Save as, CSV. One line a person, the titles on the first line."),
    )

    def clean_file(self) -> str:
        sent: Any = self.cleaned_data["file"]
        try:
            if sent.size > MAX_BYTES:
                raise AssemblyRefused("file-too-big")
            return text_of(sent.read())
        except AssemblyRefused as error:
            raise forms.ValidationError(refusal_text(error), code=error.id) from error


class PeopleTextForm(forms.Form):
    """The text of a list already told, on its way back."""

    text = forms.CharField(max_length=MAX_BYTES, strip=False, widget=forms.HiddenInput)
