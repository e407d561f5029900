"""Survey: what the letters of a document are, told by the whole document at once."""

from bnderive.survey.survey import Survey, survey

__all__ = ["Survey", "survey"]
