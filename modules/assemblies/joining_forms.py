"""What someone invited types: their code, the name they show, a password."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from modules.assemblies.accounts import split_name


class CodeForm(forms.Form):
    """The short code of a letter."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "class": "code-court",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "autocorrect": "off",
                "spellcheck": "false",
                "placeholder": "XXXX-XXXX-XXXX",
            }
        ),
    )


def _password(label: Any, **kwargs: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, strip=False, required=False, max_length=128, widget=widget, **kwargs)


class NewPasswordForm(forms.Form):
    """A password typed twice; none when the person goes on without one on their telephone (`alone`)."""

    password = _password(_("A password of your own"), help_text=_("Eight characters at least: three words do well."))
    again = _password(_("The same one again"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alone = "alone" in self.data

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        password = "" if self.alone else given.get("password", "")
        if self.alone:
            return {**given, "password": None}
        if not password:
            self.add_error("password", forms.ValidationError(_("Choose a password."), code="no-password"))
        elif password != given.get("again"):
            self.add_error("again", forms.ValidationError(_("The two passwords differ."), code="differs"))
        else:
            self._check_strength(password, given.get("name", ""))
        return given

    def _check_strength(self, password: str, name: str) -> None:
        first, last = split_name(name)
        user: Any = get_user_model()(first_name=first, last_name=last)
        try:
            validate_password(password, user)
        except forms.ValidationError as error:
            self.add_error("password", error)


class JoinForm(NewPasswordForm):
    """The name to show, and the password."""

    name = forms.CharField(
        label=_("The name you want to show"),
        max_length=120,
        help_text=_("The people of the assembly will read it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("name", "password", "again")

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())


class PasswordForm(forms.Form):
    """The password of the account that a code names."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
