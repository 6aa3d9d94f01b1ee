"""The five groups of the house, and what each may do in the admin.

`grant_group_permissions` may run as often as one likes: it adds what is missing and takes nothing away, so that
an administrator's own additions stay. It runs after each migration; the seed calls it again once its pages exist.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

TRAINING = "Formation"
COORDINATION = "Coordination"
DIRECTORY = "Annuaire"
ECOLOGY = "Écologie"
ADMINISTRATION = "Administration"

ALL = ("",)
SEE = ("view", "see")
EDIT = ("add", "change", "delete", "view", "see", "publish", "choose")

# Group -> app label -> beginnings of the permissions' code names ("" means all of them).
GRANTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    TRAINING: {
        # Not `install_libraries`: the code of a library runs in every learner's browser.
        "pv_h5p": EDIT,
        "pv_learning": ALL,
        "pv_assessment": ALL,
        "pv_records": SEE,
        "pv_certification": (*SEE, "revoke", "change"),
        "pv_living": EDIT,
    },
    COORDINATION: {
        # Not `follow_learners`: scores and answers are between learners and trainers.
        "pv_learning": ("view_cohort", "add_cohort", "change_cohort", "call_learners"),
        "pv_assemblies": ALL,
        "pv_living": SEE,
    },
    DIRECTORY: {
        "pv_directory": (*SEE, "change_expert", "unlist"),
        "pv_certification": SEE,
    },
    # Ecologists write the living world, import it, and answer for what they have reviewed.
    ECOLOGY: {
        "pv_living": ALL,
        "pv_library": SEE,
    },
    ADMINISTRATION: {
        "pv_accounts": ALL,
        "pv_h5p": ALL,
        "pv_library": ALL,
        "pv_records": ALL,
        "pv_learning": ALL,
        "pv_assessment": ALL,
        "pv_certification": ALL,
        "pv_directory": ALL,
        "pv_living": ALL,
        "pv_assemblies": ALL,
        "pv_pages": ALL,
        "auth": ("view_group", "change_group"),
        "wagtailcore": ("add_collection", "change_collection", "delete_collection", "change_site", "view_site"),
        "wagtailredirects": ALL,
        "wagtailforms": ALL,
    },
}
# Files a group may add and choose, in every collection. Wagtail asks for the permissions of its own models, even where
# another one stands in for them: those of `pv_library` open nothing here.
FILE_PERMISSIONS: Mapping[str, tuple[str, ...]] = {
    "wagtailimages": ("add_image", "change_image", "choose_image"),
    "wagtaildocs": ("add_document", "change_document", "choose_document"),
    "wagtailmedia": ("add_media", "change_media"),
}
FILE_GROUPS = (TRAINING, COORDINATION, ECOLOGY, ADMINISTRATION)

PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
# Under which pages trainers write: the catalogue of courses.
TRAINING_PAGES = (("pv_learning", "courseindexpage"),)


def grant_group_permissions() -> None:
    """Creates the groups that are missing, and gives each what it lacks."""
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in GRANTS}
    for name, group in groups.items():
        group.permissions.add(*_admin_access(), *_granted(GRANTS[name]))
    for name in FILE_GROUPS:
        _grant_files(groups[name])
    _grant_pages(groups[TRAINING], Page.objects.filter(_of_types(TRAINING_PAGES)))
    _grant_pages(groups[ADMINISTRATION], Page.objects.filter(depth=1))


def after_migration(**kwargs: Any) -> None:
    """The receiver of `post_migrate`; does nothing on a database whose tables are not all there."""
    needed = {model._meta.db_table for model in (Group, Permission, Page, GroupPagePermission)}
    needed |= {GroupCollectionPermission._meta.db_table}
    if needed <= set(connection.introspection.table_names()):
        grant_group_permissions()


def _admin_access() -> Iterable[Permission]:
    return Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")


def _granted(grants: Mapping[str, tuple[str, ...]]) -> Iterator[Permission]:
    for permission in Permission.objects.filter(content_type__app_label__in=grants).select_related("content_type"):
        if permission.codename.startswith(grants[permission.content_type.app_label]):
            yield permission


def _grant_files(group: Group) -> None:
    root = Collection.get_first_root_node()
    permissions = _granted(FILE_PERMISSIONS)
    for permission in permissions if root else ():
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def _grant_pages(group: Group, pages: Iterable[Page]) -> None:
    permissions = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_PERMISSIONS)
    for page in pages:
        for permission in permissions:
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _of_types(types: Iterable[tuple[str, str]]) -> Q:
    matching = Q(pk__in=())
    for app_label, model in types:
        matching |= Q(content_type__app_label=app_label, content_type__model=model)
    return matching
