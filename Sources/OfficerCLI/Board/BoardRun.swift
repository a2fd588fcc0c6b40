import StationAPI

/// The live board from its beginning to its end: what comes in changes the board, and the board is drawn.
struct BoardRun {
    /// Everything that can happen to a board.
    enum Input: Sendable {
        case terminal(BoardTerminal.Input)
        case picture(Board.Picture)
        case event(API.Event)
        case lost(String)
        case progress(API.State)
        case finished(Board.Outcome)
        case tick
    }

    let station: BoardStation

    /// - Returns: the signal that ended it, if one did.
    func run() async -> Int32? {
        let (inputs, sink) = AsyncStream.makeStream(of: Input.self)
        let terminal = BoardTerminal { sink.yield(.terminal($0)) }
        defer { terminal.restore() }
        return await withTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { await station.watch(sink) }
            group.addTask {
                while (try? await Task.sleep(for: .seconds(1))) != nil { sink.yield(.tick) }
            }
            var board = Board(words: station.words)
            var pictured = ContinuousClock.now
            for await input in inputs {
                switch input {
                case .terminal(.ended(let signal)): return signal
                case .terminal(.resized): terminal.forget()
                case .terminal(.keys(let keys)):
                    for key in keys {
                        switch board.press(key) {
                        case .stay: break
                        case .leave: return nil
                        case .perform(let request):
                            group.addTask { sink.yield(.finished(await station.perform(request, sink))) }
                        }
                    }
                case .picture(let picture):
                    board.take(picture)
                    pictured = .now
                case .event(let event): board.take(event)
                case .lost(let why): board.lose(why)
                case .progress(let state): board.say(station.words.state(state))
                case .finished(let outcome): board.finish(outcome)
                case .tick: break
                }
                board.age = Int((ContinuousClock.now - pictured).components.seconds)
                board.now = LocalTime().time
                terminal.show(terminal.view.lines(of: board))
            }
            return nil
        }
    }
}
