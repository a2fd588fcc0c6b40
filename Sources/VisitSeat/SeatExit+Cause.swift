import SeatMessages
import UnitMessages

extension SeatExit {
    init(_ cause: SeatFailure.Cause) {
        switch cause {
        case .client: self = .client
        case .template: self = .template
        case .display: self = .display
        case .service: self = .service
        case .isolation: self = .isolation
        case .page: self = .page
        }
    }
}
