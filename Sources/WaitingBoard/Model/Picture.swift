import StationAPI

/// What vcd told last.
struct Picture: Sendable {
    var status: API.Status
    /// Today and some days on.
    var schedule: API.GetSchedule.Reply
}

/// What the screen knows of the station at a moment.
struct Knowledge: Sendable {
    /// Nil until vcd has answered once.
    var picture: Picture?
    /// How old the picture is.
    var age: Duration = .zero
    /// For how long vcd has not answered; nil while it does.
    var silence: Duration?

    /// A restart of vcd takes less: until then the picture stays.
    static let patience = Duration.seconds(2)

    /// Nil where it says nothing any more.
    var current: Picture? { silence.map { $0 >= Self.patience } ?? false ? nil : picture }
}
