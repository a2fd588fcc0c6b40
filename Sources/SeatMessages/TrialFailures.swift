import StationCore

/// Why a trial of the call program did not come to a picture, whoever has looked at the screen.
extension SeatFailure {
    public static let endedUndrawn = SeatFailure(cause: .client, message: "It ended before it had drawn anything.")

    public static func undrawn(within limit: Duration) -> SeatFailure {
        SeatFailure(
            cause: .client,
            message: "It runs, but has drawn nothing within \(DurationText.seconds(limit)) s."
        )
    }

    public static let otherPage = SeatFailure(
        cause: .page,
        message:
            "It runs, but shows an error of the browser's own, or that the address is not allowed, in place of "
            + "the call's page."
    )
}
