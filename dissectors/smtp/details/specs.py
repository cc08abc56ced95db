"""The fields of the layer `smtp_details`."""
from __future__ import annotations

from dissectors.fields import Kind, Spec
from dissectors.smtp.status_codes import CLASSES, SUBJECTS


def _spec(name: str, label: str, kind: Kind = Kind.TEXT) -> Spec:
    return Spec(f"smtp_details.{name}", label, kind)


DOMAIN = _spec("domain", "Domain")
KEYWORD = _spec("keyword", "Keyword")
KEYWORD_PARAMETER = _spec("keyword.parameter", "Parameter of the keyword")
SIZE_LIMIT = _spec("size_limit", "Largest message", Kind.UINT)
MECHANISM = _spec("mechanism", "Mechanism")

FROM = _spec("from", "From")
TO = _spec("to", "To")
PARAMETER = _spec("parameter", "Parameter")
SIZE = _spec("size", "Announced size", Kind.UINT)
BODY = _spec("body", "Body type")
RET = _spec("ret", "Returned with reports")
ENVID = _spec("envid", "Envelope identifier")
NOTIFY = _spec("notify", "Report on")
ORCPT = _spec("orcpt", "Original recipient")
AUTH = _spec("auth", "Submitted by")

STATUS = _spec("status", "Enhanced status code")
STATUS_CLASS = Spec("smtp_details.status.class", "Class", names=CLASSES)
STATUS_SUBJECT = Spec("smtp_details.status.subject", "Subject", names=SUBJECTS)
STATUS_DETAIL = Spec("smtp_details.status.detail", "Detail")

FIELDS = tuple(one for one in globals().values() if isinstance(one, Spec))
