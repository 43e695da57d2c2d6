"""One module for each directive, or for a few that belong together. Every module here is imported, and registers itself."""

import importlib
import pkgutil

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
