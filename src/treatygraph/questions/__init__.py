"""Questions and their answers, as tables that any face can show."""
