import StationConfig
import Systemd
import UnitMessages

/// Puts the configuration on the disk in force for all programs of the PC at once, or none of it.
struct ConfigurationTakeover {
    private static let inForce = Places.configurationInForce
    private static let kept = Places.configurationKept

    /// - Throws: what is wrong with the configuration. The last good one stays in force then, also when the PC was
    ///   switched off meanwhile.
    func run() throws(HelperError) {
        let taken: ConfigurationSnapshot
        do throws(ConfigurationError) {
            taken = try ConfigurationSnapshot(taking: Places.configuration)
        } catch {
            try Self.restore()
            throw HelperError(error)
        }
        try Self.write(taken.bytes, to: Self.inForce)
        do throws(HelperError) {
            try Self.write(taken.bytes, to: Self.kept)
        } catch {
            // A disk that can't be written to must not keep a station from its configuration.
            Notify.status(error.message)
        }
    }

    /// What was good before the PC was switched off is in force again. What is in force stays.
    private static func restore() throws(HelperError) {
        if (try? ConfigurationSnapshot(kept: inForce)) != nil { return }
        guard let last = try? ConfigurationSnapshot(kept: kept) else { return }
        try write(last.bytes, to: inForce)
    }

    private static func write(_ bytes: [UInt8], to path: String) throws(HelperError) {
        let slash = path.lastIndex(of: "/") ?? path.startIndex
        let name = String(path[path.index(after: slash)...])
        try RootFolder(String(path[..<slash])).replace(name, with: bytes, mode: 0o644)
    }
}
