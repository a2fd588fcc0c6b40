import Systemd

extension TraceSearch {
    /// Searches the journal as journald gives it back: fields that it stores compressed are seen as well.
    ///
    /// - Parameter microseconds: entries before it are left out (since 1970).
    public mutating func searchJournal(since microseconds: UInt64) {
        measure("journal", note: "entries since the drill began, of every namespace") { search, progress in
            guard let journal = JournalReader() else {
                progress.unseen += 1
                return
            }
            journal.forEachField(since: microseconds) { field, isFirst in
                if isFirst { progress.items += 1 }
                search.search(field, at: "the journal", &progress)
            }
        }
    }
}
