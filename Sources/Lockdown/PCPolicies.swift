import FoundationEssentials
import ProcFS
import StationCore

/// What this PC's files say that goes into a visit's policies.
extension PolicyFile {
    /// The files of a visit: its policies over the administrator's own, with the authorities that the station trusts.
    ///
    /// - Returns: the files, and which of the administrator's could not be read.
    /// - Throws: `EncodingError`.
    public func files(of configuration: Configuration) throws -> (
        files: [(name: String, text: String)], unread: [String]
    ) {
        let own = OwnPolicies(ownFiles(), of: self)
        // A file that isn't there is what 'vcctl check servers' tells.
        let authorities = configuration.network.authorities.flatMap(Self.read).map(Authorities.init(pem:)) ?? .none
        return (try files(configuration.client, trusting: authorities, over: own), own.unread.map { "\(place)/\($0)" })
    }

    private func ownFiles() -> [(name: String, text: String)] {
        DirectoryListing.names(in: place).filter(isOwn).compactMap { name in
            Self.read("\(place)/\(name)").map { (name, $0) }
        }
    }

    private static func read(_ path: String) -> String? {
        (try? Data(contentsOf: URL(filePath: path))).map { String(decoding: $0, as: UTF8.self) }
    }
}
