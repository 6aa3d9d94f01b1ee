"""Assemblies and run sheets in the admin: an assembly opens here, then lives in its own pages."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from modules.assemblies.data import Role
from modules.assemblies.listing import add_member
from modules.assemblies.models import Assembly, Membership, RunSheet
from modules.living.blocks import TENSIONS


class AssemblyForm(WagtailAdminModelForm):  # type: ignore[misc]
    """An assembly, its tensions ticked, and whoever coordinates it first."""

    tensions = forms.MultipleChoiceField(
        label=_("tensions at stake"), choices=TENSIONS, required=False, widget=forms.CheckboxSelectMultiple
    )
    coordinator_name = forms.CharField(label=_("first coordinator: name"), max_length=120, required=False)
    coordinator_email = forms.EmailField(
        label=_("first coordinator: e-mail address"),
        required=False,
        help_text=_("Someone who has an account enters at once; anyone else is invited from the assembly’s pages."),
    )


class AssemblyCreateView(CreateView):  # type: ignore[misc]
    """Opens an assembly with its first coordinator."""

    @transaction.atomic
    def save_instance(self) -> Assembly:
        assembly: Assembly = super().save_instance()
        email = self.form.cleaned_data["coordinator_email"]
        if email:
            user = get_user_model()._default_manager.filter(email__iexact=email).first()
            name = self.form.cleaned_data["coordinator_name"] or (user.get_full_name() if user else "") or email
            person = Membership(assembly=assembly, name=name, email=email, user=user, role=Role.COORDINATOR.value)
            add_member(member=person)
        return assembly


class AssemblyViewSet(SnippetViewSet):  # type: ignore[misc]
    model = Assembly
    icon = "group"
    add_view_class = AssemblyCreateView
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
            MultiFieldPanel([FieldPanel("territory"), FieldPanel("scale")], heading=_("Territory, of any scale")),
            FieldPanel("milieus", widget=forms.CheckboxSelectMultiple),
            FieldPanel("tensions"),
            MultiFieldPanel([FieldPanel("mandate"), FieldPanel("limits")], heading=_("Mandate and limits")),
            FieldRowPanel([FieldPanel("state"), FieldPanel("starts_on"), FieldPanel("ends_on")]),
            FieldPanel("course"),
            MultiFieldPanel(
                [FieldPanel("coordinator_name"), FieldPanel("coordinator_email")], heading=_("First coordinator")
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
