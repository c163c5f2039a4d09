"""The studio: an explorer in a browser, served, as a static site, or as one page."""

from vertikal.web._app import create_app as create_app
from vertikal.web._app import is_local as is_local
from vertikal.web._app import new_token as new_token
from vertikal.web._app import serve as serve
from vertikal.web._guard import LOCAL as LOCAL
from vertikal.web._static import write_report as write_report
from vertikal.web._static import write_site as write_site

__all__ = [
    "LOCAL",
    "create_app",
    "is_local",
    "new_token",
    "serve",
    "write_report",
    "write_site",
]
