"""What was published, as published: one publisher or document kind per module."""
