import CLibSSL
import Glibc

/// A name as in RFC 2253, with control characters escaped and UTF-8 kept.
func distinguishedName(_ name: OpaquePointer?) -> String {
    MemoryBIO.text { X509_NAME_print_ex($0, name, 0, CLibSSL_XN_FLAG_RFC2253_UTF8) } ?? ""
}

/// Every common name in `name`, in order. Entries that are no text are left out.
func commonNameEntries(_ name: OpaquePointer?) -> [String] {
    var names: [String] = []
    var index: Int32 = -1
    while case let next = X509_NAME_get_index_by_NID(name, NID_commonName, index), next >= 0 {
        let value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, next))
        var utf8: UnsafeMutablePointer<UInt8>?
        let count = ASN1_STRING_to_UTF8(&utf8, value)
        if let utf8, count >= 0 {
            names.append(String(decoding: UnsafeBufferPointer(start: utf8, count: Int(count)), as: UTF8.self))
            CRYPTO_free(utf8, nil, 0)
        }
        index = next
    }
    ERR_clear_error()
    return names
}

/// A number in lower-case hexadecimal, with a minus if it is below zero, without leading zeros.
func hexadecimal(_ number: UnsafePointer<ASN1_INTEGER>?) -> String {
    guard let value = ASN1_INTEGER_to_BN(number, nil) else { return "" }
    defer { BN_free(value) }
    guard let text = BN_bn2hex(value) else { return "" }
    defer { CRYPTO_free(text, nil, 0) }
    let digits = String(cString: text).lowercased()
    return digits.first == "0" && digits.count > 1 ? String(digits.drop { $0 == "0" }) : digits
}

/// The subject alternative names of a certificate, of the two kinds that matter here.
struct AlternativeNames {
    private(set) var dnsNames: [String] = []
    private(set) var ipAddresses: [String] = []

    /// Reads them out of `certificate`; both lists are empty when the extension is missing or broken.
    init(of certificate: OpaquePointer) {
        defer { ERR_clear_error() }
        guard let names = X509_get_ext_d2i(certificate, NID_subject_alt_name, nil, nil) else { return }
        let list = OpaquePointer(names)
        defer { GENERAL_NAMES_free(list) }
        for index in 0..<max(0, CLibSSL_sk_GENERAL_NAME_num(list)) {
            add(CLibSSL_sk_GENERAL_NAME_value(list, index))
        }
    }

    private mutating func add(_ name: UnsafePointer<GENERAL_NAME>?) {
        var type: Int32 = -1
        guard let value = GENERAL_NAME_get0_value(name, &type), type == GEN_DNS || type == GEN_IPADD else { return }
        let string = UnsafePointer(value.assumingMemoryBound(to: ASN1_STRING.self))
        let bytes = UnsafeBufferPointer(start: ASN1_STRING_get0_data(string), count: Int(ASN1_STRING_length(string)))
        if type == GEN_DNS {
            dnsNames.append(String(decoding: bytes, as: UTF8.self))
        } else if let address = textOfAddress(bytes) {
            ipAddresses.append(address)
        }
    }
}

/// An IPv4 or IPv6 address in text form; nil when it has neither's length.
private func textOfAddress(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    guard bytes.count == 4 || bytes.count == 16 else { return nil }
    let family = bytes.count == 4 ? AF_INET : AF_INET6
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { text in
        inet_ntop(family, bytes.baseAddress, text.baseAddress, socklen_t(text.count)).map { String(cString: $0) }
    }
}
