"""Assemblies and run sheets in the admin: an assembly opens here, then lives in its own pages."""

from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet, SnippetViewSetGroup

from modules.assemblies.appointing import appoint_coordinator
from modules.assemblies.forms import LinesField
from modules.assemblies.models import Assembly, RunSheet
from modules.living.blocks import TENSIONS


class AssemblyForm(WagtailAdminModelForm):  # type: ignore[misc]
    """An assembly, its tensions ticked, its communes a line each, and whoever is to coordinate it."""

    tensions = forms.MultipleChoiceField(
        label=_("Tensions at stake"), choices=TENSIONS, required=False, widget=forms.CheckboxSelectMultiple
    )
    communes = LinesField(
        label=_("Communes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For a free set of communes: one a line."),
    )
    coordinator_name = forms.CharField(label=_("Coordinator: name"), max_length=120, required=False)
    coordinator_email = forms.EmailField(
        label=_("Coordinator: e-mail address"),
        required=False,
        help_text=_(
            "Someone who has an account enters at once; an invitation leaves to anyone else. "
            "Once in, they do the rest from the assembly’s pages."
        ),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        if given.get("coordinator_name") and not given.get("coordinator_email"):
            self.add_error("coordinator_email", _("Give their e-mail address too: they are invited by it."))
        return given


class AppointsCoordinator:
    """What saving the form does besides: whoever it names coordinates the assembly."""

    form: Any

    @transaction.atomic
    def save_instance(self) -> Assembly:
        assembly: Assembly = super().save_instance()  # type: ignore[misc]
        email = self.form.cleaned_data["coordinator_email"]
        if email:
            name = self.form.cleaned_data["coordinator_name"]
            appoint_coordinator(assembly=assembly, name=name, email=email, now=timezone.now())
        return assembly


class AssemblyCreateView(AppointsCoordinator, CreateView):  # type: ignore[misc]
    """Opens an assembly."""


class AssemblyEditView(AppointsCoordinator, EditView):  # type: ignore[misc]
    """Changes an assembly, and who coordinates it."""


class AssemblyViewSet(SnippetViewSet):  # type: ignore[misc]
    model = Assembly
    icon = "group"
    add_view_class = AssemblyCreateView
    edit_view_class = AssemblyEditView
    list_per_page = 50
    search_backend_name = None
    search_fields: ClassVar = ["name", "territory", "slug"]
    list_display: ClassVar = [
        "name",
        Column("territory", label=_("Territory")),
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("slug"),
            MultiFieldPanel(
                [
                    FieldPanel("territory"),
                    FieldPanel("scale"),
                    FieldPanel("territory_code", help_text=_("Of the official geography, when the scale has one.")),
                    FieldPanel("communes"),
                ],
                heading=_("Territory, of any scale"),
            ),
            FieldPanel("milieus", widget=forms.CheckboxSelectMultiple),
            FieldPanel("tensions"),
            MultiFieldPanel([FieldPanel("mandate"), FieldPanel("limits")], heading=_("Mandate and limits")),
            FieldRowPanel([FieldPanel("state"), FieldPanel("starts_on"), FieldPanel("ends_on")]),
            FieldPanel("course"),
            MultiFieldPanel(
                [
                    HelpPanel(template="assemblies/admin/coordination.html"),
                    FieldPanel("coordinator_name"),
                    FieldPanel("coordinator_email"),
                ],
                heading=_("Coordination"),
            ),
        ],
        base_form_class=AssemblyForm,
    )


class RunSheetViewSet(SnippetViewSet):  # type: ignore[misc]
    model = RunSheet
    icon = "time"
    search_backend_name = None
    search_fields: ClassVar = ["title", "aim"]
    list_display: ClassVar[list[Any]] = ["title", "provenance"]


class AssembliesViewSetGroup(SnippetViewSetGroup):  # type: ignore[misc]
    items = (AssemblyViewSet, RunSheetViewSet)
    menu_label = _("Assemblies")
    menu_icon = "group"
    menu_name = "assemblies"
    menu_order = 207
