import StationAPI
import Testing
import Varlink

@testable import OfficerCLI

@Suite struct FailureTests {
    private func failure(_ error: some StationErrorParameters, _ language: Words.Language) -> Failure {
        func named<Parameters: StationErrorParameters>(_ error: Parameters) -> VarlinkError {
            VarlinkError(Parameters.fullName, error)
        }
        return Failure(named(error), words: Words(language: language))
    }

    private let time = "2026-01-31T09:41:00+07:00"

    /// The errors of the visiting day, with the exit code and what the Indonesian text must name.
    private var expected: [(any StationErrorParameters, Int32, String)] {
        [
            (API.Locked(since: time, message: "M.", remedy: "R."), 74, "vcctl unlock"),
            (API.OutsideSchedule(opens: time, message: "M.", remedy: "R."), 75, "Sabtu, 31 Januari 2026 pukul 09:41"),
            (API.OutsideSchedule(opens: nil, message: "M.", remedy: "R."), 75, "Belum ada jadwal"),
            (API.NobodyWaiting(message: "M.", remedy: "R."), 75, "vcctl roster add"),
            (API.ClockUnsure(now: time, message: "M.", remedy: "R."), 75, "--clock-is-right"),
            (API.WrongClock(clock: .held, message: "M.", remedy: "R."), 75, "vcctl resume"),
            (API.NoSlot(message: "M.", remedy: "R."), 75, "vcctl slot"),
            (API.NoSuchTicket(ticket: "9", message: "M.", remedy: "R."), 65, "Nomor antrean 9"),
            (
                API.RosterRefused(code: .dayFull, field: "number", value: "T-1", message: "M.", remedy: "R."), 65,
                "Ditolak: nomor register 'T-1': M. R."
            ),
            (
                API.RosterRefused(code: .duplicate, field: "number", value: "T-1", message: "M.", remedy: "R."), 65,
                "Ditolak: nomor register 'T-1': M. R."
            ),
            (
                API.InvalidValue(field: "from", value: "x", allowed: "days", message: "M.", remedy: "R."), 65,
                "TTTT-BB-HH"
            ),
        ]
    }

    @Test func eachHasItsExitCodeAndTheNextStep() {
        for (error, code, step) in expected {
            let english = failure(error, .english)
            #expect(english.exitCode.rawValue == code, "\(error)")
            #expect(english.text.hasSuffix(" R."), "\(error)")
            #expect(failure(error, .indonesian).text.contains(step), "\(error)")
        }
    }

    @Test func timesAreSaidAsPeopleSayThem() {
        let said = [
            failure(API.Locked(since: time, message: "M.", remedy: "R."), .english).text,
            failure(API.OutsideSchedule(opens: time, message: "M.", remedy: "R."), .english).text,
            failure(API.ClockUnsure(now: time, message: "M.", remedy: "R."), .english).text,
        ]
        for text in said { #expect(text.contains("Saturday 31 January 2026 at 09:41"), "\(text)") }
    }

    /// An older vcctl does not know the name, and the officer can do what it says all the same.
    @Test func anErrorOfANewerVcdIsShownAsWhatItSays() throws {
        let parameters = JSONValue.object(["message": .string("The door is open."), "remedy": .string("Shut it.")])
        let error = VarlinkError(name: "org.vcctl.Station.DoorOpen", parameters: parameters)
        for language in Words.Language.allCases {
            #expect(Failure(error, words: Words(language: language)).text == "The door is open. Shut it.")
        }
        let wordless = VarlinkError(name: "org.vcctl.Station.DoorOpen", parameters: .object([:]))
        #expect(Failure(wordless, words: Words(language: .english)).text.contains("org.vcctl.Station.DoorOpen"))
    }
}
