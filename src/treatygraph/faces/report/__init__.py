"""The face for country desks: gap reports in several formats and languages."""
