"""Typed claims, each by a source: read, checked, looked up, written."""
