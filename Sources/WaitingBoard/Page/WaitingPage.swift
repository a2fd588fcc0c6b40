import StationCore

/// The page as it is sent: whole, so that it says what there is to say also where no script runs.
struct WaitingPage {
    let model: WaitingModel
    let lost: WaitingModel
    let nonce: String

    private struct Start: Codable {
        let model: WaitingModel
        let lost: WaitingModel
    }

    private static let template = String(decoding: PackageResources.waiting_html, as: UTF8.self)

    /// The template with a value in each `{{slot}}`.
    var html: String {
        let values = values
        var parts = Self.template.split(separator: "{{", omittingEmptySubsequences: false)
        var page = String(parts.removeFirst())
        for part in parts {
            let end = part.firstRange(of: "}}")
            let name = end.map { part[..<$0.lowerBound] } ?? ""
            page += (values[String(name)] ?? "") + (end.map { part[$0.upperBound...] } ?? part)
        }
        return page
    }

    private var values: [String: String] {
        // Without a script each reload shows the next language.
        let seconds = WallTime.now.milliseconds / 1_000 / Int64(max(1, model.turnSeconds))
        let face = model.faces[Int(seconds) % model.faces.count]
        let texts = [
            "language": face.language, "place": face.place, "date": face.date, "heading": face.heading,
            "ticketLabel": face.ticket == nil ? "" : face.ticketLabel, "ticket": face.ticket ?? "", "line": face.line,
            "dayTitle": face.dayTitle, "rulesTitle": face.rulesTitle, "complaintsTitle": face.complaintsTitle,
            "time": model.time, "kind": model.kind.rawValue, "nonce": nonce,
        ]
        let lists = [
            "queue": face.queue, "day": face.day, "rules": face.rules, "complaints": face.complaints,
        ]
        return texts.mapValues(Self.escaped)
            .merging(lists.mapValues { $0.map { "<li>\(Self.escaped($0))</li>" }.joined() }) { $1 }
            // Within a script element only its end tag would be markup.
            .merging(["start": Content.json(Start(model: model, lost: lost)).replacing("<", with: "\\u003c")]) { $1 }
    }

    /// Whether it turns the direction of what stands beside it, or breaks its line.
    static func turns(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\u{61C}", "\u{200E}", "\u{200F}", "\u{2028}"..."\u{202E}", "\u{2066}"..."\u{2069}": true
        default: false
        }
    }

    static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case _ where turns(scalar) || scalar.properties.generalCategory == .control: escaped += "\u{fffd}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }
}
