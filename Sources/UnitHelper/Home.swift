import CLinux
import Glibc
import ProcFS
import StationCore
import UnitMessages

/// A visit's home: an overlay of memory over the template. It is made in no time and gone without a trace, whatever
/// the template's size.
struct Home {
    private static let lower = "\(Places.memory)/lower"
    private static let upper = "\(Places.memory)/upper"
    private static let work = "\(Places.memory)/work"

    /// Makes a fresh home; an old one that is still there is destroyed first.
    ///
    /// - Throws: ``HelperError``; then no fresh home is mounted.
    func up() throws(HelperError) {
        let configuration = try HelperConfiguration.load()
        // One that could not be unmounted when it should have been: systemd stops no unit that is down already.
        try down()
        for place in ["/run/vcd", Places.memory, Places.home] { _ = try RootFolder(place) }
        try BrowserPolicies(configuration: configuration).write()
        try VisitKeyboard().write()
        do {
            try mount(configuration)
        } catch {
            try? down()
            throw error
        }
    }

    /// Unmounts what is mounted; does nothing where nothing is.
    func down() throws(HelperError) {
        for place in [Places.home, Self.lower, Places.memory] where mounted().contains(place) {
            guard vcd_unmount(place) == 0 else { throw .system("\(place) cannot be unmounted") }
        }
        guard mounted().isEmpty else {
            throw HelperError(
                "A home is mounted twice.",
                remedy: "Restart the PC: the home is memory and ends with it."
            )
        }
    }

    private func mount(_ configuration: Configuration) throws(HelperError) {
        let visitor = try Visitor()
        guard vcd_mount_memory(Places.memory, "mode=0700,size=\(configuration.home.size)") == 0 else {
            throw .system("The home's memory cannot be mounted")
        }
        for place in [Self.lower, Self.upper, Self.work] {
            guard mkdir(place, 0o700) == 0 else { throw .system("\(place) cannot be made") }
        }
        guard chown(Self.upper, visitor.uid, visitor.gid) == 0 else {
            throw .system("The home cannot be given to \(Places.visitor)")
        }
        var seen: TemplateSeen?
        if let template = configuration.client.template {
            let folder = try RootFolder(template)
            seen = try TemplateCare(path: template).verify(folder, at: template)
            guard vcd_mount_as(folder.descriptor, Self.lower, visitor.uid, visitor.gid) == 0 else {
                throw .system("The template \(template) cannot be mounted for \(Places.visitor)")
            }
        }
        let layers = "lowerdir=\(Self.lower),upperdir=\(Self.upper),workdir=\(Self.work)"
        guard vcd_mount_overlay(Places.home, layers) == 0 else { throw .system("The home cannot be mounted") }
        let devices = MountTable.mounts(of: getpid())
            .filter { $0.place == Places.home || $0.place == Places.memory }
            .map(\.device)
        try ReportFile.write(
            HomeReport(devices: devices, template: seen?.digest, isAccountLocked: visitor.isLocked),
            to: Places.homeReport
        )
        guard let seed = DrillSeed(bytes: (0..<DrillSeed.digits / 2).map { _ in .random(in: .min ... .max) }) else {
            throw HelperError("No seed can be made.", remedy: "Run 'vcctl wipe'.")
        }
        try ReportFile.write(seed, to: Places.seed)
    }

    /// Our mount points, of this process's namespace.
    private func mounted() -> Set<String> {
        Set(
            MountTable.mounts(of: getpid()).map(\.place).filter {
                [Places.home, Self.lower, Places.memory].contains($0)
            }
        )
    }
}
