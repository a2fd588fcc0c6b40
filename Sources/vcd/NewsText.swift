import Logging
import StationCore

/// The words of news, for the log and for `vcctl events`.
extension News {
    var text: String {
        switch kind {
        case .stateChanged: state.sentence
        case .notice(let notice): notice.text(at: at)
        case .configurationReloaded: "Configuration reloaded."
        case .configurationRefused(let message): "Configuration refused, the old one stays: \(message)"
        }
    }

    var level: Logger.Level {
        switch kind {
        case .stateChanged: .info
        case .configurationRefused, .notice(.blocked): .error
        case .notice, .configurationReloaded: .notice
        }
    }
}

extension StateName {
    /// What the station is doing, for a person who waits for it.
    var sentence: String {
        switch self {
        case .starting: "Starting."
        case .preparing: "Preparing a fresh home."
        case .ready: "Ready for the next visit."
        case .visiting: "A visit is running."
        case .closing: "Closing the call program."
        case .wiping: "Wiping and checking for traces."
        case .blocked: "Blocked: no visit can start."
        case .locked: "Locked."
        case .ending: "Closing down."
        case .off: "Off."
        }
    }
}

extension Notice {
    fileprivate func text(at now: Moment) -> String {
        switch self {
        case .visitStarted(let visit): "Visit \(visit.id) started."
        case .visitAdopted(let visit): "Visit \(visit.id) goes on: it was running when vcd started."
        case .visitWarning(let id, let remaining): "Visit \(id) ends in \(remaining.components.seconds) seconds."
        case .visitExtended(let visit, let duration):
            "Visit \(visit.id) is \(duration.components.seconds) seconds longer."
        case .visitEnded(let id, let ending): "Visit \(id) ended: \(ending)."
        case .wiped(let receipt):
            "Wiped in \(receipt.milliseconds) ms, "
                + (receipt.isClean ? "the scan found nothing" : "the scan found \(receipt.findings.count)")
                + " (receipt \(receipt.id))."
        case .drilled(let report):
            report.isClean
                ? "The drill planted \(report.planted) tokens and found none of them after the wipe."
                : "The drill failed: of \(report.planted) tokens planted, \(report.hits.count) traces were found."
        case .blocked(let blocked): "Blocked. \(blocked.reason.message) \(blocked.remedy)"
        case .shutdownAnnounced(let offAt):
            "The PC switches off in \(max(0, (offAt - now.boot).components.seconds)) seconds."
        case .shutdownPrepared: "The PC is going down: no new visit, and a running one is closed and wiped first."
        case .shutdownCancelled: "The shutdown is cancelled."
        }
    }
}
