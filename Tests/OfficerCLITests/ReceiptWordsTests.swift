import StationAPI
import Testing

@testable import OfficerCLI

@Suite struct ReceiptWordsTests {
    private let english = Words(language: .english)
    private let indonesian = Words(language: .indonesian)
    private let digest = String(repeating: "0123456789abcdef", count: 4)

    private func receipt(findings: [API.Finding] = [], traces: [String] = []) -> API.Receipt {
        API.Receipt(
            id: 7,
            visit: 4,
            clean: findings.isEmpty,
            startedAt: "2026-11-24T09:00:00.000+07:00",
            finishedAt: "2026-11-24T09:00:01.250+07:00",
            milliseconds: 1_250,
            closed: nil,
            destroyed: [],
            depth: .visit,
            searched: [],
            findings: findings,
            version: "0.1.0",
            kernel: "6.1",
            template: nil,
            remoteTraces: traces,
            remoteConfirmed: false,
            digest: digest,
            previous: ""
        )
    }

    private func verdict(
        _ problems: [API.ChainProblem] = [],
        witnessed: Int? = nil,
        unlisted: Int = 0
    ) -> API.ChainVerdict {
        API.ChainVerdict(
            holds: problems.isEmpty,
            count: 12,
            last: 12,
            head: digest,
            witnessed: witnessed,
            problems: problems,
            unlisted: unlisted,
            remedy: problems.isEmpty ? nil : "Call the administrator."
        )
    }

    @Test func everyProblemHasWordsInBothLanguages() {
        for code in API.ChainFault.allCases {
            let problem = API.ChainProblem(code: code, receipt: 12, through: nil, message: "Said by vcd: \(code).")
            #expect(english.problem(problem) == problem.message)
            #expect(indonesian.problem(problem).contains(code == .unknownHead ? "sidik" : "Bukti 12"))
        }
    }

    @Test func findingsStandBelowTheirReceipt() {
        let text = english.receipt(receipt(findings: [API.Finding(place: "file", detail: "/tmp/x")]))
        #expect(text.contains("NOT CLEAN"))
        #expect(text.hasSuffix("\n      found in files: /tmp/x"))
    }

    @Test func remoteTracesAreSaidOnceForAll() {
        let receipts = [receipt(traces: ["a linked device"]), receipt(traces: ["a linked device", "a call log"])]
        #expect(english.remoteTraces(of: receipts) == "No wipe on this PC reaches: a linked device; a call log.")
        #expect(english.remoteTraces(of: [receipt()]) == nil)
    }

    @Test func aChainThatHoldsSaysItsHeadAndHowToCompare() {
        let text = english.verdict(verdict())
        #expect(text.contains("All 12 receipts hold"))
        #expect(text.contains("Digest of the newest receipt, 12: \(digest)"))
        #expect(text.contains("--head DIGEST"))
        #expect(english.verdict(verdict(witnessed: 12)).contains("none was cut off"))
        #expect(english.verdict(verdict(witnessed: 9)).contains("that of receipt 9"))
        #expect(indonesian.verdict(verdict(witnessed: 9)).contains("sidik bukti 9"))
    }

    @Test func aBrokenChainSaysEveryProblemAndWhatToDo() {
        let problem = API.ChainProblem(code: .missing, receipt: 3, through: 5, message: "Receipts 3 to 5 are missing.")
        let text = english.verdict(verdict([problem], unlisted: 7))
        for expected in ["DOES NOT HOLD", "- Receipts 3 to 5 are missing.", "7 more", "Call the administrator."] {
            #expect(text.contains(expected), "\(expected)")
        }
        let translated = indonesian.verdict(verdict([problem], unlisted: 7))
        for expected in ["TIDAK UTUH", "- Bukti 3 sampai 5 tidak ada", "7 lagi", "Hubungi administrator", "RECEIPT=3"] {
            #expect(translated.contains(expected), "\(expected)")
        }
    }
}
