"""What a book is: typed, frozen objects. Knows no files' syntax, no MkDocs."""
