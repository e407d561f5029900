"""Layer: the definitions of a document to a graph of nodes."""

from bnderive.layer.defining import is_condition, namings, values_of_parameters
from bnderive.layer.layer import read_layer
from bnderive.layer.model import Layer, Rows

__all__ = ["Layer", "Rows", "is_condition", "namings", "read_layer", "values_of_parameters"]
