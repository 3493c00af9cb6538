import Admission
import Configuration
import Documents

/// What the reference says of exceptions.
package enum ExceptionReference {
    /// The word that stands for them beside the policies' ids.
    package static let id = "exception"

    /// What they are, a paragraph each.
    static let prose = [
        """
        An exception lets pass what policies find, or would change, where somebody answers for it. An exemption in a gate \
        says whom a policy is not about; an exception says that the policy is right, and that it is not enforced all the \
        same: for a reason, for a time.
        """,
        """
        It stands beside the gates in the policy directory, a document of kind Exception. It must name its policies, a \
        scope that limits something, a reason, an owner and an end. A date still counts, to midnight UTC; what is to hold \
        for ever must say `never`. For all policies it says `"*"`, and for all namespaces, too. In doubt, as where the \
        labels of a namespace are not known, it does not hold.
        """,
        """
        With `containers` or `images` it lets pass only what is wrong with those containers, and keeps only them from \
        being changed; what is wrong with the pod itself stands.
        """,
        """
        What it lets pass stays in the evidence: in the audit log's annotations, in reports, in metrics. When it is over it \
        is ignored and warned of, and it is warned of in its last 14 days. One that could never let anything pass is \
        refused.
        """,
    ]

    /// One as it might stand in a policy directory.
    static let example = """
        apiVersion: \(documentVersion)
        kind: Exception
        metadata:
          name: legacy-agent
        spec:
          policies: [run-as-non-root]
          scope:
            kinds: [DaemonSet, Pod]
            namespaces: [monitoring]
            names: [node-agent, node-agent-*]
          containers: [agent]
          reason: The vendor's image runs as root until release 4.
          owner: team-observability
          expires: 2026-12-31
        """
}

extension ReferencePrinter {
    /// What an exception is, and what it can be told.
    package var exception: String {
        let paragraphs = ExceptionReference.prose.map { wrapped($0.replacing("`", with: ""), indent: 0) }
        return style.paint("Exception", .heading) + " (a document of \(documentVersion))\n"
            + paragraphs.joined(separator: "\n") + "\n" + style.paint("Keys", .heading) + "\n"
            + ParameterRow.rows(DocumentReference.exception).map(text).joined() + "\n"
            + style.paint("Example", .heading) + "\n"
            + ExceptionReference.example.split(separator: "\n").map { "  \($0)\n" }.joined()
    }
}
