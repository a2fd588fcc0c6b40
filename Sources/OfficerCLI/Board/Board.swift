import StationAPI

/// What the live board shows, and what a key means on it. No I/O.
struct Board {
    /// What a key asks of the station.
    enum Action: Hashable {
        case next, wipe, end, extend, call, restart
    }

    /// An action with what the officer saw when it was asked for.
    struct Request: Hashable {
        let action: Action
        let seen: Int?
        var clockIsRight = false
    }

    /// What to do after a key.
    enum Step: Hashable {
        case stay, leave
        case perform(Request)
    }

    /// How long the key for it makes a visit.
    static let extensionSeconds = 120

    let words: Words
    /// As the station last said it; nil before it first did.
    private(set) var status: API.Status?
    /// Those whose turn is to come, in the order of their turns.
    private(set) var waiting: [API.Entry] = []
    private(set) var receipt: API.Receipt?
    private(set) var event: API.Event?
    private(set) var isLost = false
    /// What waits for a yes.
    private(set) var question: Question?
    /// What is under way.
    private(set) var running: Request?
    private(set) var message = ""
    private(set) var isAlarm = false
    /// Whole seconds since the status came.
    var age = 0
    /// The time of day.
    var now = ""

    struct Question: Hashable {
        let request: Request
        let text: String
    }

    init(words: Words) { self.words = words }

    /// The status as it is now, some seconds after it came.
    var agedStatus: API.Status? {
        guard var status else { return nil }
        if status.visit?.clock == .running { status.visit?.remainingSeconds -= age }
        if let left = status.visit?.remainingSeconds, left < 0 { status.visit?.remainingSeconds = 0 }
        status.visit?.elapsedSeconds += age
        status.today.called?.elapsedSeconds += age
        return status
    }

    mutating func take(_ picture: Picture) {
        if isLost { say(words.stationIsBack) }
        isLost = false
        status = picture.status
        waiting = picture.entries.filter { $0.state == .waiting || $0.state == .called }
            .sorted { ($0.position ?? 0) < ($1.position ?? 0) }
        receipt = picture.receipt
        age = 0
    }

    mutating func take(_ event: API.Event) { self.event = event }

    /// The station does not answer.
    mutating func lose(_ why: String) {
        isLost = true
        question = nil
        say(why, isAlarm: true)
    }

    mutating func say(_ text: String, isAlarm: Bool = false) {
        message = text
        self.isAlarm = isAlarm
    }

    /// What came of an action.
    mutating func finish(_ outcome: Outcome) {
        let request = running
        running = nil
        switch outcome {
        case .done(let text): say(text)
        case .failed(let text): say(text, isAlarm: true)
        case .clockUnsure(let error):
            guard var request else { return }
            request.clockIsRight = true
            say("")
            question = Question(request: request, text: words.askForClock(error))
        }
    }

    mutating func press(_ key: Character) -> Step {
        if let question {
            self.question = nil
            guard Words.yes.contains(key.lowercased()) else {
                say(words.leftAlone)
                return .stay
            }
            return perform(question.request)
        }
        switch key {
        case "q", "Q", "\u{3}", "\u{4}": return .leave
        case "n": return ask(.next)
        case "w": return ask(.wipe)
        case "e": return ask(.end)
        case "x": return ask(.extend)
        case "r": return ask(.restart)
        case "c": return isFree ? perform(Request(action: .call, seen: nil)) : .stay
        default: return .stay
        }
    }

    private mutating func ask(_ action: Action) -> Step {
        guard isFree else { return .stay }
        say("")
        let request = Request(action: action, seen: status?.visit?.id)
        question = Question(request: request, text: words.ask(action, status))
        return .stay
    }

    private mutating func perform(_ request: Request) -> Step {
        running = request
        say(words.underWay)
        return .perform(request)
    }

    /// Whether a new action may begin; says why where not.
    private var isFree: Bool {
        mutating get {
            if isLost { return false }
            guard running == nil else {
                say(words.stillUnderWay)
                return false
            }
            return true
        }
    }
}

extension Board {
    /// What the station says of itself at one time.
    struct Picture: Sendable {
        var status: API.Status
        var entries: [API.Entry]
        var receipt: API.Receipt?
    }

    enum Outcome: Sendable {
        case done(String)
        case failed(String)
        case clockUnsure(API.ClockUnsure)
    }
}
