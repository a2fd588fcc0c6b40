import ArgumentParser
import Glibc
import StationAPI
import Varlink

/// What went wrong, for the officer and for the shell (sysexits.h; the codes are DESIGN.md's).
struct Failure {
    let text: String
    let json: String
    let exitCode: ExitCode

    init(_ error: any Error, words: Words) {
        switch error {
        case let error as VarlinkError:
            let known = Self.known(error, words: words)
            self.init(known.text, code: known.code, name: error.name, parameters: error.parameters)
        case let error as ConnectError:
            self.init(words.noDaemon(error), code: EX_UNAVAILABLE, name: "vcctl.NoDaemon")
        case let error as DaemonDown:
            self.init(
                words.daemonDown(error.unit),
                code: EX_UNAVAILABLE,
                name: "vcctl.NoDaemon",
                parameters: .object(["activity": .string(error.unit.activity), "said": .string(error.unit.said)])
            )
        case is ServiceSilent: self.init(words.daemonSilent, code: EX_UNAVAILABLE, name: "vcctl.NoAnswer")
        case let error as PageFileError:
            self.init(words.pageNotWritten(error), code: EX_SOFTWARE, name: "vcctl.PageNotWritten")
        case let error as LedgerBackup.Failure:
            self.init(words.ledgerNotCopied(error), code: error.exitCode, name: "vcctl.LedgerNotCopied")
        case let error as TextFileError:
            self.init(words.fileNotRead(error), code: EX_DATAERR, name: "vcctl.FileNotRead")
        case let error as EmptyInput:
            self.init(
                words.emptyInput(error.field),
                code: EX_DATAERR,
                name: "vcctl.EmptyInput",
                parameters: .object(["field": .string(error.field.rawValue)])
            )
        case is ConnectionLost: self.init(words.connectionLost, code: EX_UNAVAILABLE, name: "vcctl.ConnectionLost")
        default: self.init(words.unexpected("\(error)"), code: EX_SOFTWARE, name: "vcctl.Unexpected")
        }
    }

    private init(_ text: String, code: Int32, name: String, parameters: JSONValue = .object([:])) {
        self.text = text
        exitCode = ExitCode(code)
        json = JSONValue.object(["error": .string(name), "parameters": parameters]).line
    }

    private static func known(_ error: VarlinkError, words: Words) -> (text: String, code: Int32) {
        if let known = ofTheDay(error, words: words) { return known }
        func parameters<Parameters: StationErrorParameters>(_ type: Parameters.Type) -> Parameters? {
            error.parameters(as: type)
        }
        if let error = parameters(API.Busy.self) { return (words.busy(error), EX_TEMPFAIL) }
        if let error = parameters(API.Blocked.self) {
            return (words.blocked(error.message, remedy: error.remedy, code: error.code, rung: error.rung), EX_IOERR)
        }
        if let error = parameters(API.Stale.self) { return (words.stale(error), EX_TEMPFAIL) }
        if let error = parameters(API.NoVisit.self) { return (words.noVisit(error), EX_TEMPFAIL) }
        if let error = parameters(API.ClientFailed.self) { return (words.clientFailed(error), EX_SOFTWARE) }
        if let error = parameters(API.ExtensionTooLong.self) { return (words.extensionTooLong(error), EX_DATAERR) }
        if let error = parameters(API.RemoteTraces.self) { return (words.remoteTraces(error), EX_TEMPFAIL) }
        if let error = parameters(API.DeviceNotConfigured.self) {
            return (words.deviceNotConfigured(error), EX_DATAERR)
        }
        if let error = parameters(API.NotShuttingDown.self) { return (words.notShuttingDown(error), EX_TEMPFAIL) }
        if parameters(API.ShuttingDown.self) != nil { return (words.shuttingDown, EX_TEMPFAIL) }
        if let error = parameters(API.NotAllowed.self) { return (words.notAllowed(error), EX_NOPERM) }
        if let error = parameters(API.LedgerUnavailable.self) { return (words.ledgerUnavailable(error), EX_IOERR) }
        if let error = parameters(API.InvalidValue.self) { return (words.invalidValue(error), EX_DATAERR) }
        if let error = parameters(API.TemplateChanged.self) { return (words.templateChanged(error), EX_TEMPFAIL) }
        if let error = parameters(API.TemplateUnfit.self) { return (words.templateUnfit(error), EX_DATAERR) }
        switch error.name {
        case "org.varlink.service.PermissionDenied": return (words.permissionDenied, EX_NOPERM)
        case "org.varlink.service.InvalidParameter":
            let field: String = if case .string(let name) = error.parameters["parameter"] { name } else { "?" }
            return (words.invalidParameter(field), EX_DATAERR)
        default: return (told(by: error) ?? words.unexpected(error.name), EX_SOFTWARE)
        }
    }

    /// What an error of a newer vcd says of itself: each has a message and a remedy.
    private static func told(by error: VarlinkError) -> String? {
        guard case .string(let message) = error.parameters["message"], !message.isEmpty else { return nil }
        guard case .string(let remedy) = error.parameters["remedy"], !remedy.isEmpty else { return message }
        return "\(message) \(remedy)"
    }

    private static func ofTheDay(_ error: VarlinkError, words: Words) -> (text: String, code: Int32)? {
        if let error = error.parameters(as: API.Locked.self) { return (words.locked(error), EX_IOERR) }
        if let error = error.parameters(as: API.OutsideSchedule.self) {
            return (words.outsideSchedule(error), EX_TEMPFAIL)
        }
        if let error = error.parameters(as: API.NobodyWaiting.self) { return (words.nobodyWaiting(error), EX_TEMPFAIL) }
        if let error = error.parameters(as: API.ClockUnsure.self) { return (words.clockUnsure(error), EX_TEMPFAIL) }
        if let error = error.parameters(as: API.WrongClock.self) { return (words.wrongClock(error), EX_TEMPFAIL) }
        if let error = error.parameters(as: API.NoSlot.self) { return (words.noSlot(error), EX_TEMPFAIL) }
        if let error = error.parameters(as: API.NoSuchTicket.self) { return (words.noSuchTicket(error), EX_DATAERR) }
        if let error = error.parameters(as: API.RosterRefused.self) { return (words.rosterRefused(error), EX_DATAERR) }
        return nil
    }
}

extension VarlinkError {
    /// The error's parameters, if it is that one of the station's errors.
    func parameters<Parameters: StationErrorParameters>(as type: Parameters.Type) -> Parameters? {
        name == Parameters.fullName ? try? decodeParameters(as: type) : nil
    }
}
