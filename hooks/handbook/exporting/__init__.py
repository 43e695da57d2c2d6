"""Files to download, made from the typed objects or the built pages, never from a separate copy of a text."""
