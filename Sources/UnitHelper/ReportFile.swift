import FoundationEssentials
import Glibc
import UnitMessages

/// Writes what a one-shot found, whole or not at all, for vcd's group to read.
enum ReportFile {
    /// What an earlier one-shot wrote since the PC was switched on; root alone can have written it.
    ///
    /// - Returns: nil where there is none.
    static func read<Report: Decodable>(_ path: String) -> Report? {
        guard (try? RootFolder(Places.results)) != nil, let data = try? Data(contentsOf: URL(filePath: path)) else {
            return nil
        }
        return try? JSONDecoder().decode(Report.self, from: data)
    }

    /// - Parameter ownGroup: whether the file is given to vcd's group, for which a unit needs the right to do so; otherwise all
    ///   who may enter the folder can read it, which are the same.
    static func write(
        _ report: some Encodable,
        to path: String,
        ownGroup: Bool = true
    ) throws(HelperError) {
        let folder = try RootFolder(Places.results)
        let name = String(path.dropFirst(Places.results.utf8.count + 1))
        var status = stat()
        guard fstat(folder.descriptor, &status) == 0, let data = try? JSONEncoder().encode(report) else {
            throw .system("\(path) cannot be written")
        }
        try folder.replace(
            name,
            with: Array(data),
            mode: ownGroup ? 0o640 : 0o644,
            group: ownGroup ? status.st_gid : nil
        )
    }
}
