import ProcFS
import Glibc
import StationCore

/// Looks for anything a visit may have left, wherever this account can see. It knows nothing of how the home was
/// made or destroyed: it reads /proc and the places that everybody can write to.
///
/// Finds by name and by owner only, so that another program's fresh file is never taken for a trace: where vcd is an
/// ordinary user, the client runs under the same account as that user's other programs.
struct Scan {
    let paths: LocalPaths
    let visit: VisitTrace?
    let account: ClientAccount

    private static let sharedFolders = ["/tmp", "/var/tmp", "/dev/shm", "/run/lock", "/dev/mqueue"]
    private static let mostEntries = 200_000
    private static let mostFindings = 50

    /// - Throws: `scanFailed` when a place can't be looked at, or when the scan doesn't see its own decoy.
    func result() async throws(HostError) -> ScanResult {
        let folders = FolderPlace.real(Self.sharedFolders)
        let decoy = try ScanDecoy(name: Self.fileName(homePrefix) + ScanDecoy.suffix, in: folders)
        defer { decoy.remove() }
        do {
            return try await decoy.withProcess(mark: paths.mark) { try look(in: folders, decoy: decoy, process: $0) }
        } catch let error as HostError {
            throw error
        } catch {
            throw Self.blind("its decoy could not be started: \(error)")
        }
    }

    /// - Parameter folders: the shared ones, without links on their paths.
    func look(in folders: [String], decoy: ScanDecoy, process: pid_t) throws(HostError) -> ScanResult {
        let marked = Self.processes(ofStation: paths.mark)
        guard marked.contains(process) else { throw Self.blind("it does not see its own decoy (process)") }
        var found = marked.filter { $0 != process }.map { pid in
            Finding(place: "process", detail: ProcessTable.sign(of: pid))
        }
        let (mounts, openFiles) = homes()
        var walk = Walk(
            prefix: Self.fileName(homePrefix),
            decoy: decoy,
            owner: ownerToFind,
            since: visit?.since,
            left: Self.mostEntries
        )
        for folder in folders + ["/run/user/\(account.uid)"] { walk.look(in: folder, depth: 0) }
        for folder in FolderPlace.real(["/home"]) { walk.look(in: folder, depth: Walk.deepest) }
        guard walk.left > 0 else {
            throw HostError(
                .scanFailed,
                message: "The scan found more than \(Self.mostEntries) files in the shared folders and stopped.",
                remedy: "The administrator clears /tmp and /var/tmp."
            )
        }
        let missed = decoy.paths.subtracting(walk.seenDecoys)
        guard missed.isEmpty else {
            throw Self.blind("it does not see its own decoy (\(missed.sorted().joined(separator: ", ")))")
        }
        found += mounts + openFiles + walk.found + systemV()
        return ScanResult(
            findings: Array(found.prefix(Self.mostFindings)),
            searched: [
                SearchedPlace(place: "process", count: ProcessTable.pids().count),
                SearchedPlace(place: "file", count: Self.mostEntries - walk.left),
            ]
        )
    }

    /// Homes that are still mounted somewhere, and files in them that are still open.
    private func homes() -> (mounts: [Finding], openFiles: [Finding]) {
        let homes = homePrefix
        var mounts: [Finding] = []
        var openFiles: [Finding] = []
        var seen: Set<String> = []
        for pid in ProcessTable.pids() {
            let holder = ProcessTable.sign(of: pid)
            if let namespace = ProcessTable.namespace("mnt", of: pid), seen.insert(namespace).inserted,
                ProcessTable.mountInfo(of: pid).contains(" \(homes)")
            {
                mounts.append(Finding(place: "mount", detail: "the home, held by \(holder)"))
            }
            if ProcessTable.openFiles(of: pid).contains(where: { $0.hasPrefix(homes) }) {
                openFiles.append(Finding(place: "open-file", detail: "in the home, by \(holder)"))
            }
        }
        return (mounts, openFiles)
    }

    private static func blind(_ why: String) -> HostError {
        HostError(
            .scanFailed,
            message: "The scan is blind: \(why).",
            remedy: "Restart vcd; if it stays, call the administrator."
        )
    }

    /// The processes that were started with this station's mark, vcd itself apart.
    static func processes(ofStation mark: String) -> [pid_t] {
        let own = getpid()
        return ProcessTable.pids().filter {
            $0 != own && ProcessTable.environment(of: $0, holds: "VCD_STATION=\(mark)") && !ProcessTable.isZombie($0)
        }
    }

    private var homePrefix: String { visit.map { "\(paths.homePrefix)\($0.id)" } ?? paths.homePrefix }

    /// The owner whose new files are traces: the client's account where it is not vcd's own.
    private var ownerToFind: uid_t? { account.isDropped && visit != nil ? account.uid : nil }

    private static func fileName(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }

    /// System V IPC (proc(5), /proc/sysvipc) of the client's account, made since the visit began.
    private func systemV() -> [Finding] {
        guard let owner = ownerToFind, let since = visit?.since else { return [] }
        return ["shm", "sem", "msg"].flatMap { kind -> [Finding] in
            let lines = ProcessTable.read("/proc/sysvipc/\(kind)").split(separator: "\n")
                .map { $0.split(separator: " ") }
            guard let titles = lines.first, let user = titles.firstIndex(of: "uid"),
                let creator = titles.firstIndex(of: "cuid"), let changed = titles.firstIndex(of: "ctime")
            else { return [] }
            return lines.dropFirst().compactMap { fields in
                guard fields.count > max(user, creator, changed),
                    fields[user] == "\(owner)" || fields[creator] == "\(owner)",
                    (Int64(fields[changed]) ?? .max) >= since.milliseconds / 1_000
                else { return nil }
                return Finding(place: "sysv-ipc", detail: "\(kind) of uid \(owner)")
            }
        }
    }
}

/// A walk through folders that everybody can write to.
private struct Walk {
    static let deepest = 6
    /// File systems stamp with the clock of the last tick, which may be this many milliseconds behind.
    private static let coarseClock: Int64 = 10

    /// What names of things of the visit begin with.
    let prefix: String
    let decoy: ScanDecoy
    /// Whose files, changed since `since`, are findings too.
    let owner: uid_t?
    let since: WallTime?
    /// How many entries may still be looked at.
    var left: Int
    var found: [Finding] = []
    var seenDecoys: Set<String> = []

    mutating func look(in folder: String, depth: Int) {
        var own = stat()
        guard lstat(folder, &own) == 0, own.st_mode & S_IFMT == S_IFDIR else { return }
        for name in DirectoryListing.names(in: folder) {
            guard left > 0 else { return }
            left -= 1
            let path = "\(folder)/\(name)"
            var status = stat()
            guard lstat(path, &status) == 0 else { continue }
            if decoy.paths.contains(path) {
                seenDecoys.insert(path)
            } else if name.hasPrefix(prefix) {
                found.append(Finding(place: place(of: folder), detail: "\(folder)/… named after the visit"))
            } else if let owner, let since, status.st_uid == owner,
                changed(status) >= since.milliseconds - Self.coarseClock
            {
                found.append(Finding(place: place(of: folder), detail: "\(folder)/… of the call program's account"))
            }
            let isFolder = status.st_mode & S_IFMT == S_IFDIR
            if isFolder, status.st_dev == own.st_dev, depth < Self.deepest { look(in: path, depth: depth + 1) }
        }
    }

    private func place(of folder: String) -> String { folder.hasPrefix("/dev/shm") ? "shared-memory" : "file" }

    private func changed(_ status: stat) -> Int64 {
        Int64(status.st_ctim.tv_sec) * 1_000 + Int64(status.st_ctim.tv_nsec) / 1_000_000
    }
}
