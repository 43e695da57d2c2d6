"""Commands for editors: permalinks, schemas, new cases, plain Markdown."""
