import StationCore

/// Looks at one part of the station. It may hang: whoever runs it ends it at its limit.
public protocol Probe: Sendable {
    func look(_ depth: CheckTask.Depth) async -> CheckFinding
}
