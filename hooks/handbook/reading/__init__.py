"""Files into records and findings, each with its position."""
