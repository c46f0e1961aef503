"""A fifth treaty, a second resolution and another language are data: every face answers, and no code is touched."""
