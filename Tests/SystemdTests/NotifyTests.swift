import Glibc
import Systemd
import Testing

/// Held against a real notification socket, as the service manager has it.
@Suite(.serialized) struct NotifyTests {
    private func received(_ body: () -> Void) -> String {
        let path = "/tmp/notify-test-\(getpid())"
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let bound = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(bound == 0)
        setenv("NOTIFY_SOCKET", path, 1)
        defer {
            unsetenv("NOTIFY_SOCKET")
            close(descriptor)
            unlink(path)
        }
        body()
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }

    @Test func saysItIsReady() {
        #expect(received { Notify.ready(status: "up") } == "READY=1\nSTATUS=up")
        #expect(received { Notify.ready(status: "up\nSTOPPING=1") } == "READY=1\nSTATUS=up STOPPING=1")
    }

    @Test func saysWhatItDoes() {
        #expect(received { Notify.status("a visit runs") } == "STATUS=a visit runs")
        #expect(received { Notify.stopping() } == "STOPPING=1")
        #expect(received { Notify.watchdog() } == "WATCHDOG=1")
        #expect(received { Notify.extendTimeout(by: .milliseconds(1_500)) } == "EXTEND_TIMEOUT_USEC=1500000")
    }

    @Test func aReloadCarriesItsTime() {
        let lines = received { Notify.reloading() }.split(separator: "\n")
        #expect(lines.first == "RELOADING=1")
        #expect(lines.last?.hasPrefix("MONOTONIC_USEC=") == true)
        #expect(lines.last.flatMap { Int64($0.dropFirst("MONOTONIC_USEC=".count)) } ?? 0 > 0)
    }

    @Test func theWayOnceOpenedIsKept() {
        let text = received {
            let manager = NotifySocket(below: "/proc/self/root")
            // Whoever is started by this process finds no way.
            unsetenv("NOTIFY_SOCKET")
            manager?.ready(status: "up\nSTOPPING=1")
        }
        #expect(text == "READY=1\nSTATUS=up STOPPING=1")
        #expect(NotifySocket(below: "") == nil)
    }

    @Test func withoutASocketNothingHappens() { Notify.ready(status: "nobody listens") }

    @Test func theWatchdogsInterval() {
        #expect(Notify.watchdogInterval == nil)
        setenv("WATCHDOG_USEC", "2000000", 1)
        setenv("WATCHDOG_PID", "\(getpid())", 1)
        defer {
            unsetenv("WATCHDOG_USEC")
            unsetenv("WATCHDOG_PID")
        }
        #expect(Notify.watchdogInterval == .seconds(2))
    }
}
