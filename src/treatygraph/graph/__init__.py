"""Facts and conclusions as RDF: minted, stored, serialised, checked, and read back."""
