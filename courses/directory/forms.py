"""What visitors ask, and what experts say of themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.directory.data import DirectoryQuery, TerritoryGroup

ANYWHERE = ("", _("All of France"))


class SearchForm(forms.Form):
    """The filters of the public page; the JSON reads the same ones. Unknown values filter nothing."""

    departement = forms.ChoiceField(label=_("Département"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    q = forms.CharField(
        label=_("A name, a word"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )

    def __init__(self, *args: Any, groups: tuple[TerritoryGroup, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departements = [(d.code, f"{d.name} ({d.code})") for group in groups for d in group.departements]
        self._choices("departement", sorted(departements))
        self._choices("region", [(group.region.code, group.region.name) for group in groups])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [ANYWHERE, *choices]  # type: ignore[attr-defined]

    def query(self) -> DirectoryQuery:
        self.is_valid()
        given = self.cleaned_data
        return DirectoryQuery(
            departement=given.get("departement", ""), region=given.get("region", ""), text=given.get("q", "")
        )


class ListingForm(forms.Form):
    """A listing, as its owner writes it."""

    display_name = forms.CharField(label=_("Name shown"), max_length=120)
    organisation = forms.CharField(label=_("Organisation (optional)"), max_length=200, required=False)
    presentation = forms.CharField(
        label=_("Your presentation"),
        max_length=1200,
        required=False,
        help_text=_("A few lines: where you come from, what you like to facilitate. 1,200 characters at most."),
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    website = forms.URLField(
        label=_("Website (optional)"),
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    territories = forms.MultipleChoiceField(label=_("Where you work"), required=False)
    listed = forms.BooleanField(
        label=_("I want to appear in the public directory"),
        required=False,
        help_text=_("You can leave it at any time, in one click."),
    )

    def __init__(self, *args: Any, groups: tuple[TerritoryGroup, ...], certified: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.certified = certified
        refs = [ref for group in groups for ref in (group.region, *group.departements)]
        self.fields["territories"].choices = [(ref.key, ref.name) for ref in refs]  # type: ignore[attr-defined]

    def clean_website(self) -> str:
        website = str(self.cleaned_data["website"])
        if website and not website.startswith(("http://", "https://")):
            raise forms.ValidationError(_("A website begins with https://."), code="scheme")
        return website

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("listed"):
            self._require(given)
        return given

    def _require(self, given: dict[str, Any]) -> None:
        """What appearing in the directory asks for; anything else may stay a draft."""
        if not self.certified:
            self.add_error(
                "listed", _("The directory opens with a valid certificate. Your listing can wait for it here.")
            )
        if not given.get("presentation"):
            self.add_error("presentation", _("To appear, write at least a sentence about yourself."))
        if not given.get("territories"):
            self.add_error("territories", _("To appear, tick at least one département or one region."))


class MessageForm(forms.Form):
    """A letter to an expert. `site` is a trap: people do not see it, robots fill it in."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    organisation = forms.CharField(
        label=_("Your authority or organisation (optional)"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("It goes with your message, so that you can be answered."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    text = forms.CharField(
        label=_("Your message"),
        min_length=20,
        max_length=5000,
        help_text=_("Your territory, your project, your calendar: whatever helps to answer you."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    site = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())
