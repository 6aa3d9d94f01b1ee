"""What a person types about themself."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cms.accounts import api
from cms.accounts.models import Role, User

ROLE_CHOICES = [("", _("Choose…")), *Role.choices]


class SignupForm(forms.Form):
    """What sign-up asks besides the address and the password (`ACCOUNT_SIGNUP_FORM_CLASS`)."""

    first_name = forms.CharField(
        label=_("First name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    role = forms.ChoiceField(label=_("I am"), choices=ROLE_CHOICES)
    organisation = forms.CharField(
        label=_("Organisation (optional)"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    field_order = [
        "first_name",
        "last_name",
        "role",
        "organisation",
        "email",
        "password1",
        "password2",
    ]

    def signup(self, request: HttpRequest, user: User) -> None:
        """Allauth calls it once the address and the password are on the user."""
        for name in ("first_name", "last_name", "role", "organisation"):
            setattr(user, name, self.cleaned_data[name])
        user.save()


class ProfileForm(forms.ModelForm):
    """The name and the situation, as their owner edits them."""

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["first_name", "last_name", "role", "organisation"]
        labels: ClassVar[dict[str, Any]] = {
            "first_name": _("First name"),
            "last_name": _("Last name"),
            "organisation": _("Organisation (optional)"),
        }
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
            "organisation": forms.TextInput(attrs={"autocomplete": "organization"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_name"].required = self.fields["last_name"].required = True
        self.fields["role"].choices = ROLE_CHOICES  # type: ignore[attr-defined]


class ErasureForm(forms.Form):
    """The password once more, before everything goes."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        if not self.user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(_("This is not your password. Nothing has been erased."), code="wrong_password")
        return str(self.cleaned_data["password"])

    def clean(self) -> dict[str, Any]:
        if api.is_last_administrator(user=self.user):
            raise forms.ValidationError(
                _("You are the only administrator. Name another one first, then come back."),
                code="last_administrator",
            )
        return super().clean() or {}
