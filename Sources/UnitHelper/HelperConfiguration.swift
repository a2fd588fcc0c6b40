import StationConfig
import StationCore
import UnitMessages

/// Root's configuration.
enum HelperConfiguration {
    /// - Parameter file: a configuration that is to be tried; nil for the one that is in force.
    static func load(_ file: String? = nil) throws(HelperError) -> Configuration {
        do throws(ConfigurationError) {
            return try ConfigurationLoader.load(inForceUnless: file)
        } catch {
            throw HelperError(error)
        }
    }
}

extension HelperError {
    init(_ error: ConfigurationError) {
        self.init(
            "\(error)",
            remedy: "The administrator corrects it, looks with 'vcd --check-config \(Places.configuration)', and takes "
                + "it over with 'systemctl reload-or-restart vcd'.",
            exit: .configuration
        )
    }
}
