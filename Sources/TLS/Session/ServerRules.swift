import CLibSSL

extension ContextHandle {
    /// Sets what only servers do: the order of ciphers, tickets, ALPN.
    func serve(_ tickets: TLSContext.Tickets) throws(TLSError) {
        // The server's order, unless the client puts ChaCha20 first: then it has no AES in hardware.
        SSL_CTX_set_options(raw, CLibSSL_SSL_OP_CIPHER_SERVER_PREFERENCE | CLibSSL_SSL_OP_PRIORITIZE_CHACHA)
        CLibSSL_SSL_CTX_set_session_cache_mode(raw, Int(SSL_SESS_CACHE_OFF))
        let context = Array("sekisho".utf8)
        try succeeded(
            SSL_CTX_set_session_id_context(raw, context, UInt32(context.count)), to: "name the session context")
        switch tickets {
        case .none:
            SSL_CTX_set_options(raw, CLibSSL_SSL_OP_NO_TICKET)
            try succeeded(SSL_CTX_set_num_tickets(raw, 0), to: "turn session tickets off")
        case .issued(let count):
            try succeeded(SSL_CTX_set_num_tickets(raw, max(0, min(count, 16))), to: "set the number of session tickets")
        }
        SSL_CTX_set_alpn_select_cb(raw, selectHTTP, nil)
    }

    /// Makes a client certificate from `authorities` a condition. `names` must live as long as this context.
    func demandClientCertificate(from authorities: [Certificate], named names: AdmittedNames) throws(TLSError) {
        try trust(authorities)
        for authority in authorities {
            // Clients choose their certificate by these names (RFC 8446, section 4.2.4).
            try succeeded(SSL_CTX_add_client_CA(raw, authority.handle.raw), to: "ask for \"\(authority.subject)\"")
        }
        SSL_CTX_set_verify(raw, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nil)
        SSL_CTX_set_cert_verify_callback(raw, verifyClient, Unmanaged.passUnretained(names).toOpaque())
    }

    /// Sets the protocols that a client offers by ALPN.
    ///
    /// - Throws: `.invalidRequest` for a name of more than 255 bytes, or of none (RFC 7301, section 3.1).
    func offer(_ protocols: [String]) throws(TLSError) {
        var list: [UInt8] = []
        for name in protocols {
            guard let length = UInt8(exactly: name.utf8.count), length > 0 else {
                throw TLSError(.invalidRequest, "An ALPN name has 1 to 255 bytes; \(name.utf8.count) were given.")
            }
            list += [length] + name.utf8
        }
        guard !list.isEmpty else { return }
        // Unlike its neighbours, this function returns 0 on success.
        try succeeded(1 - SSL_CTX_set_alpn_protos(raw, list, UInt32(list.count)), to: "offer protocols by ALPN")
    }
}

/// Chooses http/1.1 out of what the client offers, and ends the handshake with no_application_protocol when it isn't
/// there (RFC 7301, section 3.2). Not called for clients that don't use ALPN.
private let selectHTTP:
    @convention(c) (
        OpaquePointer?, UnsafeMutablePointer<UnsafePointer<UInt8>?>?, UnsafeMutablePointer<UInt8>?,
        UnsafePointer<UInt8>?, UInt32, UnsafeMutableRawPointer?
    ) -> Int32 = { _, chosen, chosenLength, offered, offeredLength, _ in
        let list = UnsafeBufferPointer(start: offered, count: Int(offeredLength))
        var rest = list[...]
        while let length = rest.popFirst() {
            let name = rest.prefix(Int(length))
            if name.elementsEqual("http/1.1".utf8), let offered {
                chosen?.pointee = offered + name.startIndex
                chosenLength?.pointee = length
                return SSL_TLSEXT_ERR_OK
            }
            rest = rest.dropFirst(Int(length))
        }
        return SSL_TLSEXT_ERR_ALERT_FATAL
    }
