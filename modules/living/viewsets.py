"""The living world in the admin: what an ecologist lists, searches, filters, writes and reviews."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import EditView, InspectView, SnippetViewSet, SnippetViewSetGroup

from modules.living.deleting import LivingDeleteView
from modules.living.forms import InteractionForm, PortraitForm, SpeciesForm
from modules.living.models import Act, Interaction, InteractionType, Milieu, Reference, Species
from modules.living.models.portraits import Portrayed
from modules.living.models.reviewing import CONFIDENCES
from modules.living.portraits import LEVERS

REVIEW = "pv_living.review_living"
YES_NO = [("oui", _("Yes")), ("non", _("No"))]
REVIEW_PANELS = [
    MultiFieldPanel([FieldPanel("provenance"), FieldPanel("confidence")], heading=_("How sure we are")),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("reviewed_by", permission=REVIEW), FieldPanel("reviewed_on", permission=REVIEW)])],
        heading=_("Review"),
    ),
]


class ReviewFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """What waits for an ecologist, and how sure each record is."""

    to_review = django_filters.ChoiceFilter(label=_("To review"), choices=YES_NO, method="filter_to_review")
    live = django_filters.ChoiceFilter(label=_("Published"), choices=YES_NO, method="filter_live")
    confidence = django_filters.MultipleChoiceFilter(
        label=_("Confidence"), choices=CONFIDENCES, widget=forms.CheckboxSelectMultiple
    )

    def filter_to_review(self, records: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return records.filter(reviewed_on__isnull=value == "oui")

    def filter_live(self, records: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return records.filter(live=value == "oui")


class SpeciesFilterSet(ReviewFilterSet):
    milieu = django_filters.ModelMultipleChoiceFilter(
        label=_("Milieu"), queryset=Milieu.objects.all(), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Species
        fields: ClassVar[list[str]] = ["milieu", "to_review", "live", "confidence", "nature", "red_list", "sensitive"]


class MilieuFilterSet(ReviewFilterSet):
    class Meta:
        model = Milieu
        fields: ClassVar[list[str]] = ["to_review", "live", "confidence"]


class InteractionFilterSet(ReviewFilterSet):
    """A milieu keeps the interactions of which one end at least lives there."""

    milieu = django_filters.ModelChoiceFilter(label=_("Milieu"), queryset=Milieu.objects.all(), method="filter_milieu")
    unsourced = django_filters.ChoiceFilter(label=_("Without a reference"), choices=YES_NO, method="filter_unsourced")

    class Meta:
        model = Interaction
        fields: ClassVar[list[str]] = [
            "milieu",
            "unsourced",
            "to_review",
            "live",
            "confidence",
            "type",
            "necessity",
            "season",
            "evidence",
            "refuted",
        ]

    def filter_milieu(self, records: QuerySet[Interaction], name: str, milieu: Milieu) -> QuerySet[Interaction]:
        return records.filter(Q(source__milieu=milieu) | Q(target__milieu=milieu))

    def filter_unsourced(self, records: QuerySet[Interaction], name: str, value: str) -> QuerySet[Interaction]:
        return records.filter(reference="") if value == "oui" else records.exclude(reference="")


class ReviewedInspectView(InspectView):  # type: ignore[misc]
    """A record as it stands, for who reads it without changing it."""

    def get_levers_display_value(self) -> dict[str, str]:
        return {str(LEVERS.get(lever, lever)): text for lever, text in self.object.levers.items()}


class ReviewedViewSet(SnippetViewSet):  # type: ignore[misc]
    """What the records that are reviewed have in common."""

    search_backend_name = None
    list_per_page = 50
    inspect_view_enabled = True
    inspect_view_class = ReviewedInspectView
    delete_view_class = LivingDeleteView
    delete_template_name = "living/admin/delete.html"
    # What only the machinery of drafts knows: of no use to who reads.
    inspect_view_fields_exclude: ClassVar = [
        "id",
        "live_revision",
        "latest_revision",
        "has_unpublished_changes",
        "first_published_at",
        "go_live_at",
        "expire_at",
        "expired",
        "field_notes",
    ]
    review_columns: ClassVar[list[Any]] = [
        Column("confidence", label=_("Confidence"), accessor="get_confidence_display", sort_key="confidence"),
        DateColumn("reviewed_on", label=_("Reviewed on"), sort_key="reviewed_on"),
    ]


class SpeciesViewSet(ReviewedViewSet):
    model = Species
    icon = "snippet"
    menu_label = _("Species and other nodes")
    filterset_class = SpeciesFilterSet
    search_fields: ClassVar = ["vernacular_name", "other_names", "scientific_name", "group", "slug"]
    list_display: ClassVar = [
        "vernacular_name",
        Column("scientific_name", label=_("Scientific name"), sort_key="scientific_name"),
        Column("milieu", label=_("Milieu"), accessor="milieu.name", sort_key="milieu"),
        Column("red_list", label=_("Red list"), sort_key="red_list"),
        *ReviewedViewSet.review_columns,
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldPanel("vernacular_name"),
                            FieldPanel("short_name"),
                            FieldPanel("other_names"),
                            FieldPanel("slug"),
                        ],
                        heading=_("French names"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("scientific_name"), FieldPanel("author")]),
                            FieldRowPanel([FieldPanel("rank"), FieldPanel("group")]),
                            FieldRowPanel([FieldPanel("cd_nom"), FieldPanel("cd_ref")]),
                            FieldPanel("nature"),
                        ],
                        heading=_("Taxonomy (TAXREF)"),
                    ),
                    FieldPanel("milieu"),
                    MultiFieldPanel(
                        [
                            FieldPanel("status"),
                            FieldRowPanel([FieldPanel("red_list"), FieldPanel("red_list_year")]),
                            FieldRowPanel([FieldPanel("red_list_scope"), FieldPanel("red_list_source")]),
                            FieldPanel("sensitive"),
                        ],
                        heading=_("Status and red list"),
                    ),
                ],
                heading=_("Identity"),
            ),
            ObjectList(
                [
                    FieldPanel("ecology"),
                    FieldPanel("exhaustive_diet"),
                    FieldPanel("needs"),
                    FieldPanel("threats"),
                    FieldPanel("levers"),
                    FieldPanel("places"),
                ],
                heading=_("Ecology"),
            ),
            ObjectList(
                [FieldPanel("opening"), *Species.calendar_panels, *Portrayed.portrait_panels], heading=_("Portrait")
            ),
            ObjectList(
                [*REVIEW_PANELS, FieldPanel("sources"), FieldPanel("field_notes")], heading=_("Sources, review")
            ),
        ],
        base_form_class=SpeciesForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Species]:
        return Species.objects.select_related("milieu")


class MilieuViewSet(ReviewedViewSet):
    model = Milieu
    icon = "globe"
    filterset_class = MilieuFilterSet
    search_fields: ClassVar = ["name", "code", "slug"]
    list_display: ClassVar = [
        "name",
        Column("typology", label=_("Typology")),
        Column("code", label=_("Code")),
        *ReviewedViewSet.review_columns,
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("name"),
                    FieldPanel("slug"),
                    MultiFieldPanel(
                        [FieldRowPanel([FieldPanel("typology"), FieldPanel("code")]), FieldPanel("position")],
                        heading=_("Typology"),
                    ),
                    FieldPanel("description"),
                    FieldPanel("threats"),
                    FieldPanel("levers"),
                ],
                heading=_("Identity"),
            ),
            ObjectList(
                [FieldPanel("opening"), FieldPanel("portrait"), *Portrayed.portrait_panels], heading=_("Portrait")
            ),
            ObjectList(REVIEW_PANELS, heading=_("Sources, review")),
        ],
        base_form_class=PortraitForm,
    )


class InteractionViewSet(ReviewedViewSet):
    model = Interaction
    icon = "link"
    filterset_class = InteractionFilterSet
    search_fields: ClassVar = [
        "code",
        "source__vernacular_name",
        "source__scientific_name",
        "target__vernacular_name",
        "target__scientific_name",
        "type__wording",
        "reference",
    ]
    list_display: ClassVar = [
        "code",
        Column("source", label=_("Source"), sort_key="source__vernacular_name"),
        Column("type", label=_("Type"), sort_key="type__wording"),
        Column("target", label=_("Target"), sort_key="target__vernacular_name"),
        Column("necessity", label=_("Necessity"), accessor="get_necessity_display", sort_key="necessity"),
        Column("reference", label=_("Reference"), accessor=lambda one: one.reference[:60] or _("To be confirmed")),
        *ReviewedViewSet.review_columns,
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("code"),
                    MultiFieldPanel(
                        [FieldPanel("source"), FieldPanel("type"), FieldPanel("target")], heading=_("Who does what")
                    ),
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("dependent"), FieldPanel("necessity")]),
                            FieldRowPanel([FieldPanel("life_stage"), FieldPanel("season")]),
                        ],
                        heading=_("Who needs whom, when"),
                    ),
                ],
                heading=_("Interaction"),
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldPanel("published_in"),
                            FieldPanel("reference"),
                            FieldRowPanel([FieldPanel("evidence"), FieldPanel("refuted")]),
                        ],
                        heading=_("Proof"),
                    ),
                    *REVIEW_PANELS,
                ],
                heading=_("Sources, review"),
            ),
        ],
        base_form_class=InteractionForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Interaction]:
        return Interaction.objects.select_related("source", "target", "type")


class ActFilterSet(ReviewFilterSet):
    class Meta:
        model = Act
        fields: ClassVar[list[str]] = ["domain", "to_review", "live", "confidence"]


class ActViewSet(ReviewedViewSet):
    model = Act
    icon = "pick"
    filterset_class = ActFilterSet
    search_fields: ClassVar = ["name", "slug", "description"]
    list_display: ClassVar = [
        "name",
        Column("domain", label=_("Field of action"), accessor="get_domain_display", sort_key="domain"),
        *ReviewedViewSet.review_columns,
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("name"),
                    FieldRowPanel([FieldPanel("slug"), FieldPanel("domain"), FieldPanel("position")]),
                    FieldPanel("description"),
                    FieldPanel("gives_back"),
                    FieldPanel("holds"),
                ],
                heading=_("Act"),
            ),
            ObjectList(REVIEW_PANELS, heading=_("Sources, review")),
        ]
    )


class InteractionTypeViewSet(SnippetViewSet):  # type: ignore[misc]
    model = InteractionType
    delete_view_class = LivingDeleteView
    delete_template_name = "living/admin/delete.html"
    icon = "tag"
    list_per_page = 50
    search_backend_name = None
    search_fields: ClassVar = ["label", "wording", "inverse_wording"]
    list_display: ClassVar = ["wording", "inverse_wording", "label", "uri"]
    panels: ClassVar = [
        FieldRowPanel([FieldPanel("label"), FieldPanel("uri")]),
        FieldRowPanel([FieldPanel("wording"), FieldPanel("inverse_wording")]),
        FieldPanel("is_food"),
    ]


class ReferenceEditView(EditView):  # type: ignore[misc]
    """An edited reference is edited wherever it is cited."""

    def save_instance(self) -> Reference:
        reference: Reference = super().save_instance()
        reference.interactions.update(reference=reference.as_text)
        return reference


class ReferenceViewSet(SnippetViewSet):  # type: ignore[misc]
    model = Reference
    icon = "openquote"
    edit_view_class = ReferenceEditView
    list_per_page = 50
    search_backend_name = None
    search_fields: ClassVar = ["citation", "doi", "url"]
    list_display: ClassVar = ["citation", "doi", Column("uses", label=_("Interactions"), sort_key="uses")]
    panels: ClassVar = [
        FieldPanel("citation"),
        FieldRowPanel([FieldPanel("doi"), FieldPanel("url")]),
        FieldPanel("licence"),
        FieldPanel("note"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Reference]:
        return Reference.objects.annotate(uses=Count("interactions"))


class LivingViewSetGroup(SnippetViewSetGroup):  # type: ignore[misc]
    items = (SpeciesViewSet, MilieuViewSet, InteractionViewSet, ActViewSet, InteractionTypeViewSet, ReferenceViewSet)
    menu_label = _("Living world")
    menu_icon = "snippet"
    menu_name = "living"
    menu_order = 205
