"""The face for analysts: answers that print well and turn into data frames; charts; Jupyter."""
