"""The description of the API (OpenAPI 3.1): answers are laid down by the classes that they are made from."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from mozaik.json_schema import Schema, schema_with_parts
from mozaik.typed_json import Json

_PARTS: dict[str, Schema] = {}
"""The parts that the answers refer to, by name."""


def told(kind: object, description: str, status: int = 200) -> dict[str, Any]:
    """What an operation answers: a JSON of this class, or its errors."""
    schema, parts = schema_with_parts(kind)
    for name, part in parts.items():
        if _PARTS.setdefault(name, _among_components(part)) != _among_components(part):  # type: ignore[arg-type]
            raise TypeError(f"two classes of the API are called {name}")
    answer = {
        "description": description,
        "content": {"application/json": {"schema": _among_components(schema)}},
    }
    return {"responses": {status: answer, **_FAULTS}}


def answers_bytes(description: str) -> dict[str, Any]:
    """What an operation answers that hands a file out."""
    content = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    return {"responses": {200: {"description": description, "content": content}, **_FAULTS}}


class DescribedAPI(NinjaAPI):
    """An API whose description holds the parts that its answers refer to."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The description, as `openapi.json` gives it."""
        described = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        for operation in (each for path in described["paths"].values() for each in path.values()):
            if len([status for status in operation["responses"] if int(status) < 400]) > 1:
                del operation["responses"][200]  # ninja adds it to every operation that says nothing of it
        described["components"].setdefault("schemas", {}).update(_PARTS | {"Fault": _FAULT})
        return described


def _among_components(part: Json) -> Json:
    """The same schema, which refers to the components of the description."""
    if isinstance(part, dict):
        return {
            name: value.replace("#/$defs/", "#/components/schemas/")
            if name == "$ref" and isinstance(value, str)
            else _among_components(value)
            for name, value in part.items()
        }
    return [_among_components(each) for each in part] if isinstance(part, list) else part


_TEXT: Schema = {"type": "string"}
_FAULT: Schema = {
    "description": "What does not work, why, and what to do.",
    "type": "object",
    "additionalProperties": False,
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "additionalProperties": False,
            "required": ["what", "why", "remedy"],
            "properties": {"what": _TEXT, "why": _TEXT, "remedy": _TEXT},
        }
    },
}
FAULT_OF = {
    401: "No token, or one that does not count.",
    404: "There is no such file or address for this system.",
    409: "Refused: it does not exist for this system, or a rule forbids it.",
    422: "The request cannot be read.",
}
_FAULTS = {
    status: {
        "description": why,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Fault"}}},
    }
    for status, why in FAULT_OF.items()
}
