"""What trainers see of H5P in the admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from media.h5p.blocks import ContentChooserViewSet, content_chooser
from media.h5p.models import Library
from media.h5p.viewsets import H5PViewSetGroup, LibraryPermissionPolicy

register_permission_policy(Library, LibraryPermissionPolicy(Library))


@hooks.register("register_admin_viewset")
def register_content_chooser() -> ContentChooserViewSet:
    return content_chooser


@hooks.register("register_admin_viewset")
def register_menu() -> H5PViewSetGroup:
    return H5PViewSetGroup()


@hooks.register("register_permissions")
def register_install_permission() -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label="pv_h5p", codename__in=("install_libraries", "view_library")
    )
