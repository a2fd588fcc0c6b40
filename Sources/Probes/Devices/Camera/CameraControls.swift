import StationCore

/// Sets a camera's controls back: they live in the camera, and outlast a visit.
struct CameraControls {
    /// What came of it.
    struct Outcome: Hashable {
        /// The labels of those that had been changed.
        var restored: [String] = []
        var complaints: [Complaint] = []
    }

    /// What is wrong with a configured control, or with the camera's.
    enum Complaint: Hashable {
        case unknown(String)
        case outOfRange(String, value: Int, allowed: ClosedRange<Int>)
        case refused(String, value: Int)
    }

    /// The configured values, by the names of v4l2-ctl(1).
    let wanted: [String: Int]

    /// A camera's manual controls wake when its automatic ones are switched off: once around is not always enough.
    private static let rounds = 3

    func restore(_ node: any VideoNode) -> Outcome {
        var outcome = Outcome()
        var all = controls(of: node)
        outcome.complaints = complaints(about: all)
        var refused: [UInt32: Complaint] = [:]
        for _ in 0..<Self.rounds {
            var changed = false
            for control in all.sorted(by: comesFirst) where control.isSettable {
                // Asked again: the one before may have woken it or put it to sleep.
                guard let control = node.control(after: control.id - 1), !control.isInactive else { continue }
                let target = target(of: control)
                guard let value = try? node.value(of: control.id), value != target else { continue }
                do throws(VideoError) {
                    try node.setValue(of: control.id, to: target)
                    changed = true
                    refused[control.id] = nil
                    if !outcome.restored.contains(control.label) { outcome.restored.append(control.label) }
                } catch {
                    refused[control.id] = .refused(control.name, value: target)
                }
            }
            if !changed { break }
            all = controls(of: node)
        }
        outcome.complaints += refused.sorted { $0.key < $1.key }.map(\.value)
        return outcome
    }

    private func controls(of node: any VideoNode) -> [VideoControl] {
        let most = 512
        var controls: [VideoControl] = []
        while controls.count < most, let control = node.control(after: controls.last?.id ?? 0) {
            // A driver that gives the same again would never come to an end.
            guard control.id > controls.last?.id ?? 0 else { break }
            controls.append(control)
        }
        return controls
    }

    private func target(of control: VideoControl) -> Int {
        guard let value = wanted[control.name], control.allowed.contains(value) else { return control.defaultValue }
        return value
    }

    private func comesFirst(_ one: VideoControl, _ other: VideoControl) -> Bool {
        func rank(_ control: VideoControl) -> Int {
            control.updatesOthers || control.name.contains("auto") ? 0 : 1
        }
        return (rank(one), one.id) < (rank(other), other.id)
    }

    private func complaints(about controls: [VideoControl]) -> [Complaint] {
        wanted.sorted { $0.key < $1.key }.compactMap { name, value in
            guard let control = controls.first(where: { $0.name == name && $0.isSettable }) else {
                return .unknown(name)
            }
            return control.allowed.contains(value)
                ? nil : .outOfRange(name, value: value, allowed: control.allowed)
        }
    }
}
