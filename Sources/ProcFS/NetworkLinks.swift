/// The interfaces of a network namespace (proc_net(5)).
public enum NetworkLinks {
    /// - Parameter text: of `/proc/PID/net/dev`: two lines of heads, then a line for each, its name before a colon.
    public static func names(in text: String) -> [String] {
        text.split(separator: "\n").dropFirst(2).compactMap { line in
            line.split(separator: ":", maxSplits: 1).first.map { String($0.drop { $0 == " " }) }
        }
    }

    /// Of the PC's own namespace; empty where it can't be read: loopback is always there.
    public static func ofPC() -> [String] { names(in: ProcessTable.read("/proc/1/net/dev")) }
}
