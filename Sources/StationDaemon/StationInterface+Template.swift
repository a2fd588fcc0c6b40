import StationAPI
import StationCore
import StationHost
import UnitMessages
import Varlink

/// The template, for supervisors.
extension StationInterface {
    func getTemplate() async throws -> API.GetTemplate.Reply {
        do throws(HostError) {
            let report = try await host.template()
            return API.GetTemplate.Reply(template: report.wireTemplate, staged: report.wireStaged)
        } catch {
            throw VarlinkError(ofTemplate: error)
        }
    }

    func acceptTemplate(_ parameters: API.AcceptTemplate.Parameters) async throws -> API.AcceptTemplate.Reply {
        let before = await station.status
        switch before.state {
        case .ready, .blocked: break
        // A wipe under way, or a visit, holds the template.
        case .starting, .preparing, .visiting, .closing, .wiping, .locked, .ending, .off:
            throw VarlinkError(StationError.refused(.busy, state: before.state), at: now())
        }
        let report: TemplateReport
        do throws(HostError) {
            report = try await host.acceptTemplate(parameters.digest)
        } catch {
            throw VarlinkError(ofTemplate: error)
        }
        // The home that waits was made on the template before.
        if before.state == .ready || before.blocked?.reason.concernsTemplate == true {
            _ = try await asking { try await station.renewHome() }
        }
        return API.AcceptTemplate.Reply(
            template: report.wireTemplate,
            status: API.Status(await station.view, at: now())
        )
    }
}

extension BlockReason {
    /// Whether an accepted template may end it.
    fileprivate var concernsTemplate: Bool {
        switch self {
        case .templateChanged, .homeFailed: true
        case .findings, .closeFailed, .wipeFailed, .checksFailed, .ledgerFailed, .ledgerSetAside, .powerOffFailed,
            .drillFailed:
            false
        }
    }
}

extension TemplateReport {
    fileprivate var wireTemplate: API.Template? { template.map { API.Template($0, accepted: accepted) } }
    fileprivate var wireStaged: API.Template? { staged.map { API.Template($0, accepted: accepted) } }
}

extension API.Template {
    fileprivate init(_ folder: TemplateReport.Folder, accepted: String?) {
        self.init(
            path: folder.path,
            digest: folder.digest,
            accepted: accepted,
            files: folder.files,
            bytes: Int(folder.bytes),
            changes: folder.changes.map { API.TemplateChange(path: $0.path, change: $0.change) },
            changeCount: folder.changeCount,
            unfit: folder.unfit.map { API.TemplateChange(path: $0.path, change: $0.change) }
        )
    }
}

extension VarlinkError {
    fileprivate init(ofTemplate error: HostError) {
        switch error.code {
        case .templateChanged: self.init(API.TemplateChanged(message: error.message, remedy: error.remedy))
        case .templateUnusable, .clientUnusable, .isolationUnavailable, .configurationUnfit, .closeFailed, .wipeFailed,
            .scanFailed, .searchFailed, .powerOffFailed, .announceFailed, .checkFailed:
            self.init(API.TemplateUnfit(message: error.message, remedy: error.remedy))
        }
    }
}
