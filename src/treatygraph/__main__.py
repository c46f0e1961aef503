"""`python -m treatygraph` is the command line."""

from treatygraph.faces.cli import run

if __name__ == "__main__":
    run()
