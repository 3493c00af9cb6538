// The upstream policy documents, run by Sekisho: arrives with ValidatingAdmissionPolicy.
