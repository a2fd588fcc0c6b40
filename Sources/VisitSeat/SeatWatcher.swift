/// Something that ``SeatLoop`` watches while the client runs.
protocol SeatWatcher {
    /// One that poll(2) can wait for; negative for none.
    var descriptor: Int32 { get }

    /// It can be read. It is called again as long as it can be.
    func readable()

    /// The polite close begins.
    func closing()
}
