"""What is said of judged rows: the truth, the counterexample, what follows from what, root causes and mendings."""

from bnderive.diagnose.diagnosis import Diagnosis, diagnosed
from bnderive.diagnose.explain import Explanation, explain

__all__ = ["Diagnosis", "Explanation", "diagnosed", "explain"]
