import Glibc
import StationCore
import UnitMessages

/// What everybody may know of the embedded host's running visit, in a file of its own folder: a visit sees that folder
/// and nothing else of the station's. Notices need it and the visit does not, so nothing here fails a visit.
struct LocalPublicVisit {
    let paths: LocalPaths

    /// Makes the folder, and takes away what an earlier vcd may have left.
    ///
    /// - Returns: whether the folder is there.
    func begin() -> Bool {
        guard mkdir(paths.publicFolder, 0o755) == 0 || errno == EEXIST else { return false }
        forget()
        return chmod(paths.publicFolder, 0o755) == 0
    }

    func save(_ visit: RunningVisit) -> Bool { NoteFile.write(PublicVisit(visit), to: paths.publicVisit, mode: 0o644) }

    func forget() { unlink(paths.publicVisit) }
}
