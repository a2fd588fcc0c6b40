import StationCore
import UnitMessages

/// Reads the configuration: the main file, and over it the drop-ins `FILE.d/*.toml` in the order of their names.
public enum ConfigurationLoader {
    /// - Parameter file: the main file's path.
    /// - Throws: ``ConfigurationError`` with everything that is wrong; then nothing of it holds.
    public static func load(file: String) throws(ConfigurationError) -> Configuration {
        try ConfigurationSources(file: file).configuration()
    }

    /// The configuration that the PC's programs follow together.
    ///
    /// - Parameters:
    ///   - file: a main file to read instead; nil for what is in force.
    ///   - root: what the fixed places are below.
    /// - Throws: ``ConfigurationError`` where nothing is in force, with the mistakes that are the reason.
    public static func load(
        inForceUnless file: String?,
        below root: String = ""
    ) throws(ConfigurationError) -> Configuration {
        if let file { return try load(file: file) }
        if let kept = try? ConfigurationSnapshot(kept: root + Places.configurationInForce) { return kept.configuration }
        _ = try load(file: root + Places.configuration)
        throw ConfigurationSnapshot.unreadable(
            Places.configuration,
            "is good, but not in force yet: 'systemctl reload-or-restart vcd' takes it over"
        )
    }
}
