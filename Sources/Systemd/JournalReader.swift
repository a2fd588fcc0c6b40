import CSystemd

/// Reads the PC's journal (sd_journal_open(3)), of every namespace.
public struct JournalReader: ~Copyable {
    private let journal: OpaquePointer

    /// - Returns: nil when the journal can't be opened.
    public init?() {
        var opened: OpaquePointer?
        let flags = Int32(SD_JOURNAL_LOCAL_ONLY) | Int32(SD_JOURNAL_ALL_NAMESPACES)
        guard sd_journal_open(&opened, flags) >= 0, let opened else { return nil }
        journal = opened
        // Without a threshold a long field is given whole (sd_journal_get_data(3)).
        sd_journal_set_data_threshold(journal, 0)
    }

    deinit { sd_journal_close(journal) }

    /// Gives each field of each entry, uncompressed, as `NAME=value`.
    ///
    /// - Parameters:
    ///   - microseconds: entries before it are left out (CLOCK_REALTIME).
    ///   - body: gets a field, and whether it is the first of its entry.
    public func forEachField(
        since microseconds: UInt64,
        _ body: (UnsafeRawBufferPointer, _ isFirst: Bool) -> Void
    ) {
        guard sd_journal_seek_realtime_usec(journal, microseconds) >= 0 else { return }
        while sd_journal_next(journal) > 0 {
            var isFirst = true
            sd_journal_restart_data(journal)
            var data: UnsafeRawPointer?
            var length = 0
            while sd_journal_enumerate_data(journal, &data, &length) > 0 {
                body(UnsafeRawBufferPointer(start: data, count: length), isFirst)
                isFirst = false
            }
        }
    }
}
