"""What a record's type cannot express, one small function for each rule. Every module here is imported, and registers
its rules."""

import importlib
import pkgutil

from handbook.checking.rule import RULES

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")

__all__ = ["RULES"]
