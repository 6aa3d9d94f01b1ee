"""Libraries installed once, and the contents that play with them; the files are in `storage`."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from media.h5p.data import HOLDERS, NEVER_SCORE, SILENT_PARTS


class LibraryQuerySet(models.QuerySet["Library"]):
    """Libraries, asked for by name."""

    def named(self, machine_name: str, major: int, minor: int) -> Self:
        return self.filter(machine_name=machine_name, major=major, minor=minor)

    def with_use(self) -> Self:
        """Each library with `contents_count` and `dependents_count`: what keeps it from being removed."""
        return self.annotate(
            contents_count=models.Count("content_dependencies__content", distinct=True),
            dependents_count=models.Count("dependents__library", distinct=True),
        )


class Library(models.Model):
    """One minor version of an H5P library, at the highest patch that was installed."""

    machine_name = models.CharField(_("machine name"), max_length=255)
    major = models.PositiveIntegerField(_("major version"))
    minor = models.PositiveIntegerField(_("minor version"))
    patch = models.PositiveIntegerField(_("patch version"))
    title = models.CharField(_("title"), max_length=255)
    runnable = models.BooleanField(_("can be played alone"), default=False)
    speaks = models.BooleanField(_("can say what happens in it (xAPI)"), default=True)
    metadata = models.JSONField(_("library.json"), default=dict)
    semantics = models.JSONField(_("semantics"), null=True, blank=True)
    licence = models.CharField(_("licence"), max_length=60, blank=True)
    author = models.CharField(_("author"), max_length=255, blank=True)
    folder = models.CharField(_("folder"), max_length=80)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    installed_at = models.DateTimeField(_("installed at"))
    installed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("installed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = LibraryQuerySet.as_manager()

    class Meta:
        verbose_name = _("H5P library")
        verbose_name_plural = _("H5P libraries")
        ordering = ("title", "machine_name", "-major", "-minor")
        permissions = (("install_libraries", _("Can install and update H5P libraries")),)
        constraints = (
            models.UniqueConstraint(fields=("machine_name", "major", "minor"), name="h5p_library_once_per_minor"),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.major}.{self.minor}.{self.patch}"

    @property
    def name(self) -> str:
        """As parameters name it: `H5P.MultiChoice 1.16`."""
        return f"{self.machine_name} {self.major}.{self.minor}"

    @property
    def folder_name(self) -> str:
        """As packages and player code name it: `H5P.MultiChoice-1.16`."""
        return f"{self.machine_name}-{self.major}.{self.minor}"

    @property
    def path(self) -> str:
        """Below the libraries' folder and address; it changes with every change of a file."""
        return f"{self.folder_name}/{self.folder}"


class DependencyKind(models.TextChoices):
    """What a dependency is needed for (library.json)."""

    PRELOADED = "preloaded", _("to play")
    DYNAMIC = "dynamic", _("on demand")
    EDITOR = "editor", _("to author")


class LibraryDependency(models.Model):
    """A library needs another one."""

    library = models.ForeignKey(Library, on_delete=models.CASCADE, related_name="dependencies")
    required = models.ForeignKey(Library, on_delete=models.PROTECT, related_name="dependents")
    kind = models.CharField(_("kind"), max_length=10, choices=DependencyKind.choices)

    class Meta:
        verbose_name = _("library dependency")
        verbose_name_plural = _("library dependencies")
        constraints = (
            models.UniqueConstraint(fields=("library", "required", "kind"), name="h5p_dependency_once_per_kind"),
        )

    def __str__(self) -> str:
        return f"{self.library_id} → {self.required_id} ({self.kind})"


class PlayableFields(models.Model):
    """What a content and each of its versions hold."""

    title = models.CharField(_("title"), max_length=255)
    library = models.ForeignKey(Library, verbose_name=_("type"), on_delete=models.PROTECT, related_name="+")
    parameters = models.JSONField(_("parameters"), default=dict)
    original_parameters = models.JSONField(_("parameters as received"), default=dict)
    metadata = models.JSONField(_("h5p.json"), default=dict)
    folder = models.CharField(_("folder"), max_length=80, blank=True)

    class Meta:
        abstract = True


class ContentQuerySet(models.QuerySet["Content"]):
    """Contents, with what their parts say of them."""

    def with_scoring_part(self) -> Self:
        """Each content with what makes it score.

        `has_scoring_part`: whether it loads a type, other than a holder, that can score; `part_speaks`: whether a
        library that it loads can say what happens; `submit_screens`: those of an interactive video; `summary_page`:
        whether an interactive book has one, None when it is not said.
        """
        speaking = ContentDependency.objects.filter(content=models.OuterRef("pk"), library__speaks=True)
        parts = speaking.filter(library__runnable=True)
        silent = NEVER_SCORE | HOLDERS | SILENT_PARTS
        return self.annotate(
            has_scoring_part=models.Exists(parts.exclude(library__machine_name__in=silent)),
            part_speaks=models.Exists(speaking),
            submit_screens=models.F("parameters__interactiveVideo__assets__endscreens"),
            summary_page=models.F("parameters__behaviour__displaySummary"),
        )


class Content(index.Indexed, PlayableFields):
    """An activity that can be played, as its current version says it."""

    licence = models.CharField(_("licence"), max_length=60, blank=True)
    authors = models.CharField(_("authors"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created at"))
    updated_at = models.DateTimeField(_("updated at"))

    objects = ContentQuerySet.as_manager()

    search_fields = (
        index.SearchField("title", boost=10),
        index.AutocompleteField("title"),
        index.SearchField("authors"),
        index.FilterField("licence"),
        index.FilterField("language"),
        index.FilterField("library_id"),
        index.FilterField("updated_at"),
        index.RelatedFields("library", [index.SearchField("title"), index.SearchField("machine_name")]),
    )

    class Meta:
        verbose_name = _("H5P activity")
        verbose_name_plural = _("H5P activities")
        ordering = ("-updated_at", "-pk")

    def __str__(self) -> str:
        return self.title


class ContentDependency(models.Model):
    """A library that a content plays with; `position` is the order in which it loads."""

    content = models.ForeignKey(Content, on_delete=models.CASCADE, related_name="dependencies")
    library = models.ForeignKey(Library, on_delete=models.PROTECT, related_name="content_dependencies")
    position = models.PositiveIntegerField(_("position"))

    class Meta:
        verbose_name = _("content dependency")
        verbose_name_plural = _("content dependencies")
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("content", "library"), name="h5p_content_loads_library_once"),)

    def __str__(self) -> str:
        return f"{self.content_id} → {self.library_id}"


class ContentVersion(PlayableFields):
    """What a content was; kept so that a trainer can go back."""

    content = models.ForeignKey(Content, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("created by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("version of an H5P activity")
        verbose_name_plural = _("versions of H5P activities")
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("content", "number"), name="h5p_version_number_once"),)

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"
