import StationAPI

/// One look at the parts: on a terminal a table that fills while they are looked at, and the final one in its place.
struct CheckRun {
    let station: Station
    let words: Words
    let parameters: API.Check.Parameters

    var isLive: Bool { Terminal.takesEscapes && !station.isJSON }

    func once() async throws -> CheckSheet {
        var block = LiveBlock()
        let sheet = try await look { sheet, size in block.draw(words.live(sheet, size), on: size, more: words.more) }
        guard !station.isJSON else { return sheet }
        if isLive {
            let size = Terminal.size
            block.end(with: CheckTable(sheet: sheet, words: words, columns: size.columns).final, on: size)
        } else {
            for line in CheckTable(sheet: sheet, words: words).final { printLine(line) }
        }
        return sheet
    }

    /// - Parameter onReply: gets what is known so far, on a terminal.
    func look(_ onReply: (CheckSheet, Terminal.Size) -> Void) async throws -> CheckSheet {
        var sheet = CheckSheet(isPartial: parameters.names != nil)
        let last = try await station.callMoreAndRead(API.Check.self, parameters) { reply in
            sheet.take(reply)
            if isLive { onReply(sheet, Terminal.size) }
        }
        sheet.finish(last)
        return sheet
    }
}

extension Words {
    /// The table while it fills.
    func live(_ sheet: CheckSheet, _ size: Terminal.Size) -> [String] {
        CheckTable(sheet: sheet, words: self, columns: size.columns).live
            + [ScreenText.cut(stillLooking(sheet.running.count), to: size.columns)]
    }
}
