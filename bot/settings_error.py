"""What is said where the settings can't be worked with; loaded by every command."""


class SettingsError(Exception):
    """Settings that can't be worked with: a sentence for each problem, in `problems`."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
