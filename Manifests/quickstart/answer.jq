# An AdmissionReview's answer for a person to read: the verdict, the reasons, and the patch in clear.
.response
| (if .allowed then "allowed" else "denied, \(.status.code) \(.status.reason // "")" end),
  (.status.message // empty),
  (.warnings // [] | .[] | "warning: \(.)"),
  (.patch // empty | @base64d | fromjson | .[] | "  \(.op) \(.path)\(if has("value") then " = \(.value | tojson)" else "" end)")
