"""Answering queries of strangers: each in a process of its own that can be ended, without network, time and memory bounded."""
