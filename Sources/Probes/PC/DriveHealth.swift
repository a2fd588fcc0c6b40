import StationCore
import Systemd

/// What the PC's disks say of themselves (S.M.A.R.T.), as udisks tells it (UDisks2 reference manual,
/// org.freedesktop.UDisks2.Drive.Ata and .NVMe.Controller).
enum DriveHealth: Hashable, Sendable {
    /// No udisks, or no disk that it could ask.
    case notKnown
    case good
    /// The models of the disks that are failing.
    case failing([String])

    static func asked(of services: some SystemServices) async -> DriveHealth {
        let method = Bus.Method(
            service: "org.freedesktop.UDisks2",
            path: "/org/freedesktop/UDisks2",
            interface: "org.freedesktop.DBus.ObjectManager",
            member: "GetManagedObjects"
        )
        do throws(BusError) {
            return DriveHealth(objects: try await services.call(method, []).first?.properties ?? [:])
        } catch {
            // A PC without udisks is a good one.
            return .notKnown
        }
    }

    /// - Parameter objects: the drives by their paths, each with its interfaces.
    init(objects: [String: BusValue]) {
        var wasAsked = false
        var failing: [String] = []
        for (path, object) in objects.sorted(by: { $0.key < $1.key }) {
            let interfaces = object.properties
            guard let isFailing = Self.isFailing(interfaces) else { continue }
            wasAsked = true
            let model = interfaces["org.freedesktop.UDisks2.Drive"]?.properties["Model"]?.text ?? ""
            if isFailing { failing.append(model.isEmpty ? path.lastPart : model) }
        }
        self = !failing.isEmpty ? .failing(failing) : wasAsked ? .good : .notKnown
    }

    /// - Returns: nil for what is no disk, or one that was not asked yet.
    private static func isFailing(_ interfaces: [String: BusValue]) -> Bool? {
        let ata = interfaces["org.freedesktop.UDisks2.Drive.Ata"]?.properties ?? [:]
        if ata["SmartEnabled"]?.flag == true, isTold(ata) { return ata["SmartFailing"]?.flag }
        let nvme = interfaces["org.freedesktop.UDisks2.NVMe.Controller"]?.properties ?? [:]
        if isTold(nvme) { return nvme["SmartCriticalWarning"].map { !$0.members.isEmpty } }
        return nil
    }

    private static func isTold(_ properties: [String: BusValue]) -> Bool {
        (properties["SmartUpdated"]?.number ?? 0) > 0
    }

    var concern: Concern? {
        switch self {
        case .notKnown, .good: return nil
        case .failing(let models):
            let names = models.joined(separator: ", ")
            return .fail(
                LocalText("the disk says that it is failing: \(names)", "disk melaporkan akan rusak: \(names)"),
                LocalText(
                    "Call the administrator today: the disk must be replaced.",
                    "Hubungi administrator hari ini: disk harus diganti."
                )
            )
        }
    }

    var text: LocalText {
        switch self {
        case .notKnown: LocalText("health not known", "kesehatan disk tidak diketahui")
        case .good: LocalText("disk healthy", "disk sehat")
        case .failing: LocalText("disk failing", "disk rusak")
        }
    }
}
