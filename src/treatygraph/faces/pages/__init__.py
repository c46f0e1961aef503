"""The face for people: pages rendered on the server, in several languages, usable without scripts."""
