import Glibc

/// The folders that a visit's environment names and that programs expect to be there.
enum PrivateFolders {
    static func make() {
        for name in ["TMPDIR", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"] {
            guard let value = getenv(name) else { continue }
            var path = ""
            for part in String(cString: value).split(separator: "/") {
                path += "/" + part
                mkdir(path, 0o700)
            }
        }
    }
}
