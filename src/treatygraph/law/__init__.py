"""Who is bound, since when, towards whom, and why: pure functions over facts."""
