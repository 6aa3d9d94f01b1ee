"""What coordinators and trainers find of the assemblies in Wagtail's admin."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from modules.assemblies.review_panel import add_species_to_review
from modules.assemblies.viewsets import AssembliesViewSetGroup

register_snippet(AssembliesViewSetGroup)
hooks.register("construct_homepage_panels", add_species_to_review)
