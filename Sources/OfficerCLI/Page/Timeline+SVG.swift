/// The drawing itself: inline SVG, in units of which a page is 680 wide.
extension Timeline {
    private static let width = 680
    private static let left = 44
    private static let right = 12
    private static let top = 20
    private static let rowHeight = 17
    private static let barHeight = 11
    /// A span this short would not be seen.
    private static let least = 2.0
    /// A visit's length is written into its span where there is room.
    private static let roomForLength = 20.0

    func svg(label: String) -> HTML {
        let bottom = Self.top + rows.count * Self.rowHeight
        var svg = HTML(
            trusted: "<svg class=\"timeline\" viewBox=\"0 0 \(Self.width) \(bottom + 6)\" role=\"img\" aria-label=\""
        )
        svg += HTML(label)
        svg += HTML(trusted: "\">\n")
        for session in sessions { svg += shade(session, bottom) }
        for tick in ticks { svg += mark(tick, bottom) }
        for (index, row) in rows.enumerated() { svg += draw(row, Self.top + index * Self.rowHeight) }
        for session in sessions {
            for edge in [session.opens, session.closes] { svg += line("edge", x(edge), Self.top - 3, bottom + 3) }
        }
        svg += HTML(trusted: "</svg>\n")
        return svg
    }

    private func x(_ time: Int) -> Double {
        let room = Double(Self.width - Self.left - Self.right)
        let axis = axis
        return Double(Self.left) + room * Double(time - axis.lowerBound) / Double(axis.upperBound - axis.lowerBound)
    }

    private func shade(_ session: (opens: Int, closes: Int), _ bottom: Int) -> HTML {
        rectangle("session", x(session.opens), Self.top - 3, x(session.closes), bottom - Self.top + 6)
    }

    private func mark(_ tick: (time: Int, label: String), _ bottom: Int) -> HTML {
        line("tick", x(tick.time), Self.top - 3, bottom + 3)
            + text("hour", x(tick.time), Self.top - 8, tick.label)
    }

    private func draw(_ row: Row, _ y: Int) -> HTML {
        var drawn = HTML(trusted: "<g><title>")
        drawn += HTML(row.title)
        drawn += HTML(trusted: "</title>")
        drawn += text("row", Double(Self.left - 8), y + 12, row.label)
        let bar = y + (Self.rowHeight - Self.barHeight) / 2
        for span in row.spans {
            let start = x(span.start)
            let end = max(x(span.end), start + Self.least)
            drawn += rectangle(span.kind.rawValue, start, bar, end, Self.barHeight)
            if span.kind == .visit, end - start >= Self.roomForLength {
                drawn += text("length", (start + end) / 2, y + 11, row.length)
            }
        }
        drawn += HTML(trusted: "</g>\n")
        return drawn
    }

    private func rectangle(_ name: String, _ start: Double, _ y: Int, _ end: Double, _ height: Int) -> HTML {
        HTML(
            trusted: "<rect class=\"\(name)\" x=\"\(Self.number(start))\" y=\"\(y)\" "
                + "width=\"\(Self.number(end - start))\" height=\"\(height)\"/>"
        )
    }

    private func line(_ name: String, _ x: Double, _ from: Int, _ to: Int) -> HTML {
        let x = Self.number(x)
        return HTML(trusted: "<line class=\"\(name)\" x1=\"\(x)\" y1=\"\(from)\" x2=\"\(x)\" y2=\"\(to)\"/>")
    }

    private func text(_ name: String, _ x: Double, _ y: Int, _ text: String) -> HTML {
        HTML(trusted: "<text class=\"\(name)\" x=\"\(Self.number(x))\" y=\"\(y)\">") + HTML(text)
            + HTML(trusted: "</text>")
    }

    /// With one decimal, as much as a screen can show.
    private static func number(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
