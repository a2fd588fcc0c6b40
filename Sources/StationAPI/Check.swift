extension API {
    public enum Verdict: String, Codable, Sendable, CaseIterable {
        case pass, warn, fail, skipped
    }

    public enum Severity: String, Codable, Sendable, CaseIterable {
        case required, advisory, off
    }

    public struct CheckResult: Codable, Sendable, Hashable {
        public var name: String
        public var verdict: Verdict
        public var severity: Severity
        public var accepted: Bool
        public var detail: String
        public var detailIndonesian: String
        public var remedy: String?
        public var remedyIndonesian: String?
        public var milliseconds: Int

        public init(
            name: String,
            verdict: Verdict,
            severity: Severity,
            accepted: Bool,
            detail: Name,
            remedy: Name?,
            milliseconds: Int
        ) {
            self.name = name
            self.verdict = verdict
            self.severity = severity
            self.accepted = accepted
            self.detail = detail.english
            detailIndonesian = detail.indonesian
            self.remedy = remedy?.english
            remedyIndonesian = remedy?.indonesian
            self.milliseconds = milliseconds
        }

        /// Whether it keeps the station from `ready`.
        public var holds: Bool { verdict == .fail && severity == .required && !accepted }
    }

    public struct CheckSummary: Codable, Sendable, Hashable {
        public var at: String
        public var passed: Int
        public var skipped: Int
        public var concerns: [CheckResult]

        public init(at: String, passed: Int, skipped: Int, concerns: [CheckResult]) {
            self.at = at
            self.passed = passed
            self.skipped = skipped
            self.concerns = concerns
        }
    }

    public struct ReportCheck: Codable, Sendable, Hashable {
        public var date: String
        public var name: String
        public var verdict: Verdict
        public var detail: String
        public var detailIndonesian: String
        public var at: String
        public var accepted: String?

        public init(
            date: String,
            name: String,
            verdict: Verdict,
            detail: Name,
            at: String,
            accepted: String?
        ) {
            self.date = date
            self.name = name
            self.verdict = verdict
            self.detail = detail.english
            detailIndonesian = detail.indonesian
            self.at = at
            self.accepted = accepted
        }
    }

    public enum StageName: String, Codable, Sendable, CaseIterable {
        case wipe, drill, start, home, checks
    }

    public struct Stage: Codable, Sendable, Hashable {
        public var name: StageName
        public var milliseconds: Int

        public init(name: StageName, milliseconds: Int) {
            self.name = name
            self.milliseconds = milliseconds
        }
    }

    public struct Preparation: Codable, Sendable, Hashable {
        public var stages: [Stage]
        public var readyAfter: Int?

        public init(stages: [Stage], readyAfter: Int?) {
            self.stages = stages
            self.readyAfter = readyAfter
        }
    }

    public enum Check: StationMethod {
        public struct Parameters: Codable, Sendable {
            public var names: [String]?
            public var sound: Bool?

            public init(names: [String]? = nil, sound: Bool? = nil) {
                self.names = names
                self.sound = sound
            }
        }
        public struct Reply: Codable, Sendable {
            public var checks: [CheckResult]
            public var running: [String]

            public init(checks: [CheckResult], running: [String] = []) {
                self.checks = checks
                self.running = running
            }
        }
    }

    public enum AcceptCheck: StationMethod {
        public struct Parameters: Codable, Sendable {
            public var name: String
            public var reason: String

            public init(name: String, reason: String) {
                self.name = name
                self.reason = reason
            }
        }
        public typealias Reply = GetStatus.Reply
    }
}
