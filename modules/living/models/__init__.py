"""Milieus, species and interactions, reviewed, with drafts and history; and the units of a course that show them."""

from modules.living.models.acts import Act
from modules.living.models.imports import InteractionImport
from modules.living.models.interactions import Interaction, InteractionType
from modules.living.models.milieus import Milieu
from modules.living.models.predictions import Prediction
from modules.living.models.references import Reference
from modules.living.models.species import Species
from modules.living.models.units import MilieuUnitPage, SpeciesUnitPage, StudyUnitPage

__all__ = [
    "Act",
    "Interaction",
    "InteractionImport",
    "InteractionType",
    "Milieu",
    "MilieuUnitPage",
    "Prediction",
    "Reference",
    "Species",
    "SpeciesUnitPage",
    "StudyUnitPage",
]
