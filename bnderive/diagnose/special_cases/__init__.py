"""Where a wrong formula is the truth restricted: a condition, in the document's symbols, under which it is proved.

One kind of restriction a file. The first that suffices is said, never two together.
"""

from bnderive.diagnose.special_cases.special_cases import SpecialCases

__all__ = ["SpecialCases"]
