import Logging
import StationCore

/// The words of news, for the log and for `vcctl events`.
extension News {
    var text: String {
        switch kind {
        case .stateChanged: state.sentence
        case .notice(let notice): notice.text(at: at)
        case .configurationReloaded: "Configuration reloaded."
        case .dayClosed: "The day's report is written."
        case .checked(let results):
            "Looked at \(results.count) parts: \(results.count { $0.verdict == .fail }) fail, "
                + "\(results.count { $0.verdict == .warn }) warn."
        case .checkChanged(let result, _): result.sentence
        case .checkAccepted(let name): "A supervisor has accepted for today that \(name.rawValue) fails."
        case .redated(let done, let day): done.sentence(today: day)
        case .configurationRefused(let message): "Configuration refused, the old one stays: \(message)"
        }
    }

    var level: Logger.Level {
        switch kind {
        case .stateChanged: .info
        case .configurationRefused, .notice(.blocked): .error
        case .notice(.locked), .notice(.clockJumped), .checkAccepted, .redated: .warning
        case .notice(.callChanged(let visit, let before)): visit.call.isWarned(after: before) ? .warning : .notice
        case .checkChanged(let result, let severity):
            switch result.verdict {
            case .fail: severity == .required ? .error : .warning
            case .warn: .warning
            case .pass, .skipped: .notice
            }
        case .notice, .configurationReloaded, .dayClosed, .checked: .notice
        }
    }
}

extension CheckResult {
    fileprivate var sentence: String {
        let remedy = self.remedy.map { " \($0.english)" } ?? ""
        return switch verdict {
        case .fail: "The check \(name.rawValue) fails: \(detail.english).\(remedy)"
        case .warn: "The check \(name.rawValue) warns: \(detail.english).\(remedy)"
        case .pass: "The check \(name.rawValue) is well again: \(detail.english)."
        case .skipped: "The check \(name.rawValue) is not made any more: \(detail.english)."
        }
    }
}

extension Redating {
    fileprivate func sentence(today: CalendarDay) -> String {
        "The PC's clock was not right before: visits (\(visits)) and entries of the roster (\(entries)) are on their right "
            + "days now; today is \(today)."
            + (renumbered.isEmpty
                ? ""
                : " New tickets: " + renumbered.map { "\($0.before) is now \($0.now)" }.joined(separator: ", ") + ".")
            + (duplicates == 0 ? "" : " Registered twice, and taken off: \(duplicates).")
            + " Look at the roster: 'vcctl roster list'."
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
        case .visitConnected(let visit): "The call of visit \(visit.id) is connected, its clock runs."
        case .visitHeld(let visit): "The clock of visit \(visit.id) is held."
        case .visitResumed(let visit): "The clock of visit \(visit.id) runs again."
        case .callRestarted(let visit): "The call program of visit \(visit.id) begins anew; the clock goes on."
        case .callChanged(let visit, let before): visit.call.sentence(of: visit.id, after: before)
        case .called(let ticket): "Ticket \(ticket.number) is called."
        case .callUnanswered(let ticket):
            "Nobody has come for ticket \(ticket.number): 'vcctl roster absent \(ticket.number)', or call again."
        case .rosterChanged(let waiting): "The roster has changed: \(waiting) wait."
        case .sessionOpened(let closes): "The session is open until \(closes.rfc3339)."
        case .sessionEnded(let waiting, let running):
            "The session has ended"
                + (running.map { ", visit \($0) still has its time" } ?? "")
                + (waiting > 0 ? "; \(waiting) still wait." : ".")
        case .slotProposed(let share):
            "\(share.waiting) wait and \(share.left.components.seconds / 60) minutes are left: "
                + "\(share.slot.components.seconds) seconds a visit would give \(share.fits) of them their turn."
        case .slotAccepted(let slot?): "Visits take \(slot.components.seconds) seconds from now on."
        case .slotAccepted(nil): "Visits have their normal length again."
        case .clockJumped(let by): "The PC's clock was set by \(by.components.seconds) seconds."
        case .locked: "Locked after a panic: a supervisor opens the station."
        case .unlocked: "A supervisor has opened the station."
        }
    }
}

extension CallView {
    fileprivate func isWarned(after before: CallView) -> Bool { page.isTrouble || retries > before.retries }

    /// What the screen of the visit shows by now, with what helps.
    fileprivate func sentence(of visit: VisitID, after before: CallView) -> String {
        if retries > before.retries {
            return before.page == .shown || before.page == .failed
                ? "A page of the browser's own lay over the call of visit \(visit); the call program begins anew by itself."
                : "The page of visit \(visit) did not come; the call program begins anew by itself."
        }
        return switch page {
        case .failed:
            "The browser of visit \(visit) shows an error of its own, or that an address is not allowed, in place of the "
                + "call: 'vcctl restart-call'. If it stays: 'vcctl check servers'."
        case .blank:
            "The page of visit \(visit) does not come: 'vcctl restart-call'. If it stays: 'vcctl check servers'."
        case .unseen, .opening: "The call program of visit \(visit) begins."
        case .shown: "The page of visit \(visit) is shown."
        }
    }
}
