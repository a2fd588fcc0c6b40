import FoundationEssentials
import Glibc
import SeatMessages
import StationCore

/// Looks at the visit's own screen until the call program has drawn something.
struct FirstPicture {
    private let display: Configuration.Display
    private let limit: Duration

    private static let pause: Duration = .milliseconds(100)
    /// How long a program that can't be seen has to run.
    private static let unseen: Duration = .seconds(1)

    init(on display: Configuration.Display, within limit: Duration) {
        self.display = display
        self.limit = limit
    }

    /// - Throws: ``SeatFailure`` when the program ends before it has drawn, or draws nothing.
    func wait(for client: ChildProcess) throws(SeatFailure) {
        let begin = ContinuousClock.now
        var first: [UInt8]?
        while ContinuousClock.now - begin < limit {
            if client.ends(within: Self.pause) {
                throw SeatFailure(cause: .client, message: "It ended before it had drawn anything.")
            }
            switch display {
            case .none, .inherit: if ContinuousClock.now - begin >= Self.unseen { return }
            case .xvfb, .cage, .sway:
                guard let picture = try display == .xvfb ? Self.frameBuffer() : Self.screenshot() else { continue }
                if !Self.isPlain(picture) || first.map({ $0 != picture }) ?? false { return }
                first = picture
            }
        }
        throw SeatFailure(
            cause: .client,
            message: "It runs, but has drawn nothing within \(DurationText.seconds(limit)) s."
        )
    }

    /// Whether the picture is one single grey, as screens are before anything is drawn.
    private static func isPlain(_ picture: [UInt8]) -> Bool {
        guard let first = picture.first else { return true }
        return picture.allSatisfy { $0 == first }
    }

    /// The pixels of Xvfb's screen, which is a file of the XWD format (Xvfb(1), -fbdir; XWDFile.h): the header's size
    /// and the number of its colours are big-endian words.
    private static func frameBuffer() -> [UInt8]? {
        guard let folder = getenv("XDG_RUNTIME_DIR") else { return nil }
        guard let bytes = read("\(String(cString: folder))/Xvfb_screen0") else { return nil }
        func word(_ offset: Int) -> Int { bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
        guard bytes.count > 100 else { return nil }
        let start = word(0) + word(76) * 12
        guard start < bytes.count else { return nil }
        // The fourth byte of each pixel means nothing.
        return bytes[start...].enumerated().filter { $0.offset % 4 != 3 }.map(\.element)
    }

    /// The pixels of the compositor's screen, by grim(1) as a PPM.
    private static func screenshot() throws(SeatFailure) -> [UInt8]? {
        guard let folder = getenv("XDG_RUNTIME_DIR").map({ String(cString: $0) }) else { return nil }
        let file = "\(folder)/first-picture.ppm"
        let grim: ChildProcess
        do {
            grim = try ChildProcess.start(["grim", "-t", "ppm", file])
        } catch {
            throw SeatFailure(
                cause: .display,
                message: "The package grim is missing, by which it is seen whether the call program draws."
            )
        }
        guard case .exited(status: 0) = grim.wait(), let bytes = read(file) else { return nil }
        unlink(file)
        // "P6", width, height and depth, each followed by one white space.
        var fields = 0
        guard
            let start = bytes.firstIndex(where: { byte in
                if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: " ") { fields += 1 }
                return fields == 4
            })
        else { return nil }
        return Array(bytes[(start + 1)...])
    }

    private static func read(_ path: String) -> [UInt8]? {
        (try? Data(contentsOf: URL(filePath: path))).map { Array($0) }
    }
}
