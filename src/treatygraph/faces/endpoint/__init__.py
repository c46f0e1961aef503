"""The faces for programs: SPARQL 1.1 Protocol, linked data, and the questions as an API."""
