"""Reads objects as JSON lines and prints what KEDA's own schema does not know or accept of each ScaledObject."""
import json
import sys

from cloudcoil.models.keda.v1alpha1 import ScaledObject
from pydantic import ValidationError


def lost(given, known, path):
    """The classes drop unknown fields."""
    if isinstance(given, dict):
        for name, value in given.items():
            if not isinstance(known, dict) or name not in known:
                yield f"unknown: {path}/{name}"
            else:
                yield from lost(value, known[name], f"{path}/{name}")
    elif isinstance(given, list):
        for index, value in enumerate(given):
            yield from lost(value, known[index], f"{path}/{index}")


for line in sys.stdin:
    given = json.loads(line)
    try:
        known = ScaledObject.model_validate(given).model_dump(mode="json", by_alias=True, exclude_unset=True)
        for fault in lost(given, known, ""):
            print(fault)
    except ValidationError as refusal:
        for error in refusal.errors():
            print("refused: /" + "/".join(map(str, error["loc"])) + " " + error["msg"])
