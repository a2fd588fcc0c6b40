import StationAPI
import Testing
import Varlink

/// The `.varlink` text is the source; the Codable types agree with it, field for field.
@Suite struct AgreementTests {
    let interface: InterfaceDescription

    init() throws { interface = try InterfaceDescription(parsing: API.description) }

    static func structure<Value: Decodable & Sendable>(
        _ type: Value.Type
    ) -> (String, @Sendable () throws -> InterfaceDescription.Structure) {
        (String(describing: type), { try SchemaDecoder.structure(of: Value.self) })
    }

    static func enumeration<Value: CaseIterable & RawRepresentable<String>>(
        _ type: Value.Type
    ) -> (String, @Sendable () throws -> InterfaceDescription.Structure) {
        let names = Value.allCases.map(\.rawValue)
        return (String(describing: type), { .enumeration(names) })
    }

    static let types = [
        structure(API.Visit.self), structure(API.Name.self), structure(API.Window.self),
        structure(API.ScheduleDay.self), structure(API.Called.self), structure(API.Slot.self),
        structure(API.Today.self), structure(API.Status.self), structure(API.Entry.self),
        structure(API.ImportProblem.self), structure(API.ImportDoubt.self), structure(API.ReportVisit.self),
        structure(API.ReportStep.self),
        structure(API.CauseCount.self), structure(API.Report.self), structure(API.Finding.self),
        structure(API.Destroyed.self), structure(API.Searched.self), structure(API.Receipt.self),
        structure(API.DrillPlace.self), structure(API.SearchedArea.self), structure(API.ChainProblem.self),
        structure(API.ChainVerdict.self), structure(API.TemplateChange.self), structure(API.Template.self),
        structure(API.Progress.self), structure(API.CheckResult.self), structure(API.CheckSummary.self),
        structure(API.Stage.self), structure(API.Preparation.self), structure(API.ReportCheck.self),
        structure(API.Event.self), structure(API.VisitEnd.self),
        enumeration(API.State.self), enumeration(API.ClockState.self), enumeration(API.VisitClass.self),
        enumeration(API.Rung.self), enumeration(API.EntryState.self), enumeration(API.RosterFault.self),
        enumeration(API.EndCause.self), enumeration(API.StepName.self), enumeration(API.Depth.self),
        enumeration(API.ChainFault.self), enumeration(API.Verdict.self), enumeration(API.Severity.self),
        enumeration(API.StageName.self), enumeration(API.EventKind.self), enumeration(API.DoubtKind.self),
        enumeration(API.CallPage.self),
    ]

    static func method<Method: StationMethod>(
        _ type: Method.Type
    ) -> (String, @Sendable () throws -> InterfaceDescription.Method) {
        (
            Method.shortName,
            {
                try InterfaceDescription.Method(
                    input: SchemaDecoder.structure(of: Method.Parameters.self),
                    output: SchemaDecoder.structure(of: Method.Reply.self)
                )
            }
        )
    }

    static let methods = [
        method(API.GetStatus.self), method(API.Monitor.self), method(API.Prepare.self), method(API.Next.self),
        method(API.End.self), method(API.Wipe.self), method(API.Drill.self), method(API.Extend.self),
        method(API.Connected.self), method(API.Hold.self), method(API.Resume.self), method(API.RestartCall.self),
        method(API.Call.self),
        method(API.AcceptSlot.self), method(API.AcceptCheck.self), method(API.Panic.self), method(API.Unlock.self),
        method(API.GetSchedule.self),
        method(API.AddEntry.self), method(API.ListEntries.self), method(API.RemoveEntry.self),
        method(API.MoveEntry.self), method(API.MarkAbsent.self), method(API.Import.self), method(API.GetReport.self),
        method(API.Check.self), method(API.Shutdown.self), method(API.CancelShutdown.self),
        method(API.GetReceipts.self), method(API.VerifyReceipts.self), method(API.GetTemplate.self),
        method(API.AcceptTemplate.self),
    ]

    static func error<Parameters: StationErrorParameters>(
        _ type: Parameters.Type
    ) -> (String, @Sendable () throws -> InterfaceDescription.Structure) {
        (String(describing: type), { try SchemaDecoder.structure(of: Parameters.self) })
    }

    static let errors = [
        error(API.Busy.self), error(API.Blocked.self), error(API.Stale.self), error(API.NoVisit.self),
        error(API.ClientFailed.self), error(API.ExtensionTooLong.self), error(API.RemoteTraces.self),
        error(API.DeviceNotConfigured.self), error(API.NotShuttingDown.self), error(API.ShuttingDown.self),
        error(API.NotAllowed.self), error(API.LedgerUnavailable.self), error(API.InvalidValue.self),
        error(API.TemplateChanged.self), error(API.TemplateUnfit.self), error(API.Locked.self),
        error(API.OutsideSchedule.self), error(API.NobodyWaiting.self), error(API.NoSuchTicket.self),
        error(API.ClockUnsure.self), error(API.RosterRefused.self), error(API.WrongClock.self),
        error(API.NoSlot.self),
    ]

    @Test func typesAgree() throws {
        #expect(Set(Self.types.map(\.0)) == Set(interface.types.keys))
        for (name, swift) in Self.types { #expect(try swift() == interface.types[name], "\(name)") }
    }

    @Test func methodsAgree() throws {
        #expect(Set(Self.methods.map(\.0)) == Set(interface.methods.keys))
        for (name, swift) in Self.methods { #expect(try swift() == interface.methods[name], "\(name)") }
    }

    @Test func errorsAgree() throws {
        #expect(Set(Self.errors.map(\.0)) == Set(interface.errors.keys))
        for (name, swift) in Self.errors { #expect(try swift() == interface.errors[name], "\(name)") }
    }

    @Test func namesAreQualified() {
        #expect(API.Next.fullName == "org.vcctl.Station.Next")
        #expect(API.Busy.fullName == "org.vcctl.Station.Busy")
        #expect(interface.name == API.name)
    }
}
