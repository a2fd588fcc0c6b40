/// The fixed places of a station under systemd (DESIGN.md, "Where things are at run time"). No input moves them.
public enum Places {
    public static let configuration = "/etc/vcd/vcd.toml"
    /// What of it is in force: root's, for everybody to read but a visit (``ConfigurationSnapshot``).
    public static let configurationInForce = "/run/vcd/config/in-force.json"
    /// The same, for a PC that finds a bad configuration when it is switched on.
    public static let configurationKept = "/var/lib/vcd-config/in-force.json"
    public static let control = "/run/vcd/control"
    /// vcd's own, across reboots.
    public static let state = "/var/lib/vcd"
    public static let ledger = "\(state)/ledger.db"
    /// Not beside the ledger: a disk that can only be read must not keep vcd from saying so.
    public static let lock = "/run/vcd/own/lock"
    public static let reports = "\(state)/reports"
    /// Root's, for vcd to read: the secret that the counts of an inmate's visits are kept under.
    public static let quotaKey = "/etc/vcd/quota.key"

    /// What a visit is told: vcd writes it, the visitor's group reads it.
    public static let order = "/run/vcd/visit/order"
    /// What the screen of a visit is told: vcd writes it, the screen's group reads it.
    public static let screenOrder = "/run/vcd/screen/order"
    /// The running visit's clock, for the next vcd.
    public static let clock = "/run/vcd/own/clock"
    /// When the PC is to go off, for the next vcd.
    public static let shutdown = "/run/vcd/own/shutdown"
    /// What everybody may know; on both hosts a visit finds it here.
    public static let publicFolder = "/run/vcd/public"
    public static let publicVisitName = "visit.json"
    /// What everybody may know of the running visit.
    public static let publicVisit = "\(publicFolder)/\(publicVisitName)"
    /// The number of the ticket that is called.
    public static let publicCall = "/run/vcd/public/call"
    /// What vcd wants looked at.
    public static let checkOrder = "/run/vcd/public/check"
    /// What was found: vcd-check's account writes it, vcd reads it.
    public static let checkReport = "/run/vcd/checks/report"

    /// Where a visit's home is mounted.
    public static let home = "/run/vcd/home"
    /// Root's folder of the memories that a visit can write to (``VisitMemory``); nobody else may enter it.
    public static let memory = "/run/vcd/memory"
    /// The source that the home's mounts name, so that they are known wherever they are seen.
    public static let mountSource = "vcd-home"
    /// What the privileged units found: root writes it, vcd reads it.
    public static let results = "/run/vcd/results"
    public static let scanReport = "\(results)/scan.json"
    public static let homeReport = "\(results)/home.json"
    /// What the last home's memories held when their content was destroyed.
    public static let memoryReport = "\(results)/memory.json"
    public static let searchReport = "\(results)/search.json"
    /// What the real-time clock can wake the PC for.
    public static let wakeReport = "\(results)/wake.json"
    /// The seed of a drill on the present home, new with each: root makes it, so that the search needs no other input.
    public static let seed = "\(results)/seed.json"

    /// What the template's one-shots found, and that it was verified since the PC was switched on.
    public static let templateReport = "\(results)/template.json"
    public static let templateSeen = "\(results)/template-seen.json"
    /// The template that 'vcctl template set' puts in place, and its place: both root's.
    public static let template = "/var/lib/vcd-template"
    public static let templateStaging = "\(template).new"
    /// What was accepted.
    public static let templateManifest = "\(template).manifest"

    /// Where a visit can write beside its home: memory of its own namespaces
    /// (systemd/vcd-visit.service; on the embedded host, the sandbox).
    public static let privateToVisit = ["/tmp", "/var/tmp", "/dev/shm", "ipc"]

    /// The account of the visits.
    public static let visitor = "vcd-visitor"
    /// The account of what shows them: compositor and notices. Between visits nothing runs under it either.
    public static let screen = "vcd-screen"
}
