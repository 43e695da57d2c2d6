"""The handbook as plain Python: records and chapters in, Markdown and files out. Never imports MkDocs."""
