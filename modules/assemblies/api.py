"""The assemblies' door: who someone is in them, and for whom they speak."""

from modules.assemblies.accounts import split_name
from modules.assemblies.memberships import (
    assembly_of,
    college_of,
    colleges_of,
    members_of,
    membership_of,
    memberships_of,
    next_date_of,
    people_of,
    species_of,
)
from modules.assemblies.notebook import choose_species, save_page
from modules.assemblies.notebook_rules import PageKind
from modules.assemblies.opening import open_assembly
from modules.assemblies.personal_data import erase_personal_data, personal_data_of
from modules.assemblies.rules import may
from modules.assemblies.run_sheets import load_run_sheets

__all__ = [
    "PageKind",
    "assembly_of",
    "choose_species",
    "college_of",
    "colleges_of",
    "erase_personal_data",
    "load_run_sheets",
    "may",
    "members_of",
    "membership_of",
    "memberships_of",
    "next_date_of",
    "open_assembly",
    "people_of",
    "personal_data_of",
    "save_page",
    "species_of",
    "split_name",
]
