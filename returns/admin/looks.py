"""How the returns desk colours what it shows."""

from returns.states import Grade, ReturnStatus, Verdict

CASE_COLOURS = {
    ReturnStatus.FILED: "warning",
    ReturnStatus.APPROVED: "info",
    ReturnStatus.PICKED_UP: "info",
    ReturnStatus.DECLINED: "",
    ReturnStatus.WITHDRAWN: "",
    ReturnStatus.LAPSED: "",
    ReturnStatus.RECEIVED: "primary",
    ReturnStatus.ACCEPTED: "success",
    ReturnStatus.REFUSED: "danger",
}
VERDICT_COLOURS = {
    Verdict.AWAITED: "",
    Verdict.PASSED: "success",
    Verdict.UNSOUND: "success",
    Verdict.REFUSED: "danger",
}
GRADE_COLOURS = {
    Grade.UNGRADED: "",
    Grade.RESELLABLE: "success",
    Grade.REPAIR: "warning",
    Grade.SCRAP: "danger",
    Grade.WRONG_ITEM: "danger",
    Grade.MISSING: "danger",
}
