"""A document as an editor has it: what it is called, in which format it is to be read, which settings hold for it."""

from __future__ import annotations

from pygls.uris import to_fs_path, urlparse

from bnderive.configuration import configured
from bnderive.errors import UsageError
from bnderive.records import dataclass
from bnderive.settings import Settings
from bnderive.source.files import format_named

# What editors call the formats. Others, such as plaintext and json, say too little: there the suffix counts.
LANGUAGES = {
    "markdown": "markdown",
    "quarto": "markdown",
    "rmd": "markdown",
    "latex": "tex",
    "tex": "tex",
    "plaintex": "tex",
    "restructuredtext": "rst",
    "rst": "rst",
    "python": "python",
}
PLAIN = ("plaintext", "text", "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One version of a document. `name` is its path or, of one that was never saved, its address."""

    uri: str
    name: str
    is_file: bool
    language: str
    version: int | None
    text: str

    @classmethod
    def of(cls, uri: str, language: str, version: int | None, text: str) -> Sheet:
        is_file = urlparse(uri)[0] == "file"
        return cls(uri, (to_fs_path(uri) if is_file else None) or uri, is_file, language, version, text)

    def format(self) -> str:
        """Raises UsageError for a document of no known format."""
        found = LANGUAGES.get(self.language.lower()) or format_named(self.name)
        if found is None and self.language.lower() in PLAIN:
            return "text"
        if found is None:
            raise UsageError(f"no document in {self.language!r} can be read; known are {', '.join(LANGUAGES)}")
        return found

    def settings(self) -> Settings:
        """What the project says in which the document lies. Raises UsageError for what is not as expected there."""
        return configured(self.name, Settings(isolated=not self.is_file))
