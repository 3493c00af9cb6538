import NIOCore

// Room for a new connection when all are taken.
extension LoopState {
    /// Ends a connection that only waits, so that a new one can have its place. Nobody can keep others out by opening
    /// connections and leaving them alone.
    ///
    /// Those go first that never asked anything, then those that have waited the longest. One with a request, or one that
    /// has waited for less than `TransportSettings.evictionAge`, is left alone.
    ///
    /// - Returns: whether there was one; its claim of a place goes to the new connection.
    func makeRoom(at now: NIODeadline = .now()) -> Bool {
        var victim: (connection: ConnectionHandler, rank: EvictionRank)?
        for connection in connections {
            guard let rank = connection.evictionRank, now - rank.since >= allowances.eviction else { continue }
            if let best = victim, best.rank <= rank { continue }
            victim = (connection, rank)
        }
        guard let connection = victim?.connection else { return false }
        connection.holdsPlace = false
        connection.close()
        statistics.evictedConnections.add()
        return true
    }
}

/// The order in which connections make room.
struct EvictionRank: Comparable {
    /// A request was served on it.
    let hasServed: Bool
    /// Since when it has been waiting.
    let since: NIODeadline

    static func < (left: EvictionRank, right: EvictionRank) -> Bool {
        left.hasServed == right.hasServed ? left.since < right.since : right.hasServed
    }
}

extension ConnectionHandler {
    /// Where it stands among those that only wait; nil when it has something to do, or its place is given away.
    var evictionRank: EvictionRank? {
        guard holdsPlace, phase != .closed, let allowed = waitingAllowance else { return nil }
        return EvictionRank(hasServed: hasServed, since: expiry - allowed)
    }

    private var waitingAllowance: TimeAmount? {
        switch awaited {
        case .handshake: state.allowances.handshake
        case .request: state.isDraining ? nil : state.allowances.idle
        case .head, .body, .answer, .writability, .end: nil
        }
    }
}
