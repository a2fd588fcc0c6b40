import Systemd
import Testing

@testable import StationHost

/// What an officer is told of a unit that failed without a word of its own, and of a systemd that does not do as asked.
@Suite struct UnitEndTests {
    @Test(arguments: [
        ("loaded", "exit-code", Int32(203), "has a program that cannot be run"),
        ("loaded", "exit-code", 200, "could not enter the folder that it works in: its home is not there"),
        ("loaded", "exit-code", 217, "could not become its account: the account does not exist"),
        ("loaded", "exit-code", 199, "ended with status 199"), ("loaded", "exit-code", 246, "ended with status 246"),
        ("loaded", "exit-code", 1, "ended with status 1"), ("loaded", "timeout", 0, "took too long and was ended"),
        ("loaded", "signal", 9, "was killed by signal 9"),
        ("loaded", "success", 0, "did not do what it was asked to in time"),
        (
            "masked", "success", 0,
            "is masked; the administrator undoes it with 'systemctl unmask vcd-home.service'"
        ), ("not-found", "success", 0, "is missing; the administrator installs vcd again"),
    ])
    func aUnitsEnd(_ load: String, _ result: String, _ status: Int32, _ words: String) {
        #expect(UnitEnd(load: load, result: result, status: status).text(of: .home) == words)
    }

    @Test func aMaskedUnitIsNamed() {
        let error = HostError(
            .scanFailed,
            busError: .remote(name: "org.freedesktop.systemd1.UnitMasked", message: "Unit vcd-scan.service is masked.")
        )
        #expect(
            error.message
                == "vcd-scan.service is masked; the administrator undoes it with 'systemctl unmask vcd-scan.service'."
        )
    }

    @Test(arguments: [
        BusError.disconnected, .timeout, .remote(name: "org.freedesktop.DBus.Error.Failed", message: "No."),
        .remote(name: "org.freedesktop.DBus.Error.AccessDenied", message: "no"),
    ])
    func whatSystemdSaysIsPutPlainly(_ error: BusError) {
        let message = HostError(.closeFailed, busError: error).message
        #expect(message.hasPrefix("systemd ") && message.hasSuffix("."))
        #expect(!message.contains("org.freedesktop") && !message.contains(".."))
    }
}
