import Glibc
import HTTP
import NIOCore
import NIOPosix
import TLS

extension Listener {
    /// A listening socket for each loop, all on one port (SO_REUSEPORT): the system spreads the connections.
    static func bind(_ loops: [LoopState], _ settings: TransportSettings) async throws -> [any Channel] {
        var servers: [any Channel] = []
        var address = try SocketAddress.makeAddressResolvingHost(settings.host, port: settings.port)
        do {
            try checkFree(address)
            for state in loops {
                let server = try await bootstrap(state, isShared: loops.count > 1).bind(to: address).get()
                servers.append(server)
                address.port = server.localAddress?.port ?? address.port
            }
            return servers
        } catch {
            for server in servers { try? await server.close().get() }
            throw error
        }
    }

    /// Throws when somebody listens there already. With SO_REUSEPORT alone two servers would share the port unnoticed.
    private static func checkFree(_ address: SocketAddress) throws {
        let descriptor = socket(Int32(address.protocol.rawValue), Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
        guard descriptor >= 0 else { throw IOError(errnoCode: errno, reason: "socket") }
        defer { Glibc.close(descriptor) }
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        let result = address.withSockAddr { Glibc.bind(descriptor, $0, socklen_t($1)) }
        guard result == 0 else { throw IOError(errnoCode: errno, reason: "bind") }
    }

    private static func bootstrap(_ state: LoopState, isShared: Bool) -> ServerBootstrap {
        var bootstrap = ServerBootstrap(group: state.loop, childGroup: state.loop)
            .serverChannelOption(.backlog, value: state.settings.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(
                        AcceptErrors(state.statistics), AcceptBackoffHandler { _ in .milliseconds(100) })
                }
            }
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.recvAllocator, value: Self.receiveBuffers)
            .childChannelInitializer { channel in channel.eventLoop.makeCompletedFuture { try open(channel, state) } }
        if isShared {
            bootstrap = bootstrap.serverChannelOption(
                .socketOption(NIOBSDSocket.Option(rawValue: SO_REUSEPORT)), value: 1)
        }
        return bootstrap
    }

    /// Large enough for most requests in one read.
    private static var receiveBuffers: AdaptiveRecvByteBufferAllocator {
        AdaptiveRecvByteBufferAllocator(minimum: 8 << 10, initial: 16 << 10, maximum: 64 << 10)
    }

    /// - Throws: when there are too many connections and none can make room; the channel is closed then.
    private static func open(_ channel: any Channel, _ state: LoopState) throws {
        guard state.backpressure.connections.claim(1) || state.makeRoom() else {
            state.statistics.refusedConnections.add()
            throw TooManyConnections()
        }
        do {
            try channel.pipeline.syncOperations.addHandler(ConnectionHandler(state: state))
        } catch {
            state.backpressure.connections.release(1)
            throw error
        }
    }
}

private struct TooManyConnections: Error {}

/// Counts what goes wrong in accepting; the listener goes on.
///
/// Safe to share: its only property is.
final class AcceptErrors: ChannelInboundHandler, Sendable {
    typealias InboundIn = any Channel

    private let statistics: LoopStatistics

    init(_ statistics: LoopStatistics) {
        self.statistics = statistics
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        statistics.acceptErrors.add()
        context.fireErrorCaught(error)
    }
}
