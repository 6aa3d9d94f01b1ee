"""What coordinators fill in."""

import hashlib
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.assemblies.data import Audience, Role
from modules.assemblies.models import Assembly, AssemblyDate, College, Membership
from modules.assemblies.models.documents import AUDIENCES
from modules.assemblies.models.memberships import ROLES
from modules.assemblies.rules import speaks
from modules.living import api as living
from modules.living.blocks import TENSIONS

# What a browser's calendar sends, then how one types a day in French.
DAYS = ("%Y-%m-%d", "%d/%m/%Y")
OLDEST_CALL = timedelta(days=366)


class CollegesForm(forms.Form):
    """The milieus that get a college; those that have one already are not offered."""

    milieus = forms.TypedMultipleChoiceField(
        label=_("Milieus of your territory"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, taken: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {milieu.id: milieu.name for milieu in living.milieus() if milieu.id not in taken}
        self.fields["milieus"].choices = list(self.names.items())  # type: ignore[attr-defined]


class CollegeNameForm(forms.ModelForm):
    class Meta:
        model = College
        fields = ("name",)
        labels = {"name": _("Name of the college")}


class MemberForm(forms.ModelForm):
    """Someone of the assembly; the coordinator writes only what is needed to reach them."""

    class Meta:
        model = Membership
        fields = ("name", "role", "speaks", "college", "email", "phone", "postal_address")
        labels = {
            "name": _("First and last name"),
            "role": _("Role"),
            "speaks": _("May speak for a species"),
            "college": _("College, if already chosen"),
            "email": _("E-mail address (optional)"),
            "phone": _("Telephone (optional)"),
            "postal_address": _("Postal address (optional)"),
        }
        help_texts = {
            "speaks": _("Untick it for someone who takes no part in the draw."),
            "email": _("Without an e-mail address, you will print a letter."),
            "postal_address": _("Printed on the letter, for a window envelope."),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "off"}),
            "phone": forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
            "email": forms.EmailInput(attrs={"autocomplete": "off"}),
            "postal_address": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, assembly_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.assembly_id = assembly_id
        college = self.fields["college"]
        college.queryset = College.objects.filter(assembly=assembly_id)  # type: ignore[attr-defined]
        college.empty_label = _("Not yet")  # type: ignore[attr-defined]
        if self.instance.species_id:
            del self.fields["college"]
        if self.instance.user_id:
            # Once accepted, the address of the account is the person's own affair.
            del self.fields["email"]

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip().lower()
        others = Membership.objects.filter(assembly=self.instance.assembly_id, email=email).exclude(pk=self.instance.pk)
        if email and others.exists():
            raise forms.ValidationError(_("Someone of the list already has this address."), code="email-twice")
        return email

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("role") and not speaks(Role(given["role"])):
            given["speaks"] = False
        return given


class SpeciesChoiceForm(forms.Form):
    """A species given by choice, among those left."""

    species = forms.TypedChoiceField(label=_("Species"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, groups: list[tuple[str, list[tuple[int, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["species"].choices = [("", _("No species yet")), *groups]  # type: ignore[attr-defined]


class DrawForm(forms.Form):
    """The phrase said in public, and how many voices there are to be."""

    phrase = forms.CharField(
        label=_("The phrase said in public"),
        max_length=160,
        help_text=_("Have it said by someone in the room, once the list is printed: the first line of a poem, a cry."),
    )
    places = forms.IntegerField(label=_("How many voices"), min_value=1, max_value=500)
    shown = forms.CharField(widget=forms.HiddenInput)


class LinesField(forms.CharField):
    """A list of names, typed one a line."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        lines = value if isinstance(value, list) else str(value or "").splitlines()
        return [clean for line in lines if (clean := " ".join(str(line).split()))]


class MandateForm(forms.ModelForm):
    """What an assembly is asked, by whom it is concerned, and when: as its coordinator writes it."""

    tensions = forms.MultipleChoiceField(
        label=_("The tensions at stake"), choices=TENSIONS, required=False, widget=forms.CheckboxSelectMultiple
    )
    communes = LinesField(
        label=_("Communes (optional)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For a free set of communes: one a line."),
    )

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Assembly
        fields = ("mandate", "limits", "tensions", "territory", "communes", "state", "starts_on", "ends_on")
        labels = {
            "mandate": _("What we are asked"),
            "limits": _("And what we are not"),
            "territory": _("Name of the territory"),
            "state": _("Where the assembly is"),
            "starts_on": _("First day (optional)"),
            "ends_on": _("Last day (optional)"),
        }
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in ("starts_on", "ends_on")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mark = self._mark()
        self.initial["seen"] = self.mark

    def _mark(self) -> str:
        """A mark of what is written now: another one means that somebody else wrote meanwhile."""
        told = repr([getattr(self.instance, name) for name in self.Meta.fields])
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("seen") != self.mark:
            # What was typed stays in the form, and the next sending has seen what is written now.
            typed = {name: self.data.get(name) for name in self.data}
            self.data = {**typed, "tensions": given.get("tensions", []), "seen": self.mark}
            raise forms.ValidationError(
                _("Somebody else changed the mandate meanwhile. Your text is below: compare, then save again."),
                code="changed-meanwhile",
            )
        start, end = given.get("starts_on"), given.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("The last day comes before the first."))
        return given


class CallForm(forms.Form):
    """A call that was made: its day and a few words."""

    called_on = forms.DateField(
        label=_("Called on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), input_formats=DAYS
    )
    note = forms.CharField(
        label=_("A few words (optional)"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What was agreed: “will come on Tuesday”. Never a judgement: the person may ask to read it."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_called_on(self) -> date:
        day: date = self.cleaned_data["called_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day has not come yet."), code="called-later")
        if day < self.today - OLDEST_CALL:
            raise forms.ValidationError(_("This day is more than a year ago."), code="called-long-ago")
        return day

    def clean_note(self) -> str:
        return " ".join(str(self.cleaned_data["note"]).split())


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class SpeciesRequestForm(forms.Form):
    """A local species the assembly wishes to hear."""

    name = forms.CharField(label=_("Its name"), max_length=120)
    milieu = forms.TypedChoiceField(label=_("Where it lives"), coerce=int)
    reason = forms.CharField(
        label=_("Why this species, here"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    draft = forms.CharField(
        label=_("What you already know of it (optional)"),
        max_length=4000,
        required=False,
        help_text=_("A first draft of its page. An ecologist reviews it before anybody sees it."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["milieu"].choices = [(each.id, each.name) for each in living.milieus()]  # type: ignore[attr-defined]


class DateForm(forms.ModelForm):
    """A meeting of the calendar."""

    class Meta:
        model = AssemblyDate
        fields = ("title", "kind", "starts_at", "ends_at", "place", "college", "run_sheet")
        labels = {
            "title": _("Title"),
            "kind": _("Kind of meeting"),
            "starts_at": _("Beginning"),
            "ends_at": _("End (optional)"),
            "place": _("Place"),
            "college": _("For which college"),
            "run_sheet": _("Run sheet for the facilitator"),
        }
        widgets = {
            name: forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
            for name in ("starts_at", "ends_at")
        }

    def __init__(self, *args: Any, assembly_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.assembly_id = assembly_id
        college = self.fields["college"]
        college.queryset = College.objects.filter(assembly=assembly_id)  # type: ignore[attr-defined]
        college.empty_label = _("Everybody")  # type: ignore[attr-defined]
        self.fields["run_sheet"].empty_label = _("No run sheet")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        start, end = given.get("starts_at"), given.get("ends_at")
        if start and end and end <= start:
            self.add_error("ends_at", _("The end comes before the beginning."))
        return given


class DocumentForm(forms.Form):
    """A file for an assembly's people."""

    title = forms.CharField(label=_("Title"), max_length=160)
    upload = forms.FileField(
        label=_("File"), help_text=_("20 MB at most: PDF, image, office document, MP3 or plain text."), max_length=255
    )
    message = forms.CharField(
        label=_("A word to go with it (optional)"), max_length=1000, required=False, widget=forms.Textarea
    )
    audience = forms.ChoiceField(label=_("For whom"), choices=AUDIENCES)
    college = forms.ModelChoiceField(label=_("Which college"), queryset=College.objects.none(), required=False)
    role = forms.ChoiceField(label=_("Which role"), choices=[("", _("Choose")), *ROLES], required=False)
    meeting = forms.ModelChoiceField(
        label=_("To read before (optional)"), queryset=AssemblyDate.objects.none(), required=False
    )

    def __init__(self, *args: Any, assembly_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleges, dates = self.fields["college"], self.fields["meeting"]
        colleges.queryset = College.objects.filter(assembly=assembly_id)  # type: ignore[attr-defined]
        dates.queryset = AssemblyDate.objects.filter(assembly=assembly_id)  # type: ignore[attr-defined]
        colleges.empty_label = _("Choose")  # type: ignore[attr-defined]
        dates.empty_label = _("No particular date")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A college or a role is kept only when it is whom the document is for, and asked for then."""
        given = super().clean() or self.cleaned_data
        for audience, field in ((Audience.COLLEGE, "college"), (Audience.ROLE, "role")):
            if given.get("audience") != audience:
                given[field] = None if field == "college" else ""
            elif not given.get(field):
                self.add_error(field, _("Say which one."))
        return given
