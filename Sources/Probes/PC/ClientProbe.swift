import StationCore

/// The call program is installed and runs.
struct ClientProbe: Probe {
    private let command: [String]
    private let versionCommand: [String]
    private let files: PCFiles
    /// How long the program may take to tell its version.
    private let limit: Duration

    init(_ settings: CheckSettings) {
        // Before whoever runs the probe gives it up, and with it the folder to remove.
        self.init(settings, files: PCFiles(), limit: settings.checks.limit(of: .client) * 0.6)
    }

    init(_ settings: CheckSettings, files: PCFiles, limit: Duration) {
        command = settings.command
        versionCommand = settings.versionCommand
        self.files = files
        self.limit = limit
    }

    func look(_ depth: CheckTask.Depth) async -> CheckFinding {
        guard let program = command.first else { return Self.notConfigured }
        let place: String
        switch ProgramFile.named(program, in: files) {
        case .found(let path): place = path
        case .notExecutable(let path): return Self.notExecutable(path)
        case .missing: return Self.missing(program)
        }
        switch depth {
        case .quick: return .pass(.same(place))
        case .full: return version(of: place)
        }
    }

    private func version(of place: String) -> CheckFinding {
        guard let asked = versionCommand.first else { return .pass(.same(place)) }
        let file: String
        switch ProgramFile.named(asked, in: files) {
        case .found(let path): file = files.root + path
        case .notExecutable(let path): return Self.notExecutable(path)
        case .missing: return Self.missing(asked)
        }
        guard let folder = ThrowAwayFolder() else { return Self.notTried(place) }
        defer { folder.remove() }
        let run = ProgramRun(command: versionCommand, file: file, folder: folder.path, limit: limit)
        return Self.finding(run.end(), program: place, limit: limit)
    }

    /// The verdict on a program that was asked for its version.
    static func finding(_ end: ProgramRun.End, program: String, limit: Duration) -> CheckFinding {
        let name = program.lastPart
        switch end {
        case .exited(status: 0, firstLine: ""): return .pass(.same(program))
        case .exited(status: 0, let line): return .pass(.same("\(program): \(line)"))
        case .exited(let status, _):
            return doesNotRun(name, LocalText("it ended with \(status)", "berhenti dengan kode \(status)"))
        case .signalled(let signal):
            return doesNotRun(name, LocalText("it crashed, signal \(signal)", "berhenti mendadak, sinyal \(signal)"))
        case .tooSlow:
            let seconds = DurationText.seconds(limit)
            return doesNotRun(
                name,
                LocalText("no answer within \(seconds) s", "tidak menjawab dalam \(seconds) detik")
            )
        case .notStarted(let error):
            return doesNotRun(name, LocalText("it cannot be started (\(error))", "tidak dapat dijalankan (\(error))"))
        }
    }
}
