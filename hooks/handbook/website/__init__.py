"""What MkDocs is told, and what a built site gets besides its pages."""
