"""Looking for a certificate, writing a name on one, withdrawing one."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    """Looks for a certificate by its number."""

    numero = forms.CharField(
        label=_("Number of the certificate"),
        max_length=60,
        help_text=_("It is written on the certificate, in the form PV-2026-000123-K."),
        error_messages={"required": _("Write the number of the certificate.")},
    )
    nom = forms.CharField(
        label=_("Name of the holder"),
        max_length=300,
        required=False,
        help_text=_("Only to check that the certificate is theirs: a number alone shows no name."),
    )


class NameForm(forms.Form):
    """The name that a certificate is to bear."""

    nom = forms.CharField(
        label=_("First and last name"),
        max_length=300,
        help_text=_("As it must be written on your certificate. It is written once."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class RevocationForm(forms.Form):
    """Why a certificate is withdrawn."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Anyone who verifies the certificate reads it. Write nothing personal."),
    )
