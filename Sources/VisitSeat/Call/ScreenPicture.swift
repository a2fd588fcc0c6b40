import FoundationEssentials
import Glibc
import SeatMessages
import StationCore

/// The pixels of the visit's own screen, three bytes each.
struct ScreenPicture: Equatable {
    let bytes: ArraySlice<UInt8>

    private static let patience: Duration = .seconds(2)

    /// How much there is to see.
    enum Content: Hashable {
        /// One single grey, white or black, as windows are before anything is drawn.
        case plain
        /// Hardly anything but one colour: a few lines of text, as on a browser's own pages, or a bare background.
        case mostlyPlain
        case full
    }

    /// - Returns: nil where there is no picture yet, or where none can be had.
    /// - Throws: ``SeatFailure`` where a program is missing for it.
    static func take(of display: Configuration.Display) throws(SeatFailure) -> ScreenPicture? {
        switch display {
        case .none, .inherit: nil
        case .xvfb: frameBuffer()
        case .cage, .sway: try screenshot()
        }
    }

    /// What is below the upper quarter, where notices may stand.
    var content: Content {
        let pixels = bytes.dropFirst(bytes.count / 12 * 3)
        var counts: [UInt32: Int] = [:]
        var all = 0
        var index = pixels.startIndex
        // Every pixel of a plain one has to be looked at, for an odd one; of others a sample tells how full they are.
        let isPlain = Self.isPlain(pixels)
        let step = max(1, pixels.count / 3 / Self.sample) * 3
        while !isPlain, index + 2 < pixels.endIndex {
            let colour = UInt32(pixels[index]) << 16 | UInt32(pixels[index + 1]) << 8 | UInt32(pixels[index + 2])
            counts[colour, default: 0] += 1
            all += 1
            index += step
        }
        if isPlain { return Self.isGrey(pixels.prefix(3)) ? .plain : .mostlyPlain }
        return (counts.values.max() ?? 0) * 100 >= all * Self.mostly ? .mostlyPlain : .full
    }

    private static let sample = 20_000
    /// In percent.
    private static let mostly = 85

    private static func isGrey(_ pixel: ArraySlice<UInt8>) -> Bool { pixel.allSatisfy { $0 == pixel.first } }

    private static func isPlain(_ pixels: ArraySlice<UInt8>) -> Bool {
        guard pixels.count > 3 else { return true }
        // Each pixel is the one before it.
        return pixels.withUnsafeBytes { here in
            guard let start = here.baseAddress else { return true }
            return memcmp(start, start + 3, here.count - 3) == 0
        }
    }

    /// The pixels of Xvfb's screen, which is a file of the XWD format (Xvfb(1), -fbdir; XWDFile.h): the header's size
    /// and the number of its colours are big-endian words.
    private static func frameBuffer() -> ScreenPicture? {
        guard let folder = getenv("XDG_RUNTIME_DIR") else { return nil }
        guard let bytes = read("\(String(cString: folder))/Xvfb_screen0") else { return nil }
        func word(_ offset: Int) -> Int { bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
        guard bytes.count > 100 else { return nil }
        let start = word(0) + word(76) * 12
        guard start < bytes.count else { return nil }
        // The fourth byte of each pixel means nothing.
        return ScreenPicture(bytes: bytes[start...].enumerated().filter { $0.offset % 4 != 3 }.map(\.element)[...])
    }

    /// The pixels of the compositor's screen, by grim(1) as a PPM.
    private static func screenshot() throws(SeatFailure) -> ScreenPicture? {
        guard let folder = getenv("TMPDIR").map({ String(cString: $0) }) else { return nil }
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
        if !grim.ends(within: patience) { grim.signal(SIGKILL) }
        defer { unlink(file) }
        guard case .exited(status: 0) = grim.wait(), let bytes = read(file) else { return nil }
        // "P6", width, height and depth, each followed by one white space.
        var fields = 0
        guard
            let start = bytes.firstIndex(where: { byte in
                if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: " ") { fields += 1 }
                return fields == 4
            })
        else { return nil }
        return ScreenPicture(bytes: bytes[(start + 1)...])
    }

    private static func read(_ path: String) -> [UInt8]? {
        (try? Data(contentsOf: URL(filePath: path))).map { Array($0) }
    }
}
