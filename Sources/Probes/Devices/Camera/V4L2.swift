import CLinux
import Glibc
import ProcFS

/// The kernel's own video nodes.
struct V4L2: VideoSystem {
    func nodes() -> [String] {
        DirectoryListing.names(in: "/dev").compactMap { name in
            name.hasPrefix("video") ? Int(name.dropFirst("video".count)) : nil
        }.sorted().map { "/dev/video\($0)" }
    }

    func open(_ node: String) throws(VideoError) -> any VideoNode { try V4L2Node(node) }
}

/// A node by ioctl(2), mmap(2) and poll(2).
final class V4L2Node: VideoNode {
    private struct Mapping {
        let memory: UnsafeMutableRawPointer
        let length: Int
    }

    private let descriptor: Int32
    private var mappings: [Mapping] = []

    init(_ node: String) throws(VideoError) {
        descriptor = Glibc.open(node, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        if descriptor < 0 { throw VideoError(code: errno) }
    }

    deinit {
        unmap()
        close(descriptor)
    }

    private func unmap() {
        for mapping in mappings { munmap(mapping.memory, mapping.length) }
        mappings = []
    }

    private func check(_ result: Int32) throws(VideoError) {
        if result != 0 { throw VideoError(code: errno) }
    }

    func capability() throws(VideoError) -> VideoCapability {
        var answer = vcd_video_capability()
        try check(vcd_video_query(descriptor, &answer))
        return VideoCapability(card: text(of: answer.card), captures: answer.captures != 0)
    }

    func formats() -> [FourCC] {
        let most: UInt32 = 64
        var formats: [FourCC] = []
        var code: UInt32 = 0
        for index in 0..<most {
            guard vcd_video_format_at(descriptor, index, &code) == 0 else { break }
            formats.append(FourCC(code: code))
        }
        return formats
    }

    func sizes(of format: FourCC) -> [VideoSizes] {
        let most: UInt32 = 256
        var sizes: [VideoSizes] = []
        var answer = vcd_video_size()
        for index in 0..<most {
            guard vcd_video_size_at(descriptor, index, format.code, &answer) == 0 else { break }
            let smallest = VideoSize(width: Int(answer.smallest_width), height: Int(answer.smallest_height))
            let largest = VideoSize(width: Int(answer.largest_width), height: Int(answer.largest_height))
            sizes.append(VideoSizes(smallest: smallest, largest: largest))
        }
        return sizes
    }

    func setFormat(_ format: VideoFormat) throws(VideoError) -> VideoFormat {
        var answer = vcd_video_format()
        answer.fourcc = format.pixels.code
        answer.width = UInt32(clamping: format.size.width)
        answer.height = UInt32(clamping: format.size.height)
        try check(vcd_video_set_format(descriptor, &answer))
        return VideoFormat(
            pixels: FourCC(code: answer.fourcc),
            size: VideoSize(width: Int(answer.width), height: Int(answer.height)),
            lineLength: Int(answer.line)
        )
    }

    func setFrameRate(_ rate: Double) -> Double? {
        var answer = rate
        return vcd_video_set_rate(descriptor, &answer) == 0 && answer > 0 ? answer : nil
    }

    func control(after id: UInt32) -> VideoControl? {
        var answer = vcd_video_control()
        guard vcd_video_control_after(descriptor, id, &answer) == 0 else { return nil }
        return VideoControl(
            id: answer.id,
            label: text(of: answer.name),
            minimum: Int(answer.minimum),
            maximum: Int(answer.maximum),
            defaultValue: Int(answer.default_value),
            isSettable: answer.is_settable != 0,
            isInactive: answer.is_inactive != 0,
            updatesOthers: answer.updates_others != 0
        )
    }

    func value(of control: UInt32) throws(VideoError) -> Int {
        var value: Int32 = 0
        try check(vcd_video_control(descriptor, control, &value))
        return Int(value)
    }

    func setValue(of control: UInt32, to value: Int) throws(VideoError) {
        try check(vcd_video_set_control(descriptor, control, Int32(clamping: value)))
    }

    func requestBuffers(_ count: Int) throws(VideoError) {
        unmap()
        var given = UInt32(clamping: count)
        try check(vcd_video_request_buffers(descriptor, &given))
        for index in 0..<given {
            var buffer = vcd_video_buffer()
            try check(vcd_video_query_buffer(descriptor, index, &buffer))
            let (length, offset) = (Int(buffer.length), Int(buffer.offset))
            let memory = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, offset)
            guard let memory, memory != MAP_FAILED else { throw VideoError(code: errno) }
            mappings.append(Mapping(memory: memory, length: length))
        }
    }

    func start() throws(VideoError) {
        for index in mappings.indices { try check(vcd_video_queue(descriptor, UInt32(index))) }
        try check(vcd_video_start(descriptor))
    }

    func stop() { _ = vcd_video_stop(descriptor) }

    func nextFrame(limit: Duration) throws(VideoError) -> VideoFrame? {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let (seconds, attoseconds) = limit.components
        let count = poll(&wanted, 1, Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000))
        if count < 0 && errno != EINTR { throw VideoError(code: errno) }
        guard count > 0 else { return nil }
        var buffer = vcd_video_buffer()
        guard vcd_video_dequeue(descriptor, &buffer) == 0 else {
            if errno == EAGAIN { return nil }
            throw VideoError(code: errno)
        }
        guard mappings.indices.contains(Int(buffer.index)) else { throw VideoError(code: EIO) }
        let mapping = mappings[Int(buffer.index)]
        let used = UnsafeRawBufferPointer(start: mapping.memory, count: min(Int(buffer.used), mapping.length))
        let frame = VideoFrame(bytes: Array(used), time: now(), isDamaged: buffer.is_damaged != 0)
        try check(vcd_video_queue(descriptor, buffer.index))
        return frame
    }

    private func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// The text in an array of C's characters.
private func text<Characters>(of characters: Characters) -> String {
    withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}
