import CALSA

/// libasound's configuration, read for one look: it names the devices, and none of it stays behind.
final class ALSAConfiguration {
    private(set) var tree: OpaquePointer
    private var update: OpaquePointer?

    /// - Parameter file: nil for the system's, as for any program.
    init(_ file: String?) throws(ALSAError) {
        vcd_alsa_silence()
        var tree: OpaquePointer?
        var update: OpaquePointer?
        let result = snd_config_update_r(&tree, &update, file)
        guard result >= 0, let tree else { throw ALSAError(code: result) }
        self.tree = tree
        self.update = update
    }

    deinit {
        snd_config_delete(tree)
        snd_config_update_free(update)
        // What libasound itself looked up on the way.
        snd_config_update_free_global()
    }
}

/// libasound's error number: that of errno(3), negative.
struct ALSAError: Error, Hashable {
    let code: Int32

    static func check(_ result: Int32) throws(ALSAError) {
        if result < 0 { throw ALSAError(code: result) }
    }
}
