/// The swap that is in use (proc_swaps(5)), and whether anybody could read it later.
struct SwapSpace {
    /// Device mapper stacks are shallow; a loop there is none of ours.
    private static let deepest = 8

    let files: PCFiles

    /// Swap on anything but memory or an encrypted device.
    var open: [String] {
        files.text("/proc/swaps").lines.dropFirst().compactMap { line in
            guard line.words.count > 1 else { return nil }
            let place = String(line.words[0])
            let device = line.words[1] == "file" ? blockDevice(under: place) : blockDevice(place)
            return isMemory(device) || isEncrypted(device, depth: 0) ? nil : place
        }
    }

    /// The kernel's name of a device, such as `dm-1`.
    private func blockDevice(_ place: String) -> String { (files.real(place) ?? place).lastPart }

    /// The kernel's name of the device that a swap file is on.
    private func blockDevice(under place: String) -> String {
        guard let number = files.mount(of: place)?.device else { return place.lastPart }
        return blockDevice("/sys/dev/block/\(number)")
    }

    /// zram (kernel documentation, admin-guide/blockdev/zram) is memory, unless it writes what is idle to a disk.
    private func isMemory(_ device: String) -> Bool {
        guard device.hasPrefix("zram") else { return false }
        let backing = files.line("/sys/block/\(device)/backing_dev")
        return backing.isEmpty || backing == "none"
    }

    /// Encrypted itself, or made of encrypted parts only, such as a volume of LVM.
    private func isEncrypted(_ device: String, depth: Int) -> Bool {
        if files.line("/sys/block/\(device)/dm/uuid").hasPrefix("CRYPT-") { return true }
        let parts = files.names("/sys/block/\(device)/slaves")
        return depth < Self.deepest && !parts.isEmpty && parts.allSatisfy { isEncrypted($0, depth: depth + 1) }
    }
}
