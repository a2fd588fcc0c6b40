import StationAPI
import Testing
import Varlink

/// The `.varlink` text is the source; the Codable types agree with it, field for field.
@Suite struct AgreementTests {
    let interface: InterfaceDescription

    init() throws { interface = try InterfaceDescription(parsing: API.description) }

    static let types: [(String, @Sendable () throws -> InterfaceDescription.Structure)] = [
        ("Visit", { try SchemaDecoder.structure(of: API.Visit.self) }),
        ("Status", { try SchemaDecoder.structure(of: API.Status.self) }),
        ("Finding", { try SchemaDecoder.structure(of: API.Finding.self) }),
        ("Destroyed", { try SchemaDecoder.structure(of: API.Destroyed.self) }),
        ("Searched", { try SchemaDecoder.structure(of: API.Searched.self) }),
        ("Depth", { .enumeration(API.Depth.allCases.map(\.rawValue)) }),
        ("DrillPlace", { try SchemaDecoder.structure(of: API.DrillPlace.self) }),
        ("SearchedArea", { try SchemaDecoder.structure(of: API.SearchedArea.self) }),
        ("Receipt", { try SchemaDecoder.structure(of: API.Receipt.self) }),
        ("ChainFault", { .enumeration(API.ChainFault.allCases.map(\.rawValue)) }),
        ("ChainProblem", { try SchemaDecoder.structure(of: API.ChainProblem.self) }),
        ("ChainVerdict", { try SchemaDecoder.structure(of: API.ChainVerdict.self) }),
        ("TemplateChange", { try SchemaDecoder.structure(of: API.TemplateChange.self) }),
        ("Template", { try SchemaDecoder.structure(of: API.Template.self) }),
        ("Progress", { try SchemaDecoder.structure(of: API.Progress.self) }),
        ("CheckResult", { try SchemaDecoder.structure(of: API.CheckResult.self) }),
        ("Event", { try SchemaDecoder.structure(of: API.Event.self) }),
        ("State", { .enumeration(API.State.allCases.map(\.rawValue)) }),
        ("Rung", { .enumeration(API.Rung.allCases.map(\.rawValue)) }),
        ("Verdict", { .enumeration(API.Verdict.allCases.map(\.rawValue)) }),
        ("EventKind", { .enumeration(API.EventKind.allCases.map(\.rawValue)) }),
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
        method(API.End.self), method(API.Wipe.self), method(API.Extend.self), method(API.Drill.self),
        method(API.Check.self),
        method(API.Shutdown.self), method(API.CancelShutdown.self), method(API.GetReceipts.self),
        method(API.VerifyReceipts.self),
        method(API.GetTemplate.self), method(API.AcceptTemplate.self),
    ]

    static func error<Parameters: StationErrorParameters>(
        _ type: Parameters.Type
    ) -> (String, @Sendable () throws -> InterfaceDescription.Structure) {
        (String(describing: type), { try SchemaDecoder.structure(of: Parameters.self) })
    }

    static let errors = [
        error(API.Busy.self), error(API.Blocked.self), error(API.Stale.self), error(API.NoVisit.self),
        error(API.ClientFailed.self), error(API.ExtensionTooLong.self), error(API.NotShuttingDown.self),
        error(API.DeviceNotConfigured.self), error(API.RemoteTraces.self),
        error(API.ShuttingDown.self), error(API.NotAllowed.self), error(API.LedgerUnavailable.self),
        error(API.InvalidValue.self),
        error(API.TemplateChanged.self), error(API.TemplateUnfit.self),
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
