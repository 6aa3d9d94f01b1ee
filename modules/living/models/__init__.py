"""Milieus, species and interactions: records that someone reviewed, with drafts and history."""

from modules.living.models.interactions import Interaction, InteractionType
from modules.living.models.milieus import Milieu
from modules.living.models.species import Species

__all__ = ["Interaction", "InteractionType", "Milieu", "Species"]
