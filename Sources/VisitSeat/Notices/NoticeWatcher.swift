import Glibc

/// One of the descriptors by which notices are woken.
struct NoticeWatcher: SeatWatcher {
    let descriptor: Int32
    let onReadable: () -> Void
    let onClosing: () -> Void

    func readable() {
        var bytes = [UInt8](repeating: 0, count: 4_096)
        while read(descriptor, &bytes, bytes.count) > 0 {}
        onReadable()
    }

    func closing() { onClosing() }
}
