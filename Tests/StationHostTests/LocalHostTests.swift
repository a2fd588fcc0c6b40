import Glibc
import Logging
import StationCore
import TestSupport
import Testing

@testable import StationHost

extension HostTests {
    /// What is LocalHost's own beside the contract of all hosts, held against the real bubblewrap.
    @Suite(.serialized) struct LocalHostTests {
        private let account: ClientAccount

        init() throws { account = try ClientAccount(for: .init(command: [])) }

        private func withHost(
            _ script: String,
            change: (inout Configuration) -> Void = { _ in },
            _ body: @Sendable (LocalHost, LocalPaths) async throws -> Void
        ) async throws {
            var configuration = Configuration(client: .init(command: ["/bin/sh", "-c", script]))
            change(&configuration)
            try await LocalHostFixture().withLocalHost(configuration, body)
        }

        private let order = VisitOrder(
            id: VisitID(1),
            markedAt: WallTime(milliseconds: 0),
            purpose: .call(VisitPlan(ticket: nil, length: .seconds(60)))
        )

        private var trace: VisitTrace { VisitTrace(id: VisitID(1), since: SystemClock.now().wall) }

        @Test func aHomeTooSmallForTheTemplateIsSaidSo() async throws {
            let template = try TemporaryFolder()
            defer { template.remove() }
            try template.write("big", String(repeating: "x", count: 3 << 20))
            let change: (inout Configuration) -> Void = { configuration in
                configuration.client.template = template.path
                configuration.home.size = 1 << 20
            }
            try await withHost("true", change: change) { host, _ in
                try await host.makeHome()
                let error = await #expect(throws: HostError.self) { try await host.start(order) }
                #expect(error?.code == .templateUnusable)
                #expect(error?.message.contains("[home] size") == true)
            }
        }

        @Test func theScanSeesAProcess() async throws {
            try await withHost("sleep 900") { host, paths in
                try await host.start(order)
                let findings = try await Scan(paths: paths, visit: trace, account: account).result().findings
                #expect(Set(findings.map(\.place)).isSuperset(of: ["process", "mount"]))
                _ = try await host.close(grace: .zero)
            }
        }

        @Test func theScanSeesFilesByName() async throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let paths = LocalPaths(root: folder.path)
            let name = String(paths.homePrefix.dropFirst("/home/".count)) + "1"
            for (place, path) in [
                ("file", "/tmp/\(name)"), ("file", "/var/tmp/\(name)"), ("shared-memory", "/dev/shm/\(name)"),
            ] {
                close(open(path, O_CREAT | O_WRONLY, 0o600))
                defer { unlink(path) }
                let findings = try await Scan(paths: paths, visit: trace, account: account).result().findings
                #expect(findings.map(\.place) == [place], "\(path)")
            }
            #expect(try await Scan(paths: paths, visit: trace, account: account).result().findings.isEmpty)
        }

        @Test(.enabled(if: geteuid() == 0, "the client's account is another only for root"))
        func theScanSeesWhatTheClientsAccountLeft() async throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let paths = LocalPaths(root: folder.path)
            let trace = trace
            let path = "/var/tmp/left-\(getpid())"
            close(open(path, O_CREAT | O_WRONLY, 0o600))
            defer { unlink(path) }
            #expect(chown(path, account.uid, account.gid) == 0)
            #expect(
                try await Scan(paths: paths, visit: trace, account: account).result().findings.map(\.place) == ["file"]
            )
            unlink(path)
            let segment = shmget(key_t(getpid()), 4_096, Int32(IPC_CREAT) | 0o600)
            #expect(segment >= 0)
            defer { shmctl(segment, Int32(IPC_RMID), nil) }
            var status = shmid_ds()
            #expect(shmctl(segment, Int32(IPC_STAT), &status) == 0)
            status.shm_perm.uid = account.uid
            #expect(shmctl(segment, Int32(IPC_SET), &status) == 0)
            #expect(
                try await Scan(paths: paths, visit: trace, account: account).result().findings.map(\.place) == [
                    "sysv-ipc"
                ]
            )
        }

        /// A station that was killed in mid-scan and never started again leaves its decoys to others.
        @Test func decoysOfScansThatWereKilledAreSwept() throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let old = try folder.write("vcd-0badcafe-.decoy", "")
            let full = try folder.write("vcd-0badcaff-.decoy", "somebody's")
            let fresh = try folder.write("vcd-0badcb00-.decoy", "")
            for path in [old, full] {
                var times = utimbuf(actime: 0, modtime: time(nil) - 3_600)
                #expect(utime(path, &times) == 0)
            }
            let decoy = try ScanDecoy(name: "vcd-own-.decoy", in: [folder.path])
            #expect(access(old, F_OK) != 0)
            #expect(access(full, F_OK) == 0 && access(fresh, F_OK) == 0)
            decoy.remove()
        }

        @Test func aScanThatDoesNotSeeItsDecoyIsBlind() async throws {
            let folder = try TemporaryFolder()
            defer { folder.remove() }
            let scan = Scan(paths: LocalPaths(root: folder.path), visit: trace, account: account)
            let folders = ["/tmp", "/var/tmp"]
            let decoy = try ScanDecoy(name: "vcd-test-decoy-\(getpid())", in: folders)
            defer { decoy.remove() }
            let seen = try await decoy.withProcess(mark: scan.paths.mark) {
                try scan.look(in: folders, decoy: decoy, process: $0)
            }
            #expect(seen.findings.isEmpty)
            #expect(seen.searched.allSatisfy { $0.count > 0 })

            let hiddenProcess = #expect(throws: HostError.self) {
                try scan.look(in: folders, decoy: decoy, process: getpid())
            }
            #expect(hiddenProcess?.message.contains("blind") == true)
            decoy.remove()
            let hiddenFiles = await #expect(throws: HostError.self) {
                try await decoy.withProcess(mark: scan.paths.mark) {
                    _ = try scan.look(in: folders, decoy: decoy, process: $0)
                }
            }
            #expect(hiddenFiles?.code == .scanFailed)
            #expect(hiddenFiles?.message.contains("/var/tmp/vcd-test-decoy") == true)
        }
    }
}
