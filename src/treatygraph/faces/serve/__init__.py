"""The server: all faces put together, and run."""
