"""Answering queries of strangers: in processes that can be ended, without network, with time and memory bounded."""
