"""What coordinators and trainers find of the assemblies in Wagtail's admin."""

from wagtail.snippets.models import register_snippet

from modules.assemblies.viewsets import AssembliesViewSetGroup

register_snippet(AssembliesViewSetGroup)
