"""Rules of meaning: a draft in, findings out."""
