import StationConfig
import StationCore
import UnitMessages

/// Root's configuration.
enum HelperConfiguration {
    static func load(_ file: String = Places.configuration) throws(HelperError) -> Configuration {
        do throws(ConfigurationError) {
            return try ConfigurationLoader.load(file: file)
        } catch {
            throw HelperError("\(error)", remedy: "The administrator corrects it: 'vcd --check-config'.")
        }
    }
}
