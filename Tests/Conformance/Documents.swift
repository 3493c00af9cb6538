import Documents

/// `json {bytes_base64}`: does the reader accept the bytes? RFC 8259, section 4, leaves keys that stand twice to the
/// reader; the suite wants them accepted.
func judgeJSON(_ input: JSON, _ result: inout JSONWriter) throws {
    guard let text = input["bytes_base64"]?.string, let bytes = decodeBase64(text) else {
        throw CaseError("`bytes_base64` is missing or malformed")
    }
    result.beginObject()
    result.key("accepted")
    result.bool((try? JSON(parsing: bytes, limits: JSON.Limits(refusesDuplicateKeys: false))) != nil)
    result.endObject()
}

/// `jsonpatch {doc, patch}`: the document after the patch.
func judgePatch(_ input: JSON, _ result: inout JSONWriter) throws {
    guard let document = input["doc"], let patch = input["patch"] else {
        throw CaseError("`doc` or `patch` is missing")
    }
    let patched = try Patch(patch).applied(to: .json(document))
    result.beginObject()
    result.key("patched")
    patched.write(to: &result)
    result.endObject()
}

/// `manifests {yaml}`: all documents of a file in order, read as kubectl reads them.
func judgeManifests(_ input: JSON, _ result: inout JSONWriter) throws {
    guard let text = input["yaml"]?.string else { throw CaseError("`yaml` is missing or no string") }
    let documents = try YAMLReader(duplicateKeys: .lastCounts).documents(in: text)
    result.beginObject()
    result.key("objects")
    result.beginArray()
    for document in documents where !document.isBlank { result.json(document.json) }
    result.endArray()
    result.endObject()
}
