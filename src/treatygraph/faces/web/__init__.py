"""What the faces of the server share: the edition it serves, what a client takes, how it is refused, what is logged."""
