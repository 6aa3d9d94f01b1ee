"""An H5P engine in plain Python: reads, checks, repairs, orders and writes packages. See README.md."""

from media.h5p.engine.addons import addons_used
from media.h5p.engine.dependencies import Dependencies, Resolution, resolve
from media.h5p.engine.errors import PackageInvalid, Problem
from media.h5p.engine.limits import Limits
from media.h5p.engine.metadata import author_names, build_manifest, metadata_of
from media.h5p.engine.names import LibraryName
from media.h5p.engine.package import LibraryEntry, Package, open_package, preloaded_files
from media.h5p.engine.semantics import Filtered, filter_parameters
from media.h5p.engine.validation import CheckResult, check_package, dependencies_in, main_library
from media.h5p.engine.writing import write_package

__all__ = [
    "CheckResult",
    "Dependencies",
    "Filtered",
    "LibraryEntry",
    "LibraryName",
    "Limits",
    "Package",
    "PackageInvalid",
    "Problem",
    "Resolution",
    "addons_used",
    "author_names",
    "build_manifest",
    "check_package",
    "dependencies_in",
    "filter_parameters",
    "main_library",
    "metadata_of",
    "open_package",
    "preloaded_files",
    "resolve",
    "write_package",
]
