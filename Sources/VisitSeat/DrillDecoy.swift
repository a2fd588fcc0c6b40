import CLinux
import Glibc
import Systemd
import UnitMessages

/// The decoy of a drill: plants a token in every place that a visit could write to, as the visit's own account and in
/// its own sandbox, and tells which places let it. What it holds in memory it holds until it ends.
final class DrillDecoy {
    private let seed: DrillSeed
    private let visit: String
    private var heap: [[UInt8]] = []
    private var descriptors: [Int32] = []

    init(seed: DrillSeed) {
        self.seed = seed
        visit = getenv("VCD_VISIT").map { String(cString: $0) } ?? "0"
    }

    func plant() -> Planted { Planted(Set(DrillPlace.allCases.filter(plant))) }

    /// - Returns: whether the place took the token.
    private func plant(_ place: DrillPlace) -> Bool {
        let token = seed.token(for: place)
        let name = String(decoding: token, as: UTF8.self)
        switch place {
        case .home: return write(token, to: folder("HOME"), "drill/file")
        case .homeName: return write([1], to: folder("HOME"), "drill/\(name)")
        case .homeUTF16: return write(token.flatMap { [$0, 0] }, to: folder("HOME"), "drill/utf16")
        case .unlinkedFile: return holdUnlinked(token)
        case .config: return write(token, to: folder("XDG_CONFIG_HOME"), "dconf/user")
        case .cache:
            return write(token, to: folder("XDG_CACHE_HOME"), "fontconfig/drill")
                && write(token, to: folder("XDG_CACHE_HOME"), "mesa_shader_cache/drill")
        case .data: return write(token, to: folder("XDG_DATA_HOME"), "gvfs-metadata/home")
        case .temporary: return write(token, to: folder("TMPDIR"), "drill")
        case .runtime: return write(token, to: folder("XDG_RUNTIME_DIR"), "pulse/drill")
        case .tmp: return write(token, to: "/tmp", "vcd-drill-\(visit)")
        case .varTmp: return write(token, to: "/var/tmp", "vcd-drill-\(visit)")
        case .sharedMemory: return write(token, to: "/dev/shm", "vcd-drill-\(visit)")
        case .systemVMemory: return vcd_plant_segment(token, token.count) == 0
        case .messageQueue: return vcd_plant_message("/vcd-drill-\(visit)", token, token.count) == 0
        case .heap:
            heap = (0..<64).map { _ in token }
            return true
        case .environment: return holdInEnvironment(name)
        case .coreDump: return vcd_crash_with(token, token.count) == 0
        case .journal: return sayInJournal(token)
        case .keyring: return vcd_plant_key("vcd-drill-\(visit)", token, token.count) == 0
        case .printSpool:
            return write(token, to: "/var/spool/cups", "drill") || write(token, to: "/var/spool", "drill")
        case .folderName: return mkdir("/var/tmp/\(name)", 0o700) == 0
        case .linkTarget: return folder("HOME").map { symlink(name, "\($0)/drill-link") == 0 } ?? false
        case .deepFile: return writeDeep(token)
        case .oddName: return folder("HOME").map { writeOdd(token, in: $0) } ?? false
        case .closedFile:
            guard let home = folder("HOME"), write(token, to: home, "drill-closed") else { return false }
            return chmod("\(home)/drill-closed", 0) == 0
        case .socketName: return bindSocket("/tmp/\(name)")
        case .semaphoreName: return write([0], to: "/dev/shm", "sem.\(name)")
        case .memoryFile: return hold(vcd_plant_memory_file(token, token.count))
        case .commandLine: return (try? ChildProcess.start(["setsid", "sh", "-c", "sleep 600; :", name])) != nil
        case .abstractName: return hold(vcd_plant_abstract(token, token.count))
        case .nameServer: return NameQuestion("\(name).invalid").ask()
        case .kernelLog: return append(token, to: "/dev/kmsg")
        case .terminal: return append(token, to: "/dev/tty1") || append(token, to: "/dev/ptmx")
        case .soundControl: return vcd_plant_sound_control(token, token.count) == 0
        }
    }

    /// What a descriptor keeps is there until this process ends.
    private func hold(_ descriptor: Int32) -> Bool {
        guard descriptor >= 0 else { return false }
        descriptors.append(descriptor)
        return true
    }

    private func append(_ bytes: [UInt8], to path: String) -> Bool {
        let file = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        return Glibc.write(file, bytes, bytes.count) == bytes.count
    }

    /// Below more folders than a path can name.
    private func writeDeep(_ token: [UInt8]) -> Bool {
        guard let home = folder("HOME") else { return false }
        var place = open(home, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        for _ in 0..<600 where place >= 0 {
            mkdirat(place, "deep-folder", 0o700)
            let next = openat(place, "deep-folder", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            close(place)
            place = next
        }
        guard place >= 0 else { return false }
        defer { close(place) }
        let file = openat(place, "drill", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        defer { close(file) }
        return Glibc.write(file, token, token.count) == token.count
    }

    /// A name that is no text.
    private func writeOdd(_ token: [UInt8], in folder: String) -> Bool {
        let place = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard place >= 0 else { return false }
        defer { close(place) }
        let name = ([0xFF] + token + [0]).map { CChar(bitPattern: $0) }
        let file = openat(place, name, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        close(file)
        return true
    }

    private func bindSocket(_ path: String) -> Bool {
        guard let address = UnixAddress(path: path) else { return false }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard hold(descriptor) else { return false }
        return address.withPointer { bind(descriptor, $0, $1) } == 0
    }

    private func folder(_ variable: String) -> String? { getenv(variable).map { String(cString: $0) } }

    private func write(_ bytes: [UInt8], to folder: String?, _ name: String) -> Bool {
        guard var path = folder else { return false }
        let parts = name.split(separator: "/")
        for part in parts.dropLast() {
            path += "/\(part)"
            mkdir(path, 0o700)
        }
        path += "/\(parts.last ?? "drill")"
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        defer { close(file) }
        return Glibc.write(file, bytes, bytes.count) == bytes.count
    }

    private func holdUnlinked(_ token: [UInt8]) -> Bool {
        guard let home = folder("HOME") else { return false }
        let path = "\(home)/drill-unlinked"
        let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        unlink(path)
        descriptors.append(file)
        return Glibc.write(file, token, token.count) == token.count
    }

    /// A process that outlives its parent's wishes: in a session of its own, with the token in its environment.
    private func holdInEnvironment(_ text: String) -> Bool {
        setenv("VCD_DRILL", text, 1)
        defer { unsetenv("VCD_DRILL") }
        return (try? ChildProcess.start(["setsid", "sleep", "600"])) != nil
    }

    /// Says it on stderr and to the journal's sockets, as a call program may.
    private func sayInJournal(_ token: [UInt8]) -> Bool {
        let line = token + [UInt8(ascii: "\n")]
        _ = Glibc.write(STDERR_FILENO, line, line.count)
        return ["/run/systemd/journal/socket", "/dev/log"].map { path in
            let text = Array("MESSAGE=".utf8) + line
            return vcd_send_datagram(path, text, text.count) == 0
        }.contains(true)
    }
}
