import Glibc
import StationCore

extension StationFacts {
    /// The facts of this PC.
    ///
    /// - Parameters:
    ///   - version: vcd's.
    ///   - template: the digest of the template in use; nil where there is none.
    init(version: String, configuration: Configuration, template: String?) {
        var names = utsname()
        uname(&names)
        let kernel = withUnsafeBytes(of: names.release) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        self.init(
            version: version,
            kernel: kernel,
            template: template,
            remoteTraces: configuration.client.remoteTraces
        )
    }
}
