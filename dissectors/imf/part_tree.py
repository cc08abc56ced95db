"""The parts of a message in the layer `message`: what each is, what it is called, what is wrapped in it."""
from __future__ import annotations

from dissectors.fields import Field, Spec
from dissectors.imf import message_fields as of
from dissectors.mime.part import Message, Part
from dissectors.mime.unpacking import unpack

MAX_PARTS = 1000
"""Parts of a message that are shown."""
MAX_PARAMETERS = 50
MAX_DEPTH = 20
"""Parts within parts that are shown; those below stand beside their parent."""


def describe_parts(message: Message) -> list[Field]:
    """The tree of a message's parts."""
    top: list[Field] = []
    below: dict[Part, tuple[list[Field], int]] = {}
    for part in message.parts[:MAX_PARTS]:
        place, depth = below.get(part, (top, 0))
        field = _part(part)
        place.append(field)
        for child in part.children:
            below[child] = (field.children, depth + 1) if depth < MAX_DEPTH else (place, depth)
    return top


def _part(part: Part) -> Field:
    fields = [_made(of.CONTENT_TYPE, part.content_type)]
    fields += [_made(of.PARAMETER, f"{name}={value}")
               for name, value in list(part.parameters.items())[:MAX_PARAMETERS]]
    if part.disposition is not None:
        fields.append(_made(of.DISPOSITION, part.disposition))
    filename = part.filename
    if filename is not None:
        fields.append(_made(of.FILENAME, filename))
    if not part.is_multipart:
        fields.append(_made(of.ENCODING, part.transfer_encoding))
    size = part.stop - part.start
    fields.append(_made(of.SIZE, size))
    if not part.children:
        fields += [_part(file) for file in unpack(part)]
    name = f", {filename}" if filename else ""
    return Field(of.PART, part.number, 0, 0, text=f"Part {part.number}: {part.content_type}{name}, {size} bytes",
                 children=fields, generated=True)


def _made(spec: Spec, value: object) -> Field:
    return Field(spec, value, 0, 0, generated=True)
