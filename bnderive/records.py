"""Dataclasses with slots, made quickly: `@dataclass(frozen=True, slots=True)`, with the meaning that it always has.

The standard library compiles six functions for every class when its module is imported: a third of what it takes to
import this program. Here each is compiled when it is first asked for, and what refuses changes is shared by all. What
has no slots is left to the standard library, and to a type checker this decorator is the one from there.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import MISSING, Field, FrozenInstanceError
from functools import partial
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, NoReturn

COMPARISONS = {"__eq__": "==", "__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen=False, eq=True, repr=True, slots=False, order=False):
        """A decorator that makes a dataclass; instances of a frozen one that can be equal have a hash."""
        if not slots:
            return dataclasses.dataclass(frozen=frozen, eq=eq, repr=repr, order=order)

        def made(cls):
            own = frozenset(cls.__dict__)
            if "__post_init__" in own:
                raise TypeError(f"{cls.__name__}: what has a __post_init__ is a dataclass of the standard library")
            cls.__doc__ = cls.__doc__ or cls.__name__  # else the standard library writes one, which takes as long again
            quick = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
            for name, method in _methods(quick, frozen, eq, repr, order).items():
                if name not in own:
                    setattr(quick, name, method)
            return quick

        return made


class KeepsHash:
    """A base of frozen dataclasses whose instances are asked for their hash again and again: it is computed once."""

    __slots__ = ("_kept_hash",)
    _kept_hash: int | None


_set_hash: Callable[[KeepsHash, int | None], None] = vars(KeepsHash)["_kept_hash"].__set__


def _methods(cls: type, frozen: bool, eq: bool, repr: bool, order: bool) -> dict[str, object]:
    found: dict[str, object] = {"__init__": _when_asked(cls, "__init__", partial(_init, cls, frozen))}
    if repr:
        found["__repr__"] = _when_asked(cls, "__repr__", partial(_representation, cls))
    if eq:
        found["__eq__"] = _when_asked(cls, "__eq__", partial(_comparison, cls, "__eq__"))
        found["__hash__"] = _when_asked(cls, "__hash__", partial(_hash, cls)) if frozen else None
    if order:
        found |= {name: _when_asked(cls, name, partial(_comparison, cls, name)) for name in COMPARISONS}
    if frozen:
        found |= {"__setattr__": _no_change, "__delattr__": _no_change}
        found |= {"__getstate__": _state, "__setstate__": _set_state}
    return found


# -- compiled when first asked for -------------------------------------------------------------------------------------


def _when_asked(cls: type, name: str, write: Callable[[], Callable[..., Any]]) -> Callable[..., Any]:
    """A method that puts the compiled one in its own place."""

    def method(*arguments: Any, **named: Any) -> Any:
        compiled = write()
        setattr(cls, name, compiled)
        return compiled(*arguments, **named)

    return method


def _init(cls: type, frozen: bool) -> Callable[..., None]:
    """The values of a frozen instance are put there by the descriptors of its slots, which no `__setattr__` refuses."""
    known: dict[str, object] = {"set_hash": _set_hash}
    parameters, body = ["self"], ["set_hash(self, None)" if issubclass(cls, KeepsHash) else "pass"]
    for field in sorted(_fields(cls), key=lambda field: bool(field.kw_only)):
        name = field.name
        known |= {f"default_{name}": field.default, f"make_{name}": field.default_factory}
        known[f"set_{name}"] = getattr(cls, name).__set__
        if field.kw_only and "*" not in parameters:
            parameters.append("*")
        if field.init:
            parameters.append(_parameter(field))
        body.append(f"set_{name}(self, {_value(field)})" if frozen else f"self.{name} = {_value(field)}")
    return _compiled("__init__", parameters, body, known)


def _parameter(field: Field[Any]) -> str:
    is_needed = field.default is MISSING and field.default_factory is MISSING
    return field.name if is_needed else f"{field.name}=default_{field.name}"


def _value(field: Field[Any]) -> str:
    name = field.name
    if field.default_factory is MISSING:
        return name
    return f"make_{name}() if {name} is default_{name} else {name}" if field.init else f"make_{name}()"


def _comparison(cls: type, name: str) -> Callable[..., bool]:
    """Of two instances of the very same class, by the fields that are compared."""
    names = _compared(cls)
    test = f"return {_tuple_of('self', names)} {COMPARISONS[name]} {_tuple_of('other', names)}"
    body = ["if other.__class__ is not self.__class__:", "    return NotImplemented", test]
    return _compiled(name, ["self", "other"], body, {})


def _hash(cls: type) -> Callable[..., int]:
    value = f"hash({_tuple_of('self', _compared(cls))})"
    if not issubclass(cls, KeepsHash):
        return _compiled("__hash__", ["self"], [f"return {value}"], {})
    body = ["if self._kept_hash is None:", f"    set_hash(self, {value})", "return self._kept_hash"]
    return _compiled("__hash__", ["self"], body, {"set_hash": _set_hash})


def _representation(cls: type) -> Callable[..., str]:
    values = ", ".join(f"{field.name}={{self.{field.name}!r}}" for field in _fields(cls) if field.repr)
    body = [f"return f'{{self.__class__.__qualname__}}({values})'"]
    return recursive_repr()(_compiled("__repr__", ["self"], body, {}))


def _compiled(name: str, parameters: list[str], body: list[str], known: dict[str, object]) -> Callable[..., Any]:
    text = "\n    ".join([f"def {name}({', '.join(parameters)}):", *body])
    exec(text, known)  # noqa: S102  # allowed: names of the fields of our classes are all that stands in it
    function: Callable[..., Any] = known[name]  # type: ignore[assignment]
    return function


def _fields(cls: type) -> tuple[Field[Any], ...]:
    return dataclasses.fields(cls)


def _compared(cls: type) -> list[str]:
    return [field.name for field in _fields(cls) if field.compare]


def _tuple_of(instance: str, names: Iterable[str]) -> str:
    return f"({''.join(f'{instance}.{name}, ' for name in names)})"


# -- shared by all classes ---------------------------------------------------------------------------------------------


def _no_change(self: Any, name: str, *value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot {'assign to' if value else 'delete'} field {name!r}")


def _state(self: Any) -> list[Any]:
    """What it was made of: what it keeps besides is of this process."""
    return [getattr(self, field.name) for field in _fields(type(self)) if field.init]


def _set_state(self: Any, state: list[Any]) -> None:
    names = [field.name for field in _fields(type(self)) if field.init]
    self.__init__(**dict(zip(names, state, strict=True)))
