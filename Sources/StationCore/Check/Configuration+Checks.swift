/// How the parts of the station should be, and which of them it cannot do without.
extension Configuration {
    public struct Checks: Hashable, Sendable, Codable {
        /// What must pass before the station is ready.
        public var required: [CheckName] = []
        /// What isn't looked at.
        public var off: [CheckName] = []
        /// How long a look may take, where it is not ``CheckName/limit``.
        public var limits: [CheckName: Duration] = [:]
        /// Whether the call program is tried each time the PC has started.
        public var startsAtStart = false

        public init() {}

        /// What is looked at before a station that is clean becomes ready.
        ///
        /// - Returns: nil where there is nothing to look at.
        func task(_ depth: CheckTask.Depth) -> CheckTask? {
            let names = CheckName.allCases.filter { name in
                switch depth {
                case .full: required.contains(name) && name.place != .station
                // Levels and pictures are set back before each visit, wanted or not.
                case .quick: name.isQuick && (required.contains(name) || name.isUsedByVisits && !off.contains(name))
                }
            }
            return names.isEmpty ? nil : CheckTask(names, depth)
        }

        public func limit(of name: CheckName) -> Duration { limits[name] ?? name.limit }

        public func severity(of name: CheckName) -> CheckSeverity {
            required.contains(name) ? .required : off.contains(name) ? .off : .advisory
        }
    }

    public struct Camera: Hashable, Sendable, Codable {
        /// Its node, such as `/dev/video0`; nil for the first that takes pictures.
        public var device: String?
        /// What its pictures must have at least; 0 for any.
        public var width = 640
        public var height = 480
        /// Pictures a second.
        public var frameRate = 10
        /// The controls by their names in small letters, as `v4l2-ctl --list-ctrls` has them; all others are set back
        /// to the camera's own defaults.
        public var controls: [String: Int] = [:]

        public init() {}
    }

    public struct Sound: Hashable, Sendable, Codable {
        /// The ALSA device that is recorded from; nil for the default one.
        public var microphone: String?
        /// The ALSA device that is played on; nil for the default one.
        public var loudspeaker: String?
        /// Percent of the mixer's range; nil to leave it.
        public var captureLevel: Int?
        public var playbackLevel: Int?
        /// Whether sound may go to the screen's own loudspeaker.
        public var allowsHDMI = false

        public init() {}
    }

    public struct Network: Hashable, Sendable, Codable {
        /// A place on the network, `host:port`.
        public struct Address: Hashable, Sendable, Codable {
            public let host: String
            public let port: UInt16

            public init(host: String, port: UInt16) {
                self.host = host
                self.port = port
            }

            /// `host`, `host:port`, or for an IPv6 address `[address]:port`.
            ///
            /// - Parameter port: where the text names none.
            /// - Returns: nil when the text is none of these.
            public init?(_ text: String, port: UInt16) {
                var host = Substring(text)
                var digits: Substring?
                if host.first == "[" {
                    guard let end = host.firstIndex(of: "]") else { return nil }
                    let rest = host[host.index(after: end)...]
                    guard rest.isEmpty || rest.first == ":" else { return nil }
                    digits = rest.isEmpty ? nil : rest.dropFirst()
                    host = host[host.index(after: host.startIndex)..<end]
                } else if let colon = host.firstIndex(of: ":") {
                    digits = host[host.index(after: colon)...]
                    host = host[..<colon]
                }
                let number = digits.map { UInt16($0) } ?? port
                guard let number, number > 0, !host.isEmpty,
                    host.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F && $0 != "/" && $0 != "@" })
                else { return nil }
                self.init(host: String(host), port: number)
            }
        }

        /// The call servers, asked by TLS.
        public var servers: [Address] = []
        /// The servers that tell whether sound and picture come through (RFC 8489).
        public var stun: [Address] = []
        /// A page that answers with the status 204, by plain HTTP, where no login page is in between; nil for none.
        public var portal: String?
        /// Further authorities of certificates, a PEM file; nil for the system's alone.
        public var authorities: String?
        /// How long an answer may take before it counts as slow.
        public var slow: Duration = .milliseconds(500)

        public init() {}
    }
}
