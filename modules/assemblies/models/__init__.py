"""Assemblies, who is in them, what is sent to them, and the lots that were drawn."""

from modules.assemblies.models.assemblies import Assembly, AssemblyDate, College
from modules.assemblies.models.documents import Delivery, Document, Sending
from modules.assemblies.models.draws import Draw, SpeciesRequest
from modules.assemblies.models.invitations import CodeAttempt, Invitation, InvitationSending
from modules.assemblies.models.memberships import CallNote, Membership
from modules.assemblies.models.notebooks import Notebook, NotebookPage, NotebookPhotograph
from modules.assemblies.models.path import MyMilieuPage, MySpeciesPage, OurTiesPage
from modules.assemblies.models.run_sheets import RunSheet

__all__ = [
    "Assembly",
    "AssemblyDate",
    "CallNote",
    "CodeAttempt",
    "College",
    "Delivery",
    "Document",
    "Draw",
    "Invitation",
    "InvitationSending",
    "Membership",
    "MyMilieuPage",
    "MySpeciesPage",
    "Notebook",
    "NotebookPage",
    "NotebookPhotograph",
    "OurTiesPage",
    "RunSheet",
    "Sending",
    "SpeciesRequest",
]
