/// The parts that `vcctl check` probes; the names that `[checks] required` takes.
public enum CheckName: String, Hashable, Sendable, CaseIterable {
    case client, template, sandbox, display, memory, camera, sound, network, privacy
}
