import StationConfig
import StationCore
import Testing

/// The keys of the visiting day, without the schedule's.
@Suite struct DayConfigurationTests {
    private static let client = "[client]\ncommand = [\"a\"]\n"

    @Test func readsEveryKey() throws {
        let configuration = try ConfigurationText.load(
            Self.client + """
                [visit]
                lawyer_length = "20m"
                clock = "connected"
                connect_limit = "2m"
                max_hold = "0s"
                [roster]
                required = true
                capacity = 20
                quota = 4
                absent = "off"
                retention_days = 7
                [call]
                limit = "3m"
                command = ["espeak-ng", "nomor {ticket}"]
                [slot]
                accept = "auto"
                minimum = "4m"
                turnaround = "90s"
                [shutdown]
                when_done = true
                idle = "30m"
                grace = "1m"
                wake = true
                """
        )
        #expect(configuration.visit.lawyerLength == .seconds(1_200))
        #expect(configuration.visit.clock == .connected)
        #expect(configuration.visit.connectLimit == .seconds(120))
        #expect(configuration.visit.maxHold == .zero)
        #expect(configuration.roster.isRequired)
        #expect(configuration.roster.capacity == 20)
        #expect(configuration.roster.quota == 4)
        #expect(configuration.roster.absent == .off)
        #expect(configuration.roster.retentionDays == 7)
        #expect(configuration.call.limit == .seconds(180))
        #expect(configuration.call.command == ["espeak-ng", "nomor {ticket}"])
        #expect(configuration.slot.accept == .auto)
        #expect(configuration.slot.minimum == .seconds(240))
        #expect(configuration.slot.turnaround == .seconds(90))
        #expect(configuration.shutdown.whenDone)
        #expect(configuration.shutdown.idle == .seconds(1_800))
        #expect(configuration.shutdown.grace == .seconds(60))
        #expect(configuration.shutdown.wakes)
    }

    @Test func theUsualMinimumGivesWayToAShorterVisit() throws {
        let configuration = try ConfigurationText.load(Self.client + "[visit]\nlength = \"1m\"\n")
        #expect(configuration.slot.minimum == .seconds(60))
        #expect(try ConfigurationText.load(Self.client).slot.minimum == .seconds(300))
    }

    static let bad: [(String, String)] = [
        (
            "[visit]\nlawyer_length = \"0s\"",
            "4: [visit] lawyer_length: \"0s\" is not allowed (string); allowed is a number"
        ),
        (
            "[visit]\nclock = \"now\"",
            "4: [visit] clock: \"now\" is not allowed (string); allowed is one of \"start\", \"connected\""
        ),
        ("[visit]\nconnect_limit = \"0s\"", "4: [visit] connect_limit: \"0s\" is not allowed"),
        ("[visit]\nmax_hold = \"2h\"", "4: [visit] max_hold: \"2h\" is not allowed"),
        ("[roster]\nrequired = 1", "4: [roster] required: 1 is not allowed (integer); allowed is true or false"),
        (
            "[roster]\ncapacity = 0",
            "4: [roster] capacity: 0 is not allowed (integer); allowed is a whole number from 1 to 10000"
        ),
        ("[roster]\nquota = \"4\"", "4: [roster] quota: \"4\" is not allowed (string); allowed is a whole number"),
        ("[roster]\nquota = 1.5", "4: [roster] quota: 1.5 is not allowed"),
        (
            "[roster]\nabsent = \"gone\"",
            "4: [roster] absent: \"gone\" is not allowed (string); allowed is one of \"end\", \"off\""
        ),
        ("[roster]\nretention_days = 0", "4: [roster] retention_days: 0 is not allowed"),
        ("[roster]\nretention = 0", "4: [roster] retention: unknown key; allowed are required, capacity, quota, "),
        ("[call]\nlimit = 5", "4: [call] limit: 5 is not allowed (integer); allowed is a number with a unit"),
        (
            "[call]\ncommand = \"espeak-ng\"",
            "4: [call] command: \"espeak-ng\" is not allowed (string); allowed is a list"
        ),
        ("[call]\ncommand = [\"\"]", "4: [call] command: "),
        ("[call]\ncommand = [\"say-{ticket}\"]", "4: [call] command: "),
        (
            "[slot]\naccept = true",
            "4: [slot] accept: true is not allowed (bool); allowed is one of \"ask\", \"auto\", \"off\""
        ),
        ("[slot]\nminimum = \"0s\"", "4: [slot] minimum: \"0s\" is not allowed"),
        ("[slot]\nminimum = \"11m\"", "4: [slot] minimum: 660s is longer than [visit] length, 600s"),
        ("[slot]\nturnaround = \"61m\"", "4: [slot] turnaround: \"61m\" is not allowed"),
        ("[shutdown]\nwhen_done = \"yes\"", "4: [shutdown] when_done: \"yes\" is not allowed"),
        ("[shutdown]\nidle = \"0s\"", "4: [shutdown] idle: \"0s\" is not allowed"),
        ("[shutdown]\ngrace = \"2h\"", "4: [shutdown] grace: \"2h\" is not allowed"),
        (
            "[shutdown]\nwake = \"07:00\"",
            "4: [shutdown] wake: \"07:00\" is not allowed (string); allowed is true or false"
        ),
    ]

    @Test(arguments: bad)
    func saysWhatIsWrongAndWhere(_ text: String, _ expected: String) {
        let found = ConfigurationText.problems(Self.client + text + "\n")
        #expect(found.count == 1 && found.allSatisfy { $0.hasPrefix(expected) }, "\(found)")
    }
}
