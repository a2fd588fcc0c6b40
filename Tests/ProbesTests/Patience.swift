@testable import Probes

extension NetworkLimits {
    /// For a machine that is busy with other tests: what answers is waited for, what is silent is so for seconds more.
    static let patient: NetworkLimits = {
        var limits = NetworkLimits()
        limits.name = .seconds(15)
        limits.connection = .seconds(8)
        limits.answer = .seconds(8)
        limits.stun = .seconds(6)
        limits.total = .seconds(30)
        return limits
    }()
}
