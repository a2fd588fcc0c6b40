import Testing
@testable import OfficerCLI

struct UnitReportTests {
    @Test(arguments: [
        ("loaded", "active", UnitReport.State.hanging), ("loaded", "activating", .starting),
        ("loaded", "failed", .failed), ("loaded", "inactive", .off), ("not-found", "inactive", .missing),
    ])
    func tellsWhyADaemonIsSilent(_ load: String, _ activity: String, _ state: UnitReport.State) throws {
        let text = "LoadState=\(load)\nActiveState=\(activity)\nStatusText=A = b.\n"
        let report = try #require(UnitReport(text))
        #expect(report.state == state)
        #expect(report.said == "A = b.")
        for language in Words.Language.allCases {
            let words = Words(language: language)
            let told = words.daemonDown(report)
            #expect(told.contains("vcd"))
            #expect(told.contains("A = b.") == [.hanging, .starting, .failed].contains(state))
        }
    }

    @Test func knowsNothingWhereSystemdDoesNotRun() { #expect(UnitReport("") == nil) }
}
