"""What every object that Seam answers with has in common: named fields over the JSON that arrived."""

from __future__ import annotations

from .paginated_list import PaginatedList

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any, ClassVar, TypeVar

    from typing_extensions import Self

    Kind = TypeVar("Kind")


class _NoSuchField(AttributeError, KeyError):
    """Reading by attribute and reading by key miss in the same way, so one error answers for both."""

    __str__ = AttributeError.__str__


class Resource:
    """An answer of the API, read by attribute and never changed.

    A field that is declared here and that the server left out reads None (a list of errors, warnings or
    pending mutations reads as empty). A field that this version does not know is read by its name all the
    same, so a new field of the API needs no new release. ``to_dict()`` gives the JSON as it arrived.
    """

    __slots__ = ("__dict__", "_json")

    _json: dict[str, Any]

    _fields: ClassVar[tuple[str, ...]] = ()
    _parts: ClassVar[Mapping[str, type[Resource]]] = {}
    _part_lists: ClassVar[Mapping[str, type[Resource]]] = {}
    _variants: ClassVar[Mapping[str, tuple[str, Mapping[str, type[Resource]]]]] = {}

    def __init_subclass__(cls) -> None:
        # The annotations are the list of fields: one place to add a field, for people, type checkers and
        # this class.
        cls._fields = (*cls._fields, *vars(cls).get("__annotations__", ()))

    @classmethod
    def from_dict(cls, d: Mapping[str, Any]) -> Self:
        """Make the object from the API's JSON; the tests of a program need no server for that."""
        return cls._over(dict(d))

    @classmethod
    def _over(cls, json: dict[str, Any]) -> Self:
        self = object.__new__(cls)
        object.__setattr__(self, "_json", json)
        return self

    @classmethod
    def _list(cls, items: Iterable[dict[str, Any]]) -> list[Self]:
        return [cls._over(item) for item in items]

    @classmethod
    def _page(cls, items: Iterable[dict[str, Any]], pagination: dict[str, Any] | None) -> PaginatedList[Self]:
        return PaginatedList(cls._list(items), pagination)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object as it arrived, unknown fields included, as a copy."""
        from copy import deepcopy

        return deepcopy(self._json)

    # A type checker knows the declared fields only, so that a misspelt one is found before the program runs.
    if not TYPE_CHECKING:

        def __getattr__(self, name):
            value = self._read(name)
            self.__dict__[name] = value
            return value

        def __setattr__(self, name, value):
            raise AttributeError(f"{type(self).__qualname__} is an answer of the API and cannot be changed")

        def __delattr__(self, name):
            raise AttributeError(f"{type(self).__qualname__} is an answer of the API and cannot be changed")

    def _read(self, name: str) -> Any:
        # `from` is a word of the language; the official package calls the field `from_`.
        key = name[:-1] if name.endswith("_") else name
        if not name.startswith("_"):
            if key in self._json:
                return self._shape(name, self._json[key])
            if name in self._fields:
                return self._shape(name, None)
        raise _NoSuchField(f"{type(self).__qualname__!r} object has no attribute {name!r}")

    def _shape(self, name: str, value: Any) -> Any:
        if name in self._variants:
            code_name, classes = self._variants[name]
            return [_variant(item, code_name, classes) for item in value or ()]
        if name in self._part_lists:
            return [_part(item, self._part_lists[name]) for item in value or ()]
        if name in self._parts:
            return _part(value, self._parts[name])
        if name in self._fields:
            return value
        return _unknown(value)

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other) or not isinstance(other, Resource):
            return NotImplemented
        return self._comparable() == other._comparable()

    # As mutable as its lists are: the official package's objects have no hash either.
    __hash__ = None  # type: ignore[assignment]

    def _comparable(self) -> dict[str, Any]:
        return {**dict.fromkeys(self._fields), **self._json}

    def __repr__(self) -> str:
        """The fields that have a value, the id first."""
        names = sorted(self._present(), key=lambda name: (not self._is_own_id(name), name))
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    def _present(self) -> list[str]:
        empty: tuple[object, ...] = (None, [], {})
        return [_attribute_name(key) for key, value in self._json.items() if value not in empty]

    def _is_own_id(self, name: str) -> bool:
        words = "".join(
            "_" + letter.lower() if letter.isupper() else letter for letter in type(self).__name__
        )
        return name == words.lstrip("_") + "_id"

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._fields, *map(_attribute_name, self._json)})

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self)._over, (self._json,))


class Part(Resource):
    """An object inside another one. It also reads like a dictionary, as it does in the official package."""

    __slots__ = ()

    def __getitem__(self, key: str) -> Any:
        return getattr(self, key)

    def get(self, key: str, default: Any = None) -> Any:
        """The field, or ``default`` if there is none of that name."""
        return getattr(self, key, default)

    def keys(self) -> Iterator[str]:
        """The declared fields, then those that this version does not know."""
        known = self._fields
        return iter((*known, *(name for name in map(_attribute_name, self._json) if name not in known)))

    def __iter__(self) -> Iterator[str]:
        return self.keys()

    def __contains__(self, key: object) -> bool:
        return key in tuple(self.keys())


def by_name(**kinds: Kind) -> Mapping[str, Kind]:
    """Which class the value of a field has."""
    return kinds


def by_code(code_name: str, **kinds: type[Resource]) -> tuple[str, Mapping[str, type[Resource]]]:
    """Which class an item of a list has, by the code in it; the codes are an open set."""
    return code_name, kinds


def _attribute_name(key: str) -> str:
    return "from_" if key == "from" else key


def _part(value: Any, kind: type[Resource]) -> Any:
    return kind._over(value) if isinstance(value, dict) else value


def _variant(value: Any, code_name: str, classes: Mapping[str, type[Resource]]) -> Any:
    if not isinstance(value, dict):
        return value
    return classes.get(value.get(code_name, ""), Part)._over(value)


def _unknown(value: Any) -> Any:
    if isinstance(value, dict):
        return Part._over(value)
    if isinstance(value, list):
        return [_unknown(item) for item in value]
    return value
