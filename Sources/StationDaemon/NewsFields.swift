import Logging
import StationCore

/// The journal's fields of news: one message id an event kind, explained by systemd/vcd.catalog.
extension News {
    var fields: Logger.Metadata {
        var fields: Logger.Metadata = ["message_id": "\(messageID)", "station_state": "\(state.rawValue)"]
        switch kind {
        case .notice(let notice): fields.merge(notice.fields(at: at)) { $1 }
        case .checked(let results):
            fields["failed"] = "\(results.count { $0.verdict == .fail })"
        case .checkChanged(let result, let severity):
            fields["check"] = "\(result.name.rawValue)"
            fields["severity"] = "\(severity.rawValue)"
            fields["remedy"] = "\(result.remedy?.english ?? "-")"
            fields["remedy_id"] = "\(result.remedy?.indonesian ?? "-")"
        case .checkAccepted(let name): fields["check"] = "\(name.rawValue)"
        case .stateChanged, .configurationReloaded, .configurationRefused, .dayClosed, .redated: break
        }
        return fields
    }

    private var messageID: String {
        switch kind {
        case .stateChanged: "ea908d24298145229d379e8eeadfc5f6"
        case .notice(let notice): notice.messageID
        case .configurationReloaded: "805c8cf1358942129c803d070bae69d6"
        case .configurationRefused: "3d0d6284ab7049c6a12b971c5b7548f3"
        case .dayClosed: "0a181e3486af4d6cb7ace87406a05199"
        case .checked: "f5dd57e530664b5b8ccd01ed22a9ed0b"
        case .checkChanged(let result, _):
            switch result.verdict {
            case .fail: "96a55ad30ee04d8eb027023e276e21ac"
            case .warn: "64ce9a889f0b44b9aad4e9f2e67edf83"
            case .pass: "aa982f4354a643f8b5c6fd70096abfe1"
            case .skipped: "0f6b9f5c0d5e4a1cb2f6f3e88f0b7a94"
            }
        case .checkAccepted: "bf67303560ae44aa869f616792024561"
        case .redated: "5b1f0d6c3c9a4a8f9f0e6a2d7c41b8e3"
        }
    }
}

extension Notice {
    fileprivate var messageID: String {
        switch self {
        case .visitStarted: "d373b66efe5744edb2f4ef8723270f7c"
        case .visitAdopted: "6f0303ca911741cdacfeba86a3934fd0"
        case .visitWarning: "66922ef04a75475e88b215e59f23c7dc"
        case .visitExtended: "67228358df2d40c18774c8a7b12240dc"
        case .visitEnded: "a74d3ba929204a3ba1e5f96bd88af302"
        case .wiped(let receipt):
            receipt.isClean ? "2dd172b975024958a9e95e50bf7bb0ec" : "a8db210bfcaa4689a21791676fe2e3dc"
        case .drilled(let report):
            report.isClean ? "51ca9f6f78724f53a2efb3e53123b7c5" : "06121850d0584bb7b8cf08ff6a847b14"
        case .blocked: "d528d2a39c5e4847860ba90b58bbb7c0"
        case .shutdownAnnounced: "cb6038acfb024160bb3080c2e5a2600e"
        case .shutdownPrepared: "232a118aa45b4811b027da79261b52a1"
        case .shutdownCancelled: "8e0ce32bcea546a8a98d8b0c335f53dc"
        case .visitConnected: "c650724be08e40f59fbfd556fc3dc687"
        case .visitHeld: "038be183fa474ac192a33bb46159fdbb"
        case .visitResumed: "4ce7ca28783943c085f86e91089d74d5"
        case .callRestarted: "07a97caa9568487cb02b1581dfbc4fed"
        case .callChanged: "33ea1083e9d447639f92a80fab4f1e2d"
        case .called: "b52024fb7d774e3cb9fd15e04a9058fc"
        case .callUnanswered: "9d3614be74284906b14d1e3bebc04b17"
        case .rosterChanged: "689ed432159a447faecfcb58a01f65fa"
        case .sessionOpened: "f0f8699fe1c74991ace09f71ab3c4c41"
        case .sessionEnded: "1fa0814af1a047b98e91db5fa282df2d"
        case .slotProposed: "1da7a9d4bb77486c80e4a9ce5c1746b7"
        case .slotAccepted: "0cdb4405781f4541842af9e71fc9db50"
        case .clockJumped: "d4eb568e9adb4c9b94d396ab71619e66"
        case .locked: "ecf736d0b8af440c92add6f97758c632"
        case .unlocked: "9db04c7dabb841a69a048cdf0f767c17"
        }
    }

    fileprivate func fields(at now: Moment) -> Logger.Metadata {
        switch self {
        case .visitStarted(let visit), .visitAdopted(let visit), .visitExtended(let visit, by: _),
            .visitConnected(let visit), .visitHeld(let visit), .visitResumed(let visit), .callRestarted(let visit):
            [
                "visit_id": "\(visit.id)", "ticket": "\(visit.plan.ticket.map { "\($0.number)" } ?? "-")",
                "remaining_seconds": "\((visit.deadline(at: now.boot) - now.boot).components.seconds)",
            ]
        case .callChanged(let visit, before: _):
            ["visit_id": "\(visit.id)", "page": "\(visit.call.page.rawValue)", "retries": "\(visit.call.retries)"]
        case .visitWarning(let id, let remaining):
            ["visit_id": "\(id)", "remaining_seconds": "\(remaining.components.seconds)"]
        case .visitEnded(let id, _): ["visit_id": "\(id)"]
        case .wiped(let receipt):
            [
                "visit_id": "\(receipt.visit.map { "\($0)" } ?? "-")", "receipt": "\(receipt.id)",
                "findings": "\(receipt.findings.count)", "receipt_digest": "\(receipt.digest)",
            ]
        case .drilled(let report):
            ["planted": "\(report.planted)", "findings": "\(report.hits.count)"]
        case .blocked(let blocked): ["reason": "\(blocked.reason.code)", "remedy": "\(blocked.remedy)"]
        case .shutdownAnnounced(let offAt):
            ["remaining_seconds": "\(max(0, (offAt - now.boot).components.seconds))"]
        case .called(let ticket), .callUnanswered(let ticket): ["ticket": "\(ticket.number)"]
        case .rosterChanged(let waiting): ["waiting": "\(waiting)"]
        case .sessionEnded(let waiting, let running):
            ["waiting": "\(waiting)", "visit_id": "\(running.map { "\($0)" } ?? "-")"]
        case .slotProposed(let share):
            ["waiting": "\(share.waiting)", "slot_seconds": "\(share.slot.components.seconds)"]
        case .slotAccepted(let slot): ["slot_seconds": "\(slot.map { "\($0.components.seconds)" } ?? "-")"]
        case .clockJumped(let by): ["jump_seconds": "\(by.components.seconds)"]
        case .shutdownPrepared, .shutdownCancelled, .sessionOpened, .locked, .unlocked: [:]
        }
    }
}
