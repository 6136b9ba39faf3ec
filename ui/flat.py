"""Settings as flat names and back: `workload.rate_rps`, `protections.ttl-jitter.spread`.

A variant stands under its own name (`workload.popularity` is "uniform"), its settings below it;
a stack of variants is their names with commas between, and the second of a kind is called after
its number (`cache-crash,cache-crash-2`). Only differences from the defaults are
told. `flat_of` and `nested` are driven by the declarations, so a new parameter needs no line here.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_origin

from pydantic.fields import FieldInfo

from strategies.parameters import Settings
from ui.fields import is_tag, option_of, tag_field, tag_value, variants

Flat = dict[str, Any]
SELF = ""
"""Where a node that has both a value and children keeps its value."""


def flat_of(settings: Settings, prefix: str = "", base: Settings | None = None) -> Flat:
    """What differs from the base, or from the defaults, by dotted name."""
    flat: Flat = {}
    for name, field in type(settings).model_fields.items():
        if not is_tag(field):
            default = getattr(base, name) if base else field.get_default(call_default_factory=True)
            flat |= flat_field(getattr(settings, name), default, prefix + name)
    return flat


def flat_field(value: Any, default: Any, name: str) -> Flat:
    """One field's differences: plain values, variants, stacks of variants."""
    if isinstance(value, tuple):
        return flat_stack(value, default, name)
    if not isinstance(value, Settings):
        return {} if value == default else {name: value}
    if default is None:
        return flat_option(value, name)
    own = tag_value(value)
    changed = {name: own} if own is not value and own != tag_value(default) else {}
    return changed | flat_of(value, f"{name}.")


def flat_option(value: Settings, name: str) -> Flat:
    """A section that may be absent stands under the value of its first field."""
    first = tag_field(type(value))
    rest = flat_of(value, f"{name}.")
    rest.pop(f"{name}.{first}", None)
    return {name: getattr(value, first)} | rest


def flat_stack(stack: tuple[Settings, ...], default: Any, name: str) -> Flat:
    """A stack's names, where they differ, and each one's settings."""
    own = labelled(stack)
    flat: Flat = {} if list(own) == list(labelled(default)) else {name: ",".join(own)}
    for label, each in own.items():
        flat |= flat_of(each, f"{name}.{label}.")
    return flat


def labelled(stack: Iterable[Settings]) -> dict[str, Settings]:
    """The variants of a stack by name; from the second of a kind on with its number."""
    found: dict[str, Settings] = {}
    counts: Counter[str] = Counter()
    for each in stack:
        kind = tag_value(each)
        counts[kind] += 1
        found[kind if counts[kind] == 1 else f"{kind}-{counts[kind]}"] = each
    return found


def kind_of(label: str) -> str:
    """The name of a variant without its number."""
    return re.sub(r"-\d+$", "", label)


def nested(kind: type[Settings], flat: Mapping[str, Any]) -> dict[str, Any]:
    """Flat names as the nested mapping that the settings class reads; judges nothing."""
    tree: dict[str, Any] = {}
    for name, value in flat.items():
        plant(tree, name.split("."), value)
    return dressed(kind, tree)


def plant(tree: dict[str, Any], path: list[str], value: Any) -> None:
    """Put a value into the tree; a node with children keeps its own value beside them."""
    head, *rest = path
    node = tree.get(head)
    if rest:
        if not isinstance(node, dict):
            node = tree[head] = {} if head not in tree else {SELF: node}
        plant(node, rest, value)
    elif isinstance(node, dict):
        node[SELF] = value
    else:
        tree[head] = value


def dressed(kind: type[Settings], tree: Mapping[str, Any]) -> dict[str, Any]:
    """A tree of one settings class with each variant in the form that pydantic reads."""
    known = kind.model_fields
    return {n: dressed_field(known[n], v) if n in known else v for n, v in tree.items()}


def dressed_field(field: FieldInfo, node: Any) -> Any:
    """One field's node: a stack, a variant, a section, or a plain value."""
    kinds = variants(field)
    if get_origin(field.annotation) is tuple:
        return list(stack_of(node))
    if kinds:
        return dressed_variant(next(iter(kinds.values())), node, tag_value(field.default))
    option = option_of(field)
    if option and node is not None:
        return dressed_variant(option, node, None)
    if isinstance(node, dict) and isinstance(field.annotation, type):
        is_section = issubclass(field.annotation, Settings)
        return dressed(field.annotation, node) if is_section else node
    return node


def dressed_variant(kind: type[Settings], node: Any, usual: Any) -> Any:
    """A variant with its name in the field where its like keep it: the first."""
    own = dict(node) if isinstance(node, dict) else {SELF: node}
    return {tag_field(kind): own.pop(SELF, usual), **own}


def stack_of(node: Any) -> Iterator[dict[str, Any]]:
    """The variants of a stack, in the given order."""
    own = node if isinstance(node, dict) else {SELF: node}
    for label in filter(None, str(own.get(SELF) or "").split(",")):
        settings = own.get(label, {})
        known = settings if isinstance(settings, dict) else {SELF: settings}
        yield {"name": kind_of(label), **known}
