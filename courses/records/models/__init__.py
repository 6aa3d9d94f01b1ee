"""What happened, and what follows from it: one file a concept."""

from courses.records.models.activity import Activity, ActivityState
from courses.records.models.attempt import Attempt, Completion, attempts_by_activity
from courses.records.models.client import Scope, XapiClient
from courses.records.models.document import Attachment, Document
from courses.records.models.forwarding import Forwarding
from courses.records.models.learner import Learner, account_of
from courses.records.models.statement import ForwardingState, Statement, StatementQuerySet, StatementReference

__all__ = [
    "Activity",
    "ActivityState",
    "Attachment",
    "Attempt",
    "Completion",
    "Document",
    "Forwarding",
    "ForwardingState",
    "Learner",
    "Scope",
    "Statement",
    "StatementQuerySet",
    "StatementReference",
    "XapiClient",
    "account_of",
    "attempts_by_activity",
]
