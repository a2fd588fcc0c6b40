import ProcFS
import Glibc
import SeatMessages
import StationCore
import UnitMessages

/// The bubblewrap sandbox of one visit (bwrap(1)): all that can be written in it is memory, and all of it dies with
/// its pid namespace.
struct Sandbox {
    let configuration: Configuration
    let paths: LocalPaths
    let visit: VisitID
    /// The vcd-seat to run, readable by the client's account.
    let seat: String
    let purpose: SeatOrder.Purpose
    let lockdown: LocalLockdown?
    /// Where the public visit file is; nil where the client's account can't come to it.
    let publicFolder: String?
    /// Whether nothing is to run in it: it is only tried whether it can be made.
    var isAttempt = false

    /// Chromium wants 4,080,218,931 bytes free in /dev/shm, or it moves its shared memory to /tmp.
    private static let sharedMemoryBytes: Int64 = 4 << 30
    private static let smallBytes: Int64 = 16 << 20
    private static let seatPlace = "/run/vcd/seat"
    private static let templatePlace = "/run/vcd/template"

    /// The visit's home, as the sandbox sees it.
    var home: String { isAttempt ? paths.attemptHome : "\(paths.homePrefix)\(visit)" }

    private var plan: SessionPlan {
        var plan = SessionPlan(configuration)
        if publicFolder == nil { plan.notices = nil }
        return plan
    }

    /// What the seat is told.
    var order: SeatOrder {
        SeatOrder(
            session: plan,
            template: configuration.client.template == nil ? nil : Self.templatePlace,
            purpose: purpose
        )
    }

    /// bwrap's arguments.
    var arguments: [String] {
        var list = [
            "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try",
            "--die-with-parent", "--new-session", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev",
        ]
        for device in Self.devices() { list += ["--dev-bind-try", device, device] }
        list += memory("/dev/shm", bytes: Self.sharedMemoryBytes, mode: "1777")
        list += ["--mqueue", "/dev/mqueue"]
        // A mount goes where a folder really is: bubblewrap can't lay one over a link. Where there is none, nothing can be
        // written. What lies in a covered folder is made in the memory that covers it.
        let hidden = FolderPlace.real(["/run", "/home", "/root", "/mnt", "/media", "/srv"])
        let covered = hidden.filter { place in !hidden.contains { place.hasPrefix("\($0)/") } }
        for place in covered { list += memory(place, bytes: Self.smallBytes, mode: "0755") }
        let writable = FolderPlace.real(["/tmp", "/var/tmp"])
        for place in writable { list += memory(place, bytes: configuration.home.size, mode: "1777") }
        if !(covered + writable + ["/dev"]).contains(where: { paths.root.hasPrefix("\($0)/") }) {
            list += memory(paths.root, bytes: Self.smallBytes, mode: "0755")
        }
        // Names are resolved through this folder where systemd-resolved runs.
        list += ["--ro-bind-try", "/run/systemd/resolve", "/run/systemd/resolve"]
        list += ["--ro-bind", seat, Self.seatPlace]
        if let template = configuration.client.template { list += ["--ro-bind", template, Self.templatePlace] }
        if let lockdown { list += lockdown.arguments }
        if let publicFolder { list += ["--ro-bind", publicFolder, Places.publicFolder] }
        list += memory(home, bytes: configuration.home.size, mode: "0700")
        for (source, place) in inheritedDisplay.binds { list += ["--ro-bind-try", source, place] }
        for place in covered where !writable.contains(place) { list += ["--remount-ro", place] }
        list += ["--chdir", home, "--clearenv"]
        if isAttempt { return list + ["--", "/bin/true"] }
        for (name, value) in environment { list += ["--setenv", name, value] }
        return list + ["--", Self.seatPlace]
    }

    private var environment: [(String, String)] {
        [
            ("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games"),
            ("LANG", getenv("LANG").map { String(cString: $0) } ?? "C.UTF-8"),
            ("HOME", home),
            ("TMPDIR", "\(home)/.tmp"),
            ("XDG_RUNTIME_DIR", "\(home)/.run"),
            ("XDG_CONFIG_HOME", "\(home)/.config"),
            ("XDG_CACHE_HOME", "\(home)/.cache"),
            ("XDG_DATA_HOME", "\(home)/.local/share"),
            ("VCD_VISIT", visit.description),
            ("VCD_STATION", paths.mark),
        ] + inheritedDisplay.environment
    }

    /// The display that vcd's own environment names, for `display = "inherit"`.
    private var inheritedDisplay: (environment: [(String, String)], binds: [(String, String)]) {
        guard configuration.client.display == .inherit else { return ([], []) }
        var environment: [(String, String)] = []
        var binds: [(String, String)] = []
        if let display = Self.value(of: "DISPLAY") {
            environment.append(("DISPLAY", display))
            let number = display.drop { $0 != ":" }.dropFirst().prefix { $0.isNumber }
            binds.append(("/tmp/.X11-unix/X\(number)", "/tmp/.X11-unix/X\(number)"))
        }
        if let authority = Self.value(of: "XAUTHORITY") {
            environment.append(("XAUTHORITY", "/run/vcd/xauthority"))
            binds.append((authority, "/run/vcd/xauthority"))
        }
        if let display = Self.value(of: "WAYLAND_DISPLAY"), let folder = Self.value(of: "XDG_RUNTIME_DIR") {
            environment.append(("WAYLAND_DISPLAY", "/run/vcd/wayland"))
            binds.append((display.hasPrefix("/") ? display : "\(folder)/\(display)", "/run/vcd/wayland"))
        }
        return (environment, binds)
    }

    private func memory(_ place: String, bytes: Int64, mode: String) -> [String] {
        ["--perms", mode, "--size", String(bytes), "--tmpfs", place]
    }

    private static func value(of name: String) -> String? { getenv(name).map { String(cString: $0) } }

    /// What a call needs of /dev: graphics, sound, cameras.
    private static func devices() -> [String] {
        ["/dev/dri", "/dev/snd"]
            + DirectoryListing.names(in: "/dev").filter { $0.hasPrefix("video") }.map { "/dev/\($0)" }
    }
}
