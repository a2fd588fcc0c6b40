import ServiceLifecycle

/// Has the screen's minutes go on.
struct Ticker: Service {
    let screen: Screen

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    try await Task.sleep(for: .seconds(1))
                    screen.refresh()
                }
            }
        } catch is CancellationError {}
    }
}
